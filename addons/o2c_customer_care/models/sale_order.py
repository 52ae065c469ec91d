from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "o2c.ticket.mixin"]
    _o2c_ticket_field = "order_id"

    def _o2c_ticket_customers(self):
        partners = self.partner_id | self.partner_invoice_id | self.partner_shipping_id
        return super()._o2c_ticket_customers() | partners.commercial_partner_id
