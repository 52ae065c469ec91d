"""What the customer of a credit account owes, part by part."""

from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from .. import explain
from ..domain import exposure, limit
from ..domain.exposure import ExposureFacts, Standing
from ..domain.limit import Cover, CoverKind, Terms
from .exposure_facts import FLUSHED, exposure_query, open_items_query

STANDINGS = [
    (Standing.UNLIMITED.value, "No limit"),
    (Standing.WITHIN.value, "Within the limit"),
    (Standing.NEAR.value, "Near the limit"),
    (Standing.OVER.value, "Over the limit"),
]
PARTS_FOR = "o2c_credit.group_credit_user,account.group_account_invoice"
AMOUNTS = (
    "receivables",
    "overdue",
    "imported",
    "disputed",
    "credits",
    "orders",
    "delivered",
    "draft_invoices",
    "accepted",
)


def _part(label=None, **options):
    return fields.Monetary(
        label, compute="_compute_exposure", groups=PARTS_FOR, **options
    )


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    receivables = _part("Open receivables")
    not_due = _part()
    overdue = _part()
    imported = _part("Imported open items")
    disputed = _part(help="Contested amounts on open invoices; they do not count.")
    credits = _part("Unmatched payments and credits")
    orders = _part("Ordered, not delivered")
    delivered = _part("Delivered, not invoiced")
    draft_invoices = _part()
    insured = _part(help="What a credit insurer would bear; it does not count.")
    subsidiaries = _part(help="Exposure of the companies that the limit covers.")
    parts = fields.Json(compute="_compute_exposure", groups=PARTS_FOR)
    exposure = fields.Monetary(compute="_compute_exposure")
    effective_limited = fields.Boolean("Limited today", compute="_compute_exposure")
    effective_limit = fields.Monetary(
        "Limit today",
        compute="_compute_exposure",
        help="With the temporary limit and the guarantees in force.",
    )
    limit_makeup = fields.Json(compute="_compute_exposure")
    headroom = fields.Monetary(
        compute="_compute_exposure", help="How much more the customer may order."
    )
    used_share = fields.Float("Used (%)", compute="_compute_exposure", digits=(16, 1))
    standing = fields.Selection(
        STANDINGS, compute="_compute_exposure", search="_search_standing"
    )
    card = fields.Json(compute="_compute_exposure")
    waiting_count = fields.Integer("Waiting orders", compute="_compute_waiting_count")

    @api.depends(
        "partner_id",
        "company_id",
        "limited",
        "credit_limit",
        "temporary_limit",
        "temporary_from",
        "temporary_to",
        "covers_subsidiaries",
    )
    def _compute_exposure(self):
        facts_of = self._facts()
        for account in self:
            facts = facts_of[account]
            currency = account.currency_id or self.env.company.currency_id
            for part, amount in exposure.parts(facts).items():
                account[part.value] = float(amount)
            account.receivables = float(facts.receivables)
            account.parts = explain.exposure.parts(self.env, currency, facts)
            account.exposure = float(exposure.total(facts))
            account.effective_limited = facts.limit is not None
            account.effective_limit = float(facts.limit or 0)
            account.headroom = float(exposure.headroom(facts) or 0)
            account.used_share = float(exposure.used_share(facts) or 0)
            account.standing = exposure.standing(facts).value
            account.card = explain.exposure.card(self.env, currency, facts)
            account.limit_makeup = explain.limit.makeup(account, facts.limit)

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        accounts = self.sudo().search([("partner_id", "!=", False)])  # rules on top
        facts = accounts.filtered(lambda a: a._has_limit())._facts()
        standings = {a: exposure.standing(known).value for a, known in facts.items()}
        none = Standing.UNLIMITED.value
        found = [a.id for a in accounts if standings.get(a, none) in value]
        return Domain("id", "in", found)

    def _compute_waiting_count(self):
        holds = self.env["o2c.hold"].sudo()  # a number of orders, no more
        groups = holds._read_group(self._waiting_domain(), ["origin_id"], ["__count"])
        counts = dict(groups)
        for account in self:
            account.waiting_count = counts.get(account.id, 0)

    # ------------------------------------------------------------- facts
    def _facts(self):
        """What the check has to know: {account: ExposureFacts}, by one query.

        Another one finds the companies below, where a limit covers them.
        """
        rows, members = self._exposure_rows()
        return self._facts_from(rows, members)

    def _facts_and_overdue(self):
        """What :meth:`_facts` and :meth:`_overdue` say, by the same one query."""
        rows, members = self._exposure_rows(items=True)
        overdue = {
            a: _overdue_of(rows[_pair(a)]["today"], _items(rows[_pair(a)]))
            for a in self
            if _pair(a) in rows
        }
        return self._facts_from(rows, members), overdue

    def _exposure_rows(self, *, items=False):
        """(rows of these accounts and the companies below, see ``_members``)."""
        known = self.filtered(lambda a: a.partner_id and a.company_id)
        members = known._members()
        pairs = {_pair(account) for account in known}.union(*members.values())
        return self._read_exposure(pairs, items=items), members

    def _facts_from(self, rows, members):
        facts = {a: a._own_facts(rows[_pair(a)]) for a in self if _pair(a) in rows}
        for account, below in members.items():
            found = [rows[pair] for pair in below]
            owed = [account._facts_of(r, Terms(covers=_covers(r))) for r in found]
            facts[account] = exposure.with_subsidiaries(facts[account], owed)
        return {a: facts.get(a, ExposureFacts()) for a in self}

    def _own_facts(self, row):
        """The facts of this account without those of the companies below."""
        return self._facts_of(row, self._terms(_covers(row)))

    def _facts_of(self, row, terms):
        day = row["today"]
        amounts = {name: Decimal(row[name]) for name in AMOUNTS if row[name]}
        facts = ExposureFacts(limit=limit.effective(terms, day), **amounts)
        # a setting of the company, whoever may read it
        company = self.company_id.sudo()
        if not (terms.covers and company.o2c_credit_count_insurance):
            return facts
        places = company.currency_id.decimal_places
        open_amount = exposure.insurable(facts)
        borne = limit.insured(terms, open_amount, places, day)
        return replace(facts, insured=borne)

    def _open_amounts(self):
        """{account: (today, ((due date, open amount), …))} without what is contested.

        Of the ledger and of imported items; accounts that owe nothing are left out.
        """
        accounts = {_pair(account): account for account in self if account.partner_id}
        self._flush_exposure()
        query = open_items_query(accounts, fields.Datetime.now())
        rows = self.env.execute_query_dict(query)
        return {
            accounts[row["customer_id"], row["company_id"]]: (row["today"], _items(row))
            for row in rows
        }

    def _overdue(self):
        """{account: ((days overdue, open amount), …)} without what is contested.

        Of the ledger and of imported items; what is due today is not overdue.
        """
        found = self._open_amounts()
        return {a: _overdue_of(*found[a]) if a in found else () for a in self}

    @api.model
    def _read_exposure(self, pairs, *, items=False):
        """The parts of the exposure as text: {pair: row}, see ``exposure_query``."""
        if not pairs:
            return {}
        self._flush_exposure()
        query = exposure_query(pairs, fields.Datetime.now(), items=items)
        rows = self.env.execute_query_dict(query)
        return {(row["customer_id"], row["company_id"]): row for row in rows}

    @api.model
    def _flush_exposure(self):
        for model, names in FLUSHED.items():
            self.env[model].flush_model(names)


def _pair(account):
    return account.partner_id.id, account.company_id.id


def _covers(row):
    """The Covers of a row of the exposure."""
    return tuple(
        Cover(
            CoverKind(kind), Decimal(amount), Decimal(percent), _day(start), _day(end)
        )
        for kind, amount, percent, start, end in row["covers"] or ()
    )


def _items(row):
    """The open items of a row, credit notes matched with the oldest."""
    return exposure.matched(
        [(_day(due), Decimal(amount)) for due, amount in row["items"] or ()]
    )


def _overdue_of(today, items):
    return tuple(((today - due).days, amount) for due, amount in items if due < today)


def _day(text):
    return fields.Date.to_date(text) or None
