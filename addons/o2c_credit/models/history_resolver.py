"""Rows of a file and the records they mean: companies, customers, currencies, rates.

Everything is looked up for all rows at once.
"""

from bisect import bisect_right
from collections import namedtuple
from decimal import ROUND_HALF_UP, Decimal

from odoo.tools import SQL

from ..domain.history_columns import Column
from ..domain.history_file import Finding, Problem

# partner is None for a customer that is still to be made
Resolved = namedtuple("Resolved", "row company partner currency amount open_amount")
# names: {key: the row that names a customer to be made}
Resolution = namedtuple("Resolution", "items findings created no_rate no_company")


def resolve(env, company, settings, rows):
    """What the rows mean in this database.

    :param env: with the rights to see customers and companies
    :param company: the root company that the file is imported for
    :param settings: see ``o2c_history_import``
    :return: a Resolution
    """
    customers = _Customers(env, company, settings, rows)
    places = _Places(env, company, settings, rows)
    items, findings, created = [], [], {}
    no_rate, no_company = set(), set()
    for row in rows:
        problem, item = _one(row, customers, places)
        if problem:
            findings.append(problem)
            if problem.problem == Problem.NO_RATE:
                no_rate.add(row.currency)
            elif problem.problem == Problem.UNKNOWN_COMPANY:
                no_company.add(row.company)
            continue
        items.append(item)
        if item.partner is None:
            created.setdefault(row.customer, row)
    return Resolution(items, findings, created, sorted(no_rate), sorted(no_company))


def _one(row, customers, places):
    """(Finding or None, Resolved or None) of one row."""
    company = places.company(row)
    if company is None:
        return _finding(row, Problem.UNKNOWN_COMPANY, Column.COMPANY, row.company), None
    currency = places.currency(row)
    if currency is None:
        unknown = Problem.UNKNOWN_CURRENCY
        return _finding(row, unknown, Column.CURRENCY, row.currency), None
    rate = places.rate(row, company, currency)
    if rate is None:
        return _finding(row, Problem.NO_RATE, Column.CURRENCY, currency.name), None
    problem, partner = customers.find(row, company)
    if problem:
        return _finding(row, problem, Column.CUSTOMER, row.customer), None
    cents = Decimal(1).scaleb(-company.currency_id.decimal_places)
    amounts = [
        (amount * rate).quantize(cents, ROUND_HALF_UP)
        for amount in (row.amount, row.open_amount)
    ]
    return None, Resolved(row, company, partner, currency, *amounts)


def _finding(row, problem, column, value):
    return Finding(row.line, problem, column, value)


class _Places:
    """Companies, currencies and rates."""

    def __init__(self, env, company, settings, rows):
        self.default, self.settings = company, settings
        currencies = env["res.currency"].with_context(active_test=False).search([])
        self.currencies = {currency.name: currency for currency in currencies}
        self.rates = self._read_rates(env, {row.currency for row in rows})

    def company(self, row):
        """Nothing written, or no column of companies: the one it is imported for."""
        if not row.company or not self.settings.companies:
            return self.default if not row.company else None
        return self.settings.companies.get(row.company)

    def currency(self, row):
        if not row.currency:
            return self.settings.currency
        return self.currencies.get(row.currency)

    def rate(self, row, company, currency):
        """How much company currency one unit was worth on the day of the invoice."""
        if currency == company.currency_id:
            return Decimal(1)
        if row.rate:
            return row.rate
        own = self._units(company.currency_id, company, row.invoice_date) or Decimal(1)
        foreign = self._units(currency, company, row.invoice_date)
        if foreign:
            return own / foreign
        return self.settings.rates.get(currency.name)

    def _units(self, currency, company, day):
        """The stored rate of that day; one of the company wins over a shared one."""
        for owner in (company.id, None):
            days, rates = self.rates.get((currency.id, owner), ((), ()))
            index = bisect_right(days, day)
            if index:
                return rates[index - 1]
        return None

    def _read_rates(self, env, names):
        env["res.currency.rate"].flush_model()
        rows = env.execute_query(
            SQL(
                "SELECT currency_id, company_id, name, rate::text"
                " FROM res_currency_rate WHERE rate > 0 ORDER BY name"
            )
        )
        found = {}
        for currency, company, day, rate in rows:
            days, rates = found.setdefault((currency, company), ([], []))
            days.append(day)
            rates.append(Decimal(rate))
        return found


class _Customers:
    """Who is behind a number: what is remembered, else reference, VAT, name."""

    def __init__(self, env, company, settings, rows):
        self.env, self.settings = env, settings
        keys = sorted({row.customer for row in rows})
        self.known = self._remembered(company, keys)
        self.by_ref = self._by("ref", keys)
        vats = {_vat(text) for row in rows for text in (row.vat, row.customer)}
        self.by_vat = self._by("vat", sorted(vats - {""}))
        names = {(row.customer_name or row.customer).lower() for row in rows}
        self.by_name = self._by("name", sorted(names))

    def find(self, row, company):
        """(Problem or None, customer or None): both None is one to be made."""
        for candidates in self._candidates(row):
            fitting = [
                partner
                for partner in candidates
                if not partner.company_id or partner.company_id.root_id == company
            ]
            if len(fitting) > 1:
                return Problem.AMBIGUOUS_CUSTOMER, None
            if fitting:
                return None, fitting[0]
        if self.settings.create_customers:
            return None, None
        return Problem.UNKNOWN_CUSTOMER, None

    def _candidates(self, row):
        yield self.known.get(row.customer, ())
        yield self.by_ref.get(row.customer, ())
        yield self.by_vat.get(_vat(row.vat) or _vat(row.customer), ())
        yield self.by_name.get((row.customer_name or row.customer).lower(), ())

    def _remembered(self, company, keys):
        entries = self.env["o2c.history.customer"].search_fetch(
            [
                ("company_id", "=", company.id),
                ("source", "=", self.settings.source),
                ("external_key", "in", keys),
            ],
            ["external_key", "partner_id"],
        )
        return {e.external_key: [e.partner_id.commercial_partner_id] for e in entries}

    def _by(self, name, keys):
        """{key: [customers]} of those whose reference, VAT number or name it is."""
        self.env["res.partner"].flush_model()
        value = {
            "ref": SQL("ref"),
            "vat": SQL(r"upper(regexp_replace(vat, '[^[:alnum:]]', '', 'g'))"),
            "name": SQL("lower(name)"),
        }[name]
        rows = self.env.execute_query(
            SQL(
                "SELECT %s, array_agg(DISTINCT commercial_partner_id)"
                " FROM res_partner WHERE active AND %s = ANY(%s) GROUP BY 1",
                value,
                value,
                keys,
            )
        )
        partners = self.env["res.partner"]
        return {key: list(partners.browse(sorted(ids))) for key, ids in rows}


def _vat(text):
    return "".join(c for c in text.upper() if c.isalnum())
