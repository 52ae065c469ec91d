from collections import Counter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..explain import campaign as explain


class O2cCampaignAdd(models.TransientModel):
    """Chosen orders or customers put on the list of a campaign."""

    _name = "o2c.campaign.add"
    _description = "Add to a campaign"

    campaign_id = fields.Many2one(
        "o2c.campaign",
        required=True,
        domain="[('state', '!=', 'done')]",
    )
    order_ids = fields.Many2many("sale.order", string="Orders", readonly=True)
    partner_ids = fields.Many2many("res.partner", string="Customers", readonly=True)
    summary = fields.Text("What comes of it", compute="_compute_summary")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        chosen = self.env.context.get("active_ids") or []
        name = {"sale.order": "order_ids", "res.partner": "partner_ids"}.get(
            self.env.context.get("active_model")
        )
        if name in fields:
            values[name] = [Command.set(chosen)]
        return values

    @api.depends("campaign_id")
    def _compute_summary(self):
        now = fields.Datetime.now()
        for wizard in self:
            campaign = wizard.campaign_id
            wizard.summary = campaign and explain.picks(
                self.env,
                [
                    why
                    for _row, why in campaign._judge_picks(
                        wizard._subjects(), now
                    ).values()
                ],
            )

    def _subjects(self):
        # only their ids; whether one may read them is asked right below
        chosen = self.sudo().order_ids.with_env(self.env)
        if chosen:
            chosen.check_access("read")
        orders = [(None, order_id, None) for order_id in chosen.ids]
        customers = self.partner_ids.commercial_partner_id
        return orders + [(None, None, customer.id) for customer in customers]

    def action_add(self):
        """Put them on the list and say who was not."""
        self.ensure_one()
        self.campaign_id.check_access("write")
        if self.campaign_id.state == "done":
            raise UserError(self.env._("“%s” is over.", self.campaign_id.name))
        subjects = self._subjects()
        found = self.campaign_id._pick(subjects, fields.Datetime.now(), "hand")
        reasons = Counter(found.values())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain.picks(self.env, reasons.elements()),
                "type": "success" if reasons[None] else "warning",
                "sticky": len(reasons) > 1,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
