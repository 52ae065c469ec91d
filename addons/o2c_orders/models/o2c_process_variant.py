from odoo import api, fields, models

from .. import explain


class O2cProcessVariant(models.Model):
    """A way that orders took from confirmation on: what happened, in its order."""

    _name = "o2c.process.variant"
    _description = "Path of orders"
    _log_access = False  # derived from orders
    _order = "id"

    path = fields.Char(required=True, help="What happened, as codes in their order.")
    process_ids = fields.One2many("o2c.process", "variant_id", "Orders")
    order_count = fields.Integer("How many orders", compute="_compute_order_count")

    _path_once = models.Constraint("UNIQUE (path)", "This path exists already.")

    @api.depends("path")
    def _compute_display_name(self):
        for variant in self:
            variant.display_name = explain.process.path(self.env, variant.path or "")

    def _compute_order_count(self):
        groups = self.env["o2c.process"]._read_group(
            [("variant_id", "in", self.ids)], ["variant_id"], ["__count"]
        )
        counts = dict(groups)
        for variant in self:
            variant.order_count = counts.get(variant, 0)

    def action_open_orders(self):
        """Open the orders that went this way."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_process"
        )
        domain = [("variant_id", "=", self.id)]
        return {**action, "name": self.display_name, "domain": domain, "context": {}}
