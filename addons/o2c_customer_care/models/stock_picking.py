from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "o2c.ticket.mixin"]
    _o2c_ticket_field = "picking_id"
