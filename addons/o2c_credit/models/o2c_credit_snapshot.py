"""The snapshots of the months, and the job that takes them."""

from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from . import snapshot_facts as source
from .each_alone import companies_alone
from .o2c_score import RISK_CLASSES

# months that the job looks at, and how many are taken in one transaction
MONTHS = 24
PIECE = 6


class O2cCreditSnapshot(models.Model):
    """What one customer owed at the end of a month, bought and paid in it.

    Taken from the ledger as of that day by :meth:`_take`, for any month of the past and
    again whenever the ledger of the past has changed; nobody enters one. A customer
    without any figure in a month has none. Salesperson, collector, country and sector
    are those of the day on which the month was first taken.
    """

    _name = "o2c.credit.snapshot"
    _description = "Customer at the end of a month"
    _order = "month desc, receivable desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="cascade"
    )
    account_id = fields.Many2one(
        "o2c.credit.account", "Credit account", ondelete="set null"
    )
    month = fields.Date(required=True, help="Its first day.")
    date = fields.Date("At the end of", required=True)
    risk_class = fields.Selection(
        RISK_CLASSES, "Class", help="Of the last score by the end of the month."
    )
    user_id = fields.Many2one("res.users", "Salesperson")
    collector_id = fields.Many2one("res.users")
    country_id = fields.Many2one("res.country")
    industry_id = fields.Many2one("res.partner.industry", "Sector")

    receivable = fields.Monetary(
        help="The balance of the receivable accounts and what is open of the imported"
        " history: unmatched credits are taken off."
    )
    open_amount = fields.Monetary("Open items")
    credits = fields.Monetary("Unmatched credits")
    overdue = fields.Monetary(
        help="Past due, less unmatched credits, which count against it first."
    )
    not_due = fields.Monetary()
    bucket_30 = fields.Monetary("1 to 30 days past due")
    bucket_60 = fields.Monetary("31 to 60")
    bucket_90 = fields.Monetary("61 to 90")
    bucket_older = fields.Monetary("Over 90 days past due")
    disputed = fields.Monetary()
    sales = fields.Monetary(
        "Sold on credit", help="Invoices less credit notes of the month, with tax."
    )
    paid = fields.Monetary("Paid in the month", help="Money for invoices.")
    paid_in_time = fields.Monetary("Paid in time")
    days_to_pay = fields.Float(
        "Amount by days to pay", help="Divided by what was paid: days to pay."
    )
    days_beyond = fields.Float(
        "Amount by days beyond terms",
        help="Divided by what was paid: days beyond terms.",
    )
    invoice_count = fields.Integer("Invoices")
    paid_count = fields.Integer("Payments")
    paid_in_time_count = fields.Integer("Payments in time")
    count_days_beyond = fields.Integer("Days beyond terms, summed")
    promised = fields.Monetary("Promised for the month")
    promise_kept = fields.Monetary("Kept of it")
    promise_count = fields.Integer("Promises")
    promise_kept_count = fields.Integer("Promises kept")

    _once = models.Constraint(
        "UNIQUE (company_id, partner_id, month)",
        "This customer has a snapshot of this month already.",
    )
    _month_index = models.Index("(company_id, month)")
    _account_index = models.Index("(account_id, month)")

    # ------------------------------------------------------------- taking
    @api.model
    def _cron_take(self):
        """Take the closed months of all companies. May run twice or be killed."""
        companies_alone(self.env, lambda c: self._take(c, keep=True), "snapshots")

    @api.model
    def _take(self, company, months=MONTHS, until=None, keep=False):
        """Make the snapshots of a root company's past months agree with its ledger.

        What agrees already is not written: it can be repeated at any time, and goes on
        where it was killed.

        :param months: how many, the last closed one included
        :param until: first day of the month after the last, default: this month
        :param keep: commit every few months
        :return: how many snapshots were written or removed
        """
        until = until or company._o2c_credit_today().replace(day=1)
        changed = 0
        for start, end in pieces(until, months):
            changed += self._take_piece(company, start, end)
            self.env["o2c.credit.month"]._total(company, start, end)
            if keep:
                self.env["ir.cron"]._commit_progress()
        self.env["o2c.credit.month"]._rate(company)
        return changed

    def _take_piece(self, company, start, until):
        # the parents of what is read, and what may wait to be written
        for model, names in source.SNAPSHOT_FLUSHED.items():
            self.env[model].flush_model(names)
        zone = company.sudo().partner_id.tz or "UTC"  # whoever takes it
        changed = source.write(self.env.cr, company.id, start, until, zone)
        self.invalidate_model(flush=False)
        return changed

    # ------------------------------------------------------------- ways on
    def action_open_items(self):
        """Open the receivable lines that were open at the end of the month."""
        self.ensure_one()
        self.check_access("read")
        lines = self._open_lines()
        view = self.env.ref("o2c_credit.account_move_line_view_list")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(customer)s, open on %(day)s",
                customer=self.partner_id.display_name,
                day=self.date,
            ),
            "res_model": "account.move.line",
            "views": [(view.id, "list"), (False, "form")],
            "domain": [("id", "in", lines)],
            "context": {"create": False},
        }

    def _open_lines(self):
        """Ids of the lines of Odoo's ledger that were open on that day."""
        self.env["account.move.line"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        query = SQL(
            OPEN_LINES,
            day=self.date,
            company=self.company_id.id,
            customer=self.partner_id.id,
        )
        return [row[0] for row in self.env.execute_query(query)]

    def action_account(self):
        """Open the credit account of the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.credit.account",
            "res_id": self.account_id.id,
            "views": [(False, "form")],
        }


OPEN_LINES = """
SELECT l.id
  FROM account_move_line l
  JOIN res_partner p ON p.id = l.partner_id
  JOIN res_company c ON c.id = l.company_id
  JOIN account_account a ON a.id = l.account_id
  LEFT JOIN account_partial_reconcile r
    ON l.id IN (r.debit_move_id, r.credit_move_id) AND r.max_date <= %(day)s
 WHERE p.commercial_partner_id = %(customer)s AND l.parent_state = 'posted'
   AND split_part(c.parent_path, '/', 1)::int = %(company)s
   AND a.account_type = 'asset_receivable' AND l.date <= %(day)s
 GROUP BY l.id
HAVING ABS(l.balance) <> COALESCE(SUM(r.amount), 0)
"""


def pieces(until, months):
    """(first day, first day after) of pieces of the last months, the oldest first.

    >>> [(str(a), str(b)) for a, b in pieces(date(2026, 3, 1), 8)]
    [('2025-07-01', '2026-01-01'), ('2026-01-01', '2026-03-01')]
    """
    last = source.index_of(until)
    first = last - months
    for start in range(first, last, PIECE):
        yield month_of(start), month_of(min(start + PIECE, last))


def month_of(index):
    """The first day of a month by its number, see ``snapshot_facts``."""
    return date((index - 1) // 12, (index - 1) % 12 + 1, 1)
