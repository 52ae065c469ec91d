from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "o2c.ticket.mixin"]
    _o2c_ticket_field = "order_id"
