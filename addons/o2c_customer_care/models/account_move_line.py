from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _eligible_for_stock_account(self):
        # a dispute is about money: its credit note brings no goods back into stock,
        # and an invoice that replaces another one takes none out again
        eligible = super()._eligible_for_stock_account()
        move = self.sudo().move_id  # the dispute counts, whoever posts the document
        return eligible and not (
            move.o2c_credited_dispute_ids or move.o2c_replaced_dispute_ids
        )
