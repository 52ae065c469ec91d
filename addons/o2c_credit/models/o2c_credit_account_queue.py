from odoo import models


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def _waiting_domain(self):
        # what a person rejected does not wait for room
        return [*super()._waiting_domain(), ("credit_state", "!=", "rejected")]

    def _reevaluate(self):
        """Also let go on what waited for a deposit that has been received."""
        holds = self.env["o2c.hold"].sudo()  # the cause is gone, whoever noticed
        waiting = holds.search(
            [
                *holds._credit_open_domain(),
                ("credit_account_id", "in", self.ids),
                ("credit_state", "=", "condition"),
            ]
        )
        waiting._end_lapsed_conditions()
        met = waiting._release_met_conditions().order_id
        for order in met.filtered("o2c_confirm_requested_at").sorted("id"):
            order._o2c_resume_safely()
        return met | super()._reevaluate()
