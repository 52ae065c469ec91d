from odoo import fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_exception_ids = fields.One2many("o2c.exception", "order_id", "Exceptions")
    o2c_notification_ids = fields.One2many(
        "o2c.notification", "order_id", "Notifications"
    )
    o2c_open_exception_count = fields.Integer(
        "Open exceptions", compute="_compute_o2c_open_exception_count"
    )

    def _compute_o2c_open_exception_count(self):
        found = self.env["o2c.exception"]
        counts = {}
        if found.has_access("read"):
            domain = [("order_id", "in", self.ids), ("state", "=", "open")]
            counts = dict(found._read_group(domain, ["order_id"], ["__count"]))
        for order in self:
            order.o2c_open_exception_count = counts.get(order, 0)

    def action_o2c_exceptions(self):
        """The exceptions of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_exception"
        )
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {"search_default_open": 1}
        return action
