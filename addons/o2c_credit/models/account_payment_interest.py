from odoo import models
from odoo.exceptions import UserError

from .. import explain


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def action_o2c_allocate(self):
        """Propose which debts of the customer this payment settles.

        :raise UserError: nothing of it is open
        """
        self.ensure_one()
        self.check_access("read")
        open_ = self.move_id.line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
                and line.amount_residual_currency < 0
            )
        )
        if not open_:
            raise UserError(explain.interest.no_such_credit(self.env))
        return open_[:1]._o2c_allocate()
