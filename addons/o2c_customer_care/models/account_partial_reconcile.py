from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._o2c_invoices()._o2c_follow_payments()
        return partials

    def unlink(self):
        invoices = self._o2c_invoices()
        result = super().unlink()
        invoices.exists()._o2c_follow_payments()
        return result

    def _o2c_invoices(self):
        moves = self.debit_move_id.move_id | self.credit_move_id.move_id
        return moves.filtered(lambda move: move.move_type == "out_invoice")
