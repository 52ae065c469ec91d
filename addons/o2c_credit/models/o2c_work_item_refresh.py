"""The work list of all customers: one query, one decision each, bulk write."""

import json
from decimal import Decimal

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every

from ..domain import work_list, work_value
from ..domain.work_list import Action, Customer
from .each_alone import companies_alone
from .open_item_facts import OPEN_ITEMS_FLUSHED
from .work_facts import CALLED, KEPT, missing_query, work_facts_query

CHUNK = 5000
TRIES = 5
# columns and their types, in the order of ``_row``
COLUMNS = {
    "account_id": "int",
    "partner_id": "int",
    "company_id": "int",
    "user_id": "int",
    "collector_id": "int",
    "state": "text",
    "action": "text",
    "reason": "jsonb",
    "wait_until": "date",
    "points": "int",
    "contributions": "jsonb",
    "expected_value": "numeric",
    "value_parts": "jsonb",
    "overdue": "numeric",
    "open_amount": "numeric",
    "held": "numeric",
    "promised": "numeric",
    "unmatched": "numeric",
    "item_count": "int",
    "days": "int",
    "level": "int",
    "last_contact": "date",
    "phone_since": "date",
    "risk_class": "text",
}
KEY = ("account_id", "partner_id", "company_id")
# rows that say the same as before are not written: collectors claim them meanwhile
UPSERT = """
INSERT INTO o2c_work_item AS w (%(columns)s, refreshed_at, create_uid, create_date,
                                write_uid, write_date)
SELECT %(columns)s, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
  FROM unnest(%(arrays)s) AS v(%(columns)s)
 ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE
   SET %(setters)s, refreshed_at = %(now)s, write_date = %(now)s
 WHERE (%(old)s) IS DISTINCT FROM (%(new)s)
"""
# a promise broken after it was put aside brings the customer back
WAKE = """
UPDATE o2c_work_item w SET snoozed_until = NULL, snooze_note = NULL
  FROM o2c_credit_event e
 WHERE e.account_id = w.account_id AND e.kind = 'broken_promise'
   AND w.snoozed_until IS NOT NULL AND e.date >= w.snoozed_on AND %s
"""
READ = (
    "o2c.contact",
    "o2c.credit.account",
    "o2c.credit.event",
    "o2c.dunning.notice",
    "o2c.history.item",
    "o2c.promise",
    "o2c.promise.line",
    "o2c.work.item",
    "res.partner",
)
AMOUNTS = ("overdue", "open", "held", "promised", "credits")
CUSTOMER = (
    "items days mean_days level last_contact phone_since broken broken_on"
    " promise_date insolvent risk_class probability paid usual_days spread channel"
    " has_phone has_email quiet_from quiet_to"
).split()


