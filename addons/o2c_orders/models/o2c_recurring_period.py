from odoo import api, fields, models


class O2cRecurringPeriod(models.Model):
    """One billed period of a recurring service: there is only one of each."""

    _name = "o2c.recurring.period"
    _description = "Billed period"
    _order = "recurring_id, number desc"
    _check_company_auto = True

    recurring_id = fields.Many2one(
        "o2c.recurring", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        related="recurring_id.partner_id", store=True, index=True
    )
    product_id = fields.Many2one(related="recurring_id.product_id", store=True)
    currency_id = fields.Many2one("res.currency", required=True)
    number = fields.Integer(required=True, help="Counted from nought.")
    date_first = fields.Date("From", required=True)
    date_last = fields.Date("To", required=True)
    days = fields.Integer("Days billed", required=True)
    of_days = fields.Integer("Days of a full period", required=True)
    amount = fields.Monetary(required=True, help="Billed for the period.")
    given_back = fields.Monetary(help="Given back because the service was stopped.")
    move_line_id = fields.Many2one(
        "account.move.line", "Line of the bill", index="btree_not_null"
    )
    move_id = fields.Many2one(
        "account.move",
        "Bill",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    bill_state = fields.Selection(related="move_id.state", string="Bill is")
    payment_state = fields.Selection(related="move_id.payment_state")
    credit_ids = fields.Many2many(
        "account.move", "o2c_recurring_credit_rel", string="Credit notes"
    )

    _once = models.UniqueIndex(
        "(recurring_id, number)", "This period is billed already."
    )
    _span = models.Constraint(
        "CHECK (date_last >= date_first AND days > 0 AND days <= of_days)",
        "A period has at least a day and not more than all.",
    )
    _given_back_bound = models.Constraint(
        "CHECK (given_back >= 0 AND given_back <= amount)",
        "Not more can be given back than was billed.",
    )

    @api.depends("recurring_id", "date_first", "date_last")
    def _compute_display_name(self):
        for period in self:
            name = period.recurring_id.display_name
            period.display_name = f"{name}, {period.date_first} / {period.date_last}"
