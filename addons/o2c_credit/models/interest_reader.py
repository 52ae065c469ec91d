"""Rows of the queries in ``interest_facts`` become the facts of the domain."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.o2c_orders.domain.decision import Reason

from ..domain import interest as rules
from ..domain.interest import Debtor, LateItem, Why
from ..domain.working_day import last_working_day_before_month
from .interest_facts import disputes_query, exchange_query, facts_query

INVOICES = ("out_invoice", "out_receipt")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class InterestReader:
    """Reads the late items of one call; every query runs once, however many items.

    :param env: any environment; the law is read whoever computes
    """

    def __init__(self, env):
        # law, currencies and companies count, whoever may read them
        self.env = env["o2c.late.law"].sudo().env
        self._currencies = {}
        self._terms = {}
        self._law_of = {}
        self._laws = self.env["o2c.late.law"]._by_country()
        self._rates = {}

    def items(self, line_ids):
        """The items of all invoices to which these lines belong.

        :return: {move id: [(LateItem, law or None), …]} in the order of due dates
        """
        rows = self.env.execute_query_dict(facts_query(line_ids))
        self._read_rates(rows)
        by_move = defaultdict(list)
        for row in rows:
            by_move[row["move_id"]].append(row)
        disputes = self._read_disputes(rows, by_move)
        return {
            move: [self._item(row, disputes[row["id"]]) for row in found]
            for move, found in by_move.items()
        }

    # ------------------------------------------------------------- one item
    def _item(self, row, disputes):
        reasons = self._objections(row)
        law = self._law(row)
        fixed, notes = (None, ()) if reasons else self._fixed(row, law)
        item = LateItem(
            key=row["id"],
            due_date=row["due"],
            principal=_owed(row),
            payments=_payments(row),
            disputes=tuple(disputes),
            rates=() if reasons else self._rates_of(row, law),
            fixed=fixed,
            notes=notes,
            reasons=reasons,
            claimed_interest=Decimal(row["claimed_interest"] or 0),
            claimed_compensation=Decimal(row["claimed_compensation"] or 0),
            day_base=law.day_base if law else 365,
            quantum=self._currency(row["currency_id"])._o2c_quantum(),
        )
        return item, law

    def _objections(self, row):
        if row["move_type"] not in INVOICES:
            return (Reason(Why.NO_INVOICE),)
        if row["debtor"] == Debtor.CONSUMER:
            return (Reason(Why.CONSUMER),)
        if row["basis"] == "none":
            return (Reason(Why.AGREED_NONE),)
        if not self._law(row) and row["basis"] == "law":
            return (Reason(Why.NO_LAW),)
        return ()

    def _law(self, row):
        key = (row["law_id"], row["country_id"], row["due"])
        if key not in self._law_of:
            self._law_of[key] = self._find_law(*key)
        return self._law_of[key]

    def _find_law(self, law_id, country_id, due):
        none = self.env["o2c.late.law"]
        if law_id:
            return none.browse(law_id)
        country = self.env["res.country"].browse(country_id)
        return self._laws.get(country, none)._at(due)

    def _rates_of(self, row, law):
        if row["basis"] == "contract":
            percent = Decimal(row["agreed"] or 0)
            return (rules.Rate(date.min, None, percent),)
        return self._terms_of(law, row["debtor"])[0]

    def _terms_of(self, law, debtor):
        key = (law.id, debtor)
        if key not in self._terms:
            self._terms[key] = (law._rates(Debtor(debtor)), law._tiers())
        return self._terms[key]

    # ------------------------------------------------------------- the fixed sum
    def _fixed(self, row, law):
        if not law or not law.tier_ids:
            return None, ()
        value = self._value(row, law)
        known = self._exchange(row, law, law.sum_currency_id)
        if value is None or known is None:
            missing = {
                "currency": law.sum_currency_id.name,
                "day": _exchange_day(row, law),
            }
            return None, (Reason(Why.NO_EXCHANGE_RATE, missing),)
        base = rules.fixed_sum(self._terms_of(law, row["debtor"])[1], value)
        if base is None:
            return None, ()
        currency = self._currency(row["currency_id"])
        same = currency == law.sum_currency_id
        day = None if same else _exchange_day(row, law)
        name, quantum = law.sum_currency_id.name, currency._o2c_quantum()
        return rules.converted(base, name, known, day, quantum), ()

    def _value(self, row, law):
        """The principal in the currency of the thresholds, None: no rate is known."""
        company = self.env["res.company"].browse(row["root_id"])
        if row["currency_id"] == law.tier_currency_id.id:
            return _owed(row)
        if company.currency_id == law.tier_currency_id:
            share = Decimal(row["balance"]) / Decimal(row["amount"])
            return _owed(row) * share
        rate = self._exchange(row, law, law.tier_currency_id)
        return None if rate is None else _owed(row) / rate

    def _exchange(self, row, law, currency):
        """Units of the document's currency for one of ``currency``; None: unknown."""
        if row["currency_id"] == currency.id:
            return Decimal(1)
        document = self._rate(row["currency_id"], row, law)
        other = self._rate(currency.id, row, law)
        return document / other if document and other else None

    def _rate(self, currency, row, law):
        company = self.env["res.company"].browse(row["root_id"])
        if company.currency_id.id == currency:
            return Decimal(1)
        day = _exchange_day(row, law)
        rate, since = self._rates.get((currency, row["root_id"], day), (None, day))
        # a law that names a day wants its rate, not one of last year
        stale = law.exchange_day == "month_before" and day - since >= WEEK
        return None if stale else rate

    def _read_rates(self, rows):
        keys = set()
        for row in rows:
            law = self._law(row)
            if not law:
                continue
            day = _exchange_day(row, law)
            wanted = {law.sum_currency_id.id, law.tier_currency_id.id}
            if wanted == {row["currency_id"]}:
                continue
            wanted.add(row["currency_id"])
            keys |= {(currency, row["root_id"], day) for currency in wanted}
        found = self.env.execute_query_dict(exchange_query(keys)) if keys else ()
        for row in found:
            key = (row["currency_id"], row["root_id"], row["day"])
            if row["rate"]:
                self._rates[key] = Decimal(row["rate"]), row["since"]

    # ------------------------------------------------------------- disputes
    def _read_disputes(self, rows, by_move):
        """{line id: [Dispute, …]}; one about an invoice is laid on its instalments."""
        result = defaultdict(list)
        found = self.env.execute_query_dict(disputes_query(rows)) if rows else ()
        for stop in found:
            lines = by_move[stop["move_id"]]
            if stop["line_id"]:
                lines = [row for row in lines if row["id"] == stop["line_id"]]
            for row, amount in zip(lines, _contested(stop, lines), strict=True):
                if amount is None or amount > 0:
                    span = (stop["date_from"], stop["date_to"])
                    result[row["id"]].append(rules.Dispute(*span, amount))
        return result

    def _currency(self, currency_id):
        if currency_id not in self._currencies:
            currency = self.env["res.currency"].browse(currency_id)
            self._currencies[currency_id] = currency
        return self._currencies[currency_id]


def _owed(row):
    return Decimal(row["amount"]) - Decimal(row["credited"] or 0)


def _payments(row):
    return tuple(
        (date.fromisoformat(day), Decimal(amount))
        for day, amount in row["payments"] or ()
    )


def _contested(stop, rows):
    """How much of each row is contested, in its currency; None: all of it."""
    if stop["amount"] is None:
        return [None] * len(rows)
    # holds are in company currency, the item is in that of its document
    factors = [_factor(row) for row in rows]
    opens = [
        rules.open_on(
            LateItem(row["id"], row["due"], _owed(row), _payments(row)),
            stop["date_from"],
        )
        / factor
        for row, factor in zip(rows, factors, strict=True)
    ]
    parts = rules.spread(Decimal(stop["amount"]), opens)
    return [part * factor for part, factor in zip(parts, factors, strict=True)]


def _factor(row):
    """Document currency for one unit of company currency, as the item was booked."""
    balance = Decimal(row["balance"])
    return Decimal(row["amount"]) / balance if balance else Decimal(1)


def _exchange_day(row, law):
    if law.exchange_day == "month_before":
        return last_working_day_before_month(row["due"], law.country_id.code)
    return row["due"] + DAY
