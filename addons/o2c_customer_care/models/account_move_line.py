from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _eligible_for_stock_account(self):
        # a dispute is about money: its credit note brings no goods back into stock
        eligible = super()._eligible_for_stock_account()
        # the dispute counts, whoever posts the credit note
        return eligible and not self.sudo().move_id.o2c_credited_dispute_ids
