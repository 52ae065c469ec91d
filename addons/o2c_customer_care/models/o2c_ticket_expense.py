from odoo import api, fields, models
from odoo.exceptions import AccessError

KINDS = [
    ("work", "Work"),
    ("freight", "Freight"),
    ("goods", "Goods"),
    ("other", "Other"),
]


class O2cTicketExpense(models.Model):
    """What a ticket costs besides what its documents say: minutes and outlays.

    Minutes are valued once, at the cost of a minute on the day they are entered.
    """

    _name = "o2c.ticket.expense"
    _description = "Work and outlays of a ticket"
    _order = "date desc, id desc"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="work")
    name = fields.Char("What for", required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        check_company=True,
    )
    minutes = fields.Integer()
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )

    _minutes_sign = models.Constraint(
        "CHECK (minutes >= 0)", "Work cannot last less than no time."
    )
    _amount_sign = models.Constraint(
        "CHECK (amount >= 0)", "An outlay cannot be less than zero."
    )

    @api.depends("minutes", "kind")
    def _compute_amount(self):
        for expense in self:
            if expense.kind == "work":
                # whoever enters minutes; what one costs is the company's own figure
                rate = expense.company_id.sudo().o2c_cost_minute
                expense.amount = expense.minutes * rate
            else:
                expense.amount = expense.amount or 0.0

    @api.model_create_multi
    def create(self, vals_list):
        expenses = super().create(vals_list)
        expenses._check_ticket()
        return expenses

    def write(self, vals):
        self._check_ticket()
        result = super().write(vals)
        self._check_ticket()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_ticket_mine(self):
        self._check_ticket()

    def _check_ticket(self):
        """Who may work on a ticket enters what it costs."""
        if not self.env.su and not self.ticket_id.has_access("write"):
            raise AccessError(
                self.env._("Only who works on a ticket enters what it costs.")
            )
