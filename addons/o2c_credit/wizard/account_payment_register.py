from odoo import api, fields, models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    o2c_claims_open = fields.Monetary(
        "Late interest and costs open", compute="_compute_o2c_claims_open"
    )
    o2c_costs_first = fields.Boolean(
        "Costs and interest before the principal",
        compute="_compute_o2c_costs_first",
        store=True,
        readonly=False,
        help="The payment settles the posted late interest of these items first; what"
        " it then lacks stays open of the principal.",
    )

    @api.depends("line_ids", "currency_id")
    def _compute_o2c_claims_open(self):
        for wizard in self:
            owed = wizard.line_ids._o2c_claim_debts()
            owed = owed.filtered(
                lambda line, w=wizard: line.currency_id == w.currency_id
            )
            wizard.o2c_claims_open = sum(owed.mapped("amount_residual_currency"))

    @api.depends("line_ids")
    def _compute_o2c_costs_first(self):
        for wizard in self:
            wanted = wizard.line_ids.company_id.filtered("o2c_late_costs_first")
            wizard.o2c_costs_first = bool(wanted and wizard.o2c_claims_open)

    def _reconcile_payments(self, to_process, edit_mode=False):
        # who calls the rest a loss lets the principal be paid
        loses = self.payment_difference_handling == "reconcile"
        if self.o2c_costs_first and not loses:
            for vals in to_process:
                self._o2c_settle_claims(vals["payment"], vals["to_reconcile"])
        return super()._reconcile_payments(to_process, edit_mode=edit_mode)

    def _o2c_settle_claims(self, payment, lines):
        """Let ``payment`` settle the posted claims of ``lines`` before them."""
        owed = lines._o2c_claim_debts()
        for credit in payment.move_id.line_ids.filtered(
            lambda line: line.account_id in owed.account_id and not line.reconciled
        ):
            same = owed.filtered(
                lambda line, c=credit: (
                    line.account_id == c.account_id
                    and line.currency_id == c.currency_id
                )
            )
            credit._o2c_settle(same)