class O2cWorkItem(models.Model):
    _name = "o2c.work.item"
    _inherit = "o2c.work.item"

    @api.model
    def _cron_refresh(self):
        """Read all companies anew. May run twice, at once or be killed.

        Each piece is committed on its own and may be written again by the next run.
        """
        companies_alone(self.env, self._assign_and_refresh, "work list")

    @api.model
    def _assign_and_refresh(self, company):
        self.env["o2c.assignment.rule"]._assign(company)
        self._refresh_company(company, keep=self._write_committed)

    @api.model
    def _refresh_company(self, company, keep=None):
        """Read the work list of a root company anew; returns the number of rows."""
        self._flush_work()
        self._make_missing(company)
        rows = self._decided_rows(company)
        for chunk in split_every(CHUNK, rows, list):
            (keep or self._write_rows)(chunk)
        self.invalidate_model(flush=False)
        return len(rows)

    @api.model
    def _refresh(self, accounts):
        """Read these customers anew, now; returns their entries (sudo)."""
        self._flush_work()
        for company, known in accounts.grouped("company_id").items():
            self._write_rows(self._decided_rows(company, known))
        self.invalidate_model(flush=False)
        # the list is kept by code
        return self.sudo().search([("account_id", "in", accounts.ids)])

    @api.model
    def _flush_work(self):
        for model, names in OPEN_ITEMS_FLUSHED.items():
            self.env[model].flush_model(names)
        for model in READ:
            self.env[model].flush_model()

    @api.model
    def _make_missing(self, company):
        """Credit accounts for customers who owe and have none."""
        found = self.env.execute_query(missing_query(company))
        partners = self.env["res.partner"].browse([row[0] for row in found])
        # whoever refreshes: these are the accounts that the list stands on
        accounts = self.env["o2c.credit.account"].sudo()
        for part in split_every(500, partners.ids, partners.browse):
            accounts.with_context(mail_create_nolog=True).create(
                [
                    {
                        "partner_id": partner.id,
                        "company_id": company.id,
                        **accounts._prepare_limit_vals(partner, company),
                    }
                    for partner in part
                ]
            )
        accounts.flush_model()

    # ------------------------------------------------------------- decide
    @api.model
    def _decided_rows(self, company, accounts=None):
        """The rows of ``COLUMNS`` of a root company, or of these accounts of it."""
        today = company._o2c_credit_today()
        desk = self._desk(company, today)
        query = work_facts_query(
            company,
            today,
            company.sudo().partner_id.tz or "UTC",  # where the company is
            accounts=accounts,
            with_tags=any(rule.tags for rule in desk["rules"]),
        )
        facts = self.env.execute_query_dict(query)
        return [self._row(company, row, today, desk) for row in facts]

    @api.model
    def _desk(self, company, today):
        """What is the same for all customers of a company."""
        setup = company.sudo()  # its settings, whoever works there
        return {
            "rules": self.env["o2c.work.rule"]._rules(company),
            "worker": self.env["o2c.collector"]._workers(company, today),
            "rest": setup.o2c_work_rest_days,
            "ahead": setup.o2c_work_horizon,
            "cost": Decimal(str(setup.o2c_work_call_cost)),
            "effect": self._call_effect(setup, today),
        }

    @api.model
    def _call_effect(self, company, today):
        """The share of calls that bring money, measured over a year."""
        branches = self.env["res.company"].sudo()  # numbers of all of them
        ids = branches.search([("id", "child_of", company.id)]).ids
        ((calls, brought),) = self.env.execute_query(SQL(CALLED, ids, today))
        ((matured, kept),) = self.env.execute_query(SQL(KEPT, ids, today))
        estimate = company.o2c_work_call_effect / 100
        return work_value.call_effect(estimate, calls, brought, matured, kept)

    @api.model
    def _row(self, company, row, today, desk):
        customer = customer_of(row)
        advice = work_list.advise(customer, today, desk["rest"])
        value = work_value.call_value(
            customer, desk["ahead"], desk["effect"], desk["cost"]
        )
        found = ()
        if advice.is_work:
            found = work_list.points(desk["rules"], customer, today, value.total)
        collector = row["collector_id"]
        return (
            row["account_id"],
            row["partner_id"],
            company.id,
            desk["worker"].get(collector, collector),
            collector,
            STATES.get(advice.action, "open"),
            advice.action.value,
            json.dumps(kept_reason(advice.reason)),
            advice.until,
            sum(points for _rule, _number, points in found),
            json.dumps(found),
            value.total,
            json.dumps(kept_value(value, desk["ahead"])),
            customer.overdue,
            customer.open,
            customer.held,
            customer.promised,
            customer.credits,
            customer.items,
            customer.days,
            customer.level,
            customer.last_contact,
            customer.phone_since,
            customer.risk_class,
        )

    # ------------------------------------------------------------- apply
    @api.model
    def _write_rows(self, rows):
        if not rows:
            return
        names = [SQL.identifier(name) for name in COLUMNS]
        arrays = [
            SQL("%s::%s[]", list(column), SQL(kind))
            for column, kind in zip(
                zip(*rows, strict=True), COLUMNS.values(), strict=True
            )
        ]
        changing = [name for name in COLUMNS if name not in KEY]
        self.env.cr.execute(
            SQL(
                UPSERT,
                columns=SQL(", ").join(names),
                arrays=SQL(", ").join(arrays),
                now=fields.Datetime.now(),
                uid=self.env.uid,
                setters=SQL(", ").join(
                    SQL("%s = EXCLUDED.%s", SQL.identifier(n), SQL.identifier(n))
                    for n in changing
                ),
                old=SQL(", ").join(SQL.identifier("w", n) for n in changing),
                new=SQL(", ").join(SQL.identifier("excluded", n) for n in changing),
            )
        )
        ids = [row[0] for row in rows]
        self.env.cr.execute(SQL(WAKE, SQL("w.account_id = ANY(%s)", ids)))

    @api.model
    def _write_committed(self, rows):
        """As :meth:`_write_rows` in a transaction of its own.

        A collector who claims one of the customers at the same moment writes its row:
        then the piece is written again, on a fresh snapshot.
        """
        for number in range(1, TRIES + 1):
            self.env["ir.cron"]._commit_progress()
            try:
                self._write_rows(rows)
                self.env["ir.cron"]._commit_progress(len(rows))
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                if number == TRIES:
                    raise


STATES = {Action.WAIT: "waiting", Action.NONE: "done"}


def customer_of(row):
    """The Customer of a row of ``work_facts_query``."""
    amounts = {name: Decimal(row[name]) for name in AMOUNTS if row[name]}
    known = {name: row[name] for name in CUSTOMER}
    return Customer(**amounts, **known, tags=frozenset(row["tags"] or ()))


def kept_reason(reason):
    """A reason as JSON values: amounts and days as text."""
    params = {
        name: value if isinstance(value, int) else str(value)
        for name, value in reason.params.items()
        if value is not None
    }
    return {"code": reason.code.value, "params": params}


def kept_value(value, ahead):
    return {
        "amount": str(value.amount),
        "stays": round(value.stays, 4),
        "effect": round(value.effect, 4),
        "cost": str(value.cost),
        "ahead": ahead,
    }
