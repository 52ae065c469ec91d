from odoo import models

from .. import explain


class O2cCheckup(models.Model):
    _name = "o2c.checkup"
    _inherit = "o2c.checkup"

    def action_load_sample(self):
        """Make orders to practise with."""
        self.ensure_one()
        self._check_manager()
        self.env["o2c.sample.record"]._load(self.company_id)
        self.action_refresh_steps()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_remove_sample(self):
        """Remove what was made for practice."""
        self.ensure_one()
        self._check_manager()
        kept = self.env["o2c.sample.record"]._remove(self.company_id)
        self.action_refresh_steps()
        message = (
            explain.checkup_steps.sample_kept(self.env, kept)
            if kept
            else explain.checkup_steps.sample_removed(self.env)
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if kept else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_sample_orders(self):
        """Open the orders to practise with."""
        self.ensure_one()
        marks = self.env["o2c.sample.record"].search(
            [("company_id", "=", self.company_id.id), ("res_model", "=", "sale.order")]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_order"
        )
        return {
            **action,
            "domain": [("id", "in", marks.mapped("res_id"))],
            "context": {},
        }
