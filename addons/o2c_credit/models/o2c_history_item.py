from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class O2cHistoryItem(models.Model):
    """One receivable of a ledger kept elsewhere, as it was imported.

    Only the import and the settlement of an open item write it. A credit note has
    negative amounts.
    """

    _name = "o2c.history.item"
    _description = "Imported receivable"
    _order = "due_date desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "partner_id.name"]

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="restrict"
    )
    import_id = fields.Many2one(
        "o2c.history.import", "Imported with", index=True, ondelete="restrict"
    )
    last_import_id = fields.Many2one(
        "o2c.history.import", "Last changed with", index=True, ondelete="restrict"
    )
    # the values before that import, for its undo
    before = fields.Json(groups=fields.NO_ACCESS)
    source = fields.Char(
        "Ledger", required=True, help="The ledger that the item comes from."
    )
    external_id = fields.Char(
        "External ID", required=True, help="What tells it from all others there."
    )
    number = fields.Char(required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    amount_currency = fields.Monetary("Amount in currency")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    amount = fields.Monetary(required=True, currency_field="company_currency_id")
    open_amount = fields.Monetary(
        required=True,
        default=0.0,
        currency_field="company_currency_id",
        help="What is not settled of it; below zero: an open credit note.",
    )
    invoice_date = fields.Date(required=True)
    due_date = fields.Date(required=True)
    settled_date = fields.Date(help="Empty while something of it is open.")
    settled_by_id = fields.Many2one("res.users", "Settled by hand by", readonly=True)
    disputed = fields.Boolean(help="The customer contests it.")
    dunning_step = fields.Integer(help="The highest step that it has reached.")
    counts = fields.Boolean(
        "Counts in the exposure",
        default=True,
        help="Off: the open amount is booked in Odoo as well and counts there.",
    )

    days_overdue = fields.Integer(
        compute="_compute_days_overdue", search="_search_days_overdue"
    )

    _once = models.Constraint(
        "UNIQUE (company_id, source, external_id)",
        "This item of the ledger is imported already.",
    )
    _open_within = models.Constraint(
        "CHECK (open_amount = 0 OR (sign(open_amount) = sign(amount)"
        " AND abs(open_amount) <= abs(amount)))",
        "What is open of an item is between nothing and its amount.",
    )
    _settled_is_closed = models.Constraint(
        "CHECK (settled_date IS NULL OR open_amount = 0)",
        "What is settled is not open.",
    )
    _customer_index = models.Index("(partner_id, company_id, invoice_date)")
    _open_index = models.Index("(partner_id, company_id) WHERE open_amount <> 0")

    @api.constrains("company_id")
    def _check_company(self):
        if any(item.company_id != item.company_id.root_id for item in self):
            raise ValidationError(
                self.env._("Branches share the history of their company.")
            )

    @api.depends("due_date", "open_amount")
    def _compute_days_overdue(self):
        today = fields.Date.context_today(self)
        for item in self:
            late = item.open_amount > 0 and item.due_date
            item.days_overdue = max((today - item.due_date).days, 0) if late else 0

    @api.model
    def _search_days_overdue(self, operator, value):
        if operator not in (">", ">=") or value < 0:
            return NotImplemented
        days = value if operator == ">" else value - 1
        limit = fields.Date.subtract(fields.Date.context_today(self), days=days)
        return Domain("open_amount", ">", 0) & Domain("due_date", "<", limit)

    def _settle(self, day):
        """Close open items by hand; orders that wait are looked at again."""
        self.write(
            {"settled_date": day, "open_amount": 0.0, "settled_by_id": self.env.uid}
        )
        self.env["o2c.credit.account"]._enqueue(self.partner_id)
