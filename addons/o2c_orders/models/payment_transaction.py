from odoo import models

from ..domain.hold import Phase


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Only what was really confirmed; who paid a held order is told of that."""
        orders = super()._check_amount_and_confirm_order()
        return orders.filtered(lambda order: order.state == "sale")

    def _invoice_sale_orders(self):
        """Leave orders whose invoicing is held; their payment still counts."""
        orders = self.sale_order_ids
        free, _stopped = orders._o2c_split_held(Phase.INVOICING)
        held = orders - free
        payable = self.filtered(lambda tx: not tx.sale_order_ids & held)
        return super(PaymentTransaction, payable)._invoice_sale_orders()
