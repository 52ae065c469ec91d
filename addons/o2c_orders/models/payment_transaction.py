from odoo import models

from ..domain.hold import Phase


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _invoice_sale_orders(self):
        """Leave orders whose invoicing is held for later: their payment still counts."""
        orders = self.sale_order_ids
        _free, stopped = orders._o2c_split_held(Phase.INVOICING)
        held = orders.browse([order.id for order in stopped])
        return super(
            PaymentTransaction, self.filtered(lambda tx: not tx.sale_order_ids & held)
        )._invoice_sale_orders()
