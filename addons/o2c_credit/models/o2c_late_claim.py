from datetime import date

from odoo import api, fields, models

from .. import explain
from .interest_sheet import restored

STATES = [
    ("open", "Open"),
    ("posted", "Posted"),
    ("waived", "Waived"),
    ("reversed", "Reversed"),
]


class O2cLateClaim(models.Model):
    """Late interest and recovery compensation of one item: open, posted or waived.

    An item has one open claim at most, a proposal that follows the ledger. What was
    posted or waived is never claimed again, unless it is reversed. Nobody has the right
    to write a claim; the methods here do, after they asked who may.
    """

    _name = "o2c.late.claim"
    _description = "Claim of late interest"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["line_id.move_name", "partner_id.name"]

    line_id = fields.Many2one(
        "account.move.line",
        "Item",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    move_id = fields.Many2one(
        related="line_id.move_id", string="Invoice", store=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id",
        string="Customer",
        store=True,
        index=True,
        precompute=True,
    )
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="line_id.currency_id", store=True, precompute=True
    )
    due_date = fields.Date(related="line_id.date_maturity", store=True, precompute=True)
    principal_open = fields.Monetary(
        "Principal open", related="line_id.amount_residual_currency"
    )
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, index=True, tracking=True
    )
    as_of = fields.Date("Interest until", required=True, readonly=True)
    days = fields.Integer("Days charged", compute="_compute_sheet")
    missing_days = fields.Integer("Days without rate", compute="_compute_sheet")
    warning = fields.Text(compute="_compute_sheet")
    interest = fields.Monetary(readonly=True)
    compensation = fields.Monetary("Recovery compensation", readonly=True)
    total = fields.Monetary(compute="_compute_total", store=True)
    sheet = fields.Json(readonly=True)
    sheet_html = fields.Html(compute="_compute_sheet_html", sanitize=False)
    entry_id = fields.Many2one(
        "account.move", "Debit entry", readonly=True, copy=False, check_company=True
    )
    entry_line_ids = fields.One2many(
        "account.move.line", "o2c_late_claim_id", "Debit items"
    )
    residual = fields.Monetary(
        "Still to be paid", compute="_compute_residual", help="Of what was posted."
    )
    reversal_id = fields.Many2one(
        "account.move", "Reversal entry", readonly=True, copy=False, check_company=True
    )
    reason = fields.Text(readonly=True, tracking=True)
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, help="Who posted, waived or reversed."
    )
    decided_on = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex(
        "(line_id) WHERE state = 'open'", "This item has an open claim already."
    )
    _amounts_sound = models.Constraint(
        "CHECK (interest >= 0 AND compensation >= 0)",
        "An amount cannot be less than zero.",
    )
    _posted_entry = models.Constraint(
        "CHECK (state <> 'posted' OR entry_id IS NOT NULL)",
        "A posted claim has its entry.",
    )

    @api.depends("move_id", "as_of")
    def _compute_display_name(self):
        for claim in self:
            claim.display_name = explain.interest.claim_name(claim)

    @api.depends("interest", "compensation")
    def _compute_total(self):
        for claim in self:
            claim.total = claim.interest + claim.compensation

    @api.depends("sheet")
    @api.depends_context("lang")
    def _compute_sheet(self):
        for claim in self:
            sheet = restored(claim.sheet or {})
            claim.days = sum(part["days"] for part in sheet.get("segments", ()))
            claim.missing_days = sum(part["days"] for part in sheet.get("gaps", ()))
            lines = explain.interest.kept_reasons(self.env, sheet)
            claim.warning = "\n".join(lines) or False

    @api.depends("sheet")
    @api.depends_context("lang")
    def _compute_sheet_html(self):
        view = self.env["ir.qweb"]
        for claim in self:
            values = {"page": claim._sheet_page()}
            claim.sheet_html = view._render("o2c_credit.interest_sheet_tables", values)

    @api.depends("entry_line_ids.amount_residual_currency", "state")
    def _compute_residual(self):
        for claim in self:
            # what of the claim is open, whoever may read the ledger
            lines = claim.sudo().entry_line_ids
            posted = claim.state == "posted"
            open_ = sum(lines.mapped("amount_residual_currency")) if posted else 0.0
            claim.residual = open_

    def action_print_sheet(self):
        """Print the calculation sheets of these claims."""
        return self.env.ref("o2c_credit.report_interest_sheet").report_action(self)

    def action_open_entry(self):
        """Open the entry that was posted for the claim."""
        self.ensure_one()
        return self.entry_id.get_formview_action()

    def action_open_invoice(self):
        """Open the invoice that the claim is about."""
        self.ensure_one()
        return self.move_id.get_formview_action()

    def _sheet_page(self):
        """What the calculation sheet shows, see ``interest_sheet_tables``."""
        self.ensure_one()
        return explain.interest.page(self.line_id, restored(self.sheet or {}), self)

    def _sheet_pages(self, line_ids=None, as_of=None, lang=None):
        """The pages of the printed sheets: of these claims, or of lines on a day.

        :param line_ids: ids of receivable lines; what was never late has no page
        :param as_of: an ISO date
        :param lang: a code; None: each customer's own language
        """
        found = [(claim.line_id, claim.sheet, claim) for claim in self]
        if line_ids:
            lines = self.env["account.move.line"].browse(line_ids)
            sheets = lines._o2c_interest_dicts(date.fromisoformat(as_of))
            found = [
                (line, sheet, self.browse())
                for line, sheet in sheets.items()
                if sheet["segments"] or sheet["gaps"]
            ]
        return [self._printed_page(lang, *parts) for parts in found]

    @api.model
    def _printed_page(self, lang, line, sheet, claim):
        spoken = lang or line.partner_id.lang
        values = explain.interest.page(
            line.with_context(lang=spoken), restored(sheet or {}), claim
        )
        return {"lang": spoken, **values}
