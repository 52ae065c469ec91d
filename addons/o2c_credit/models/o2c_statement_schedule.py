"""Statements that go out by themselves: who gets one for which period."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..domain.statement_period import Every, last_period
from .ledger_items import ITEMS_FLUSHED, ledger_items_sql

PERIODS = [
    (Every.WEEKLY.value, "Weekly"),
    (Every.MONTHLY.value, "Monthly"),
    (Every.QUARTERLY.value, "Quarterly"),
]
# of the customers who want one so often: those who owe, or are owed, something
WANTED = """
SELECT DISTINCT item.customer_id FROM (%(items)s) AS item
  LEFT JOIN o2c_credit_account a ON a.partner_id = item.customer_id
        AND a.company_id = %(company)s
 WHERE item.customer_id IS NOT NULL AND item.residual <> 0
   AND COALESCE(a.statement_every, %(usual)s) = %(every)s
"""
# the unique index decides, not a look before
QUEUE = """
INSERT INTO o2c_statement (account_id, partner_id, company_id, as_of, date_from, period,
                           state, create_uid, create_date, write_uid, write_date)
SELECT a.id, a.partner_id, a.company_id, %(as_of)s, %(date_from)s, %(period)s,
       'queued', %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
  FROM o2c_credit_account a WHERE a.id = ANY(%(accounts)s)
    ON CONFLICT (account_id, period) WHERE period IS NOT NULL DO NOTHING
"""


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_statement_every = fields.Selection(
        [(Every.NEVER.value, "Never by themselves"), *PERIODS],
        "Send statements of account",
        required=True,
        default=Every.NEVER.value,
        help="After each period, to every customer with something open who did not"
        " choose otherwise.",
    )
    o2c_statement_start = fields.Date(
        "Statements from",
        help="Periods that ended before this day get no statement any more.",
    )

    def write(self, vals):
        starts = vals.get("o2c_statement_every", Every.NEVER.value) != Every.NEVER.value
        if starts and "o2c_statement_start" not in vals:
            for company in self.filtered(lambda c: c.o2c_statement_every == "never"):
                company.o2c_statement_start = company._o2c_credit_today()
        return super().write(vals)


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_statement_every = fields.Selection(
        related="company_id.o2c_statement_every", readonly=False, required=True
    )


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    statement_every = fields.Selection(
        [(Every.NEVER.value, "Never (opted out)"), *PERIODS],
        "Statement by e-mail",
        tracking=True,
        help="Empty: as often as the company sends them.",
    )
    statement_ids = fields.One2many("o2c.statement", "account_id", "Statements")


class O2cStatement(models.Model):
    _name = "o2c.statement"
    _inherit = "o2c.statement"

    @api.model
    def _cron_statements(self):
        """Queue what is due, then send what is queued, each committed by itself.

        May run twice, on two machines, or be killed at any moment.
        """
        for company in self._companies():
            self._queue(company, company._o2c_credit_today())
        waiting = self.search([("state", "=", "queued")], order="id")
        remaining = len(waiting)
        # what was queued stays, whatever becomes of the first
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        for statement in waiting:
            statement._send_alone()
            remaining -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _companies(self):
        """Companies that have accounts; each customer may want statements."""
        companies = self.env["res.company"].search([("parent_id", "=", False)])
        return companies.filtered(
            lambda c: c.o2c_statement_every != Every.NEVER.value or self._some_want(c)
        )

    def _some_want(self, company):
        domain = [("company_id", "=", company.id), ("statement_every", "!=", False)]
        domain.append(("statement_every", "!=", Every.NEVER.value))
        return self.env["o2c.credit.account"].search_count(domain, limit=1)

    @api.model
    def _queue(self, company, today):
        """Queue the statements of ``company`` for the periods that ended."""
        for every in (Every.WEEKLY, Every.MONTHLY, Every.QUARTERLY):
            period, first, last = last_period(every, today)
            start = company.o2c_statement_start
            if start and last < start:
                continue
            accounts = self._wanting(company, every, last)
            values = {"period": period, "date_from": first, "as_of": last}
            query = SQL(QUEUE, accounts=accounts.ids, uid=self.env.uid, **values)
            self.env.cr.execute(query)
        self.invalidate_model()

    def _wanting(self, company, every, as_of):
        """The accounts, made where there are none yet, that get one."""
        for model, names in ITEMS_FLUSHED.items():
            self.env[model].flush_model(names)
        self.env["o2c.credit.account"].flush_model(["statement_every"])
        branches = company.search([("id", "child_of", company.id)])
        query = SQL(
            WANTED,
            items=ledger_items_sql(as_of, branches=branches.ids),
            company=company.id,
            usual=company.o2c_statement_every,
            every=every.value,
        )
        partners = self.env["res.partner"]
        found = [partners.browse(row[0]) for row in self.env.execute_query(query)]
        pairs = [(partner, company) for partner in found]
        accounts = self.env["o2c.credit.account"]._of(pairs).values()
        return self.env["o2c.credit.account"].union(*accounts)
