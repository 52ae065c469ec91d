from odoo import fields, models


class O2cCreditDeposit(models.Model):
    """Money that met the condition of a release: which, how much, for which hold.

    Written once by the code that releases, so that no payment meets two conditions.
    """

    _name = "o2c.credit.deposit"
    _description = "Deposit that met a condition"
    _order = "id"

    hold_id = fields.Many2one("o2c.hold", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="hold_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_id = fields.Many2one(
        "account.move.line", "Payment", index="btree_not_null", ondelete="set null"
    )
    transaction_id = fields.Many2one(
        "payment.transaction",
        "Online payment",
        index="btree_not_null",
        ondelete="set null",
    )
    amount = fields.Monetary(required=True)

    _one_source = models.Constraint(
        "CHECK (num_nonnulls(line_id, transaction_id) <= 1)",
        "A deposit is one payment.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A deposit must be more than zero."
    )
