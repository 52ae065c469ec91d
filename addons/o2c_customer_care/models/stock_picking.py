from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "o2c.ticket.mixin"]
    _o2c_ticket_field = "picking_id"

    def _o2c_ticket_customers(self):
        # the address of a delivery may be somebody else's
        orders = self.sale_id
        return orders._o2c_ticket_customers() | super()._o2c_ticket_customers()
