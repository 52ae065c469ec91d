from odoo import models

from ..domain.hold import Phase


class SaleAdvancePaymentInv(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    def create_invoices(self):
        """Invoice what is free; orders whose invoicing is held are shown instead."""
        free, stopped = self.sale_order_ids._o2c_split_held(Phase.INVOICING)
        if not stopped:
            return super().create_invoices()
        held = self.sale_order_ids - free
        if free:
            self.sale_order_ids = free
            super().create_invoices()
        return held._o2c_held_action(Phase.INVOICING, stopped)
