from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import explain
from ..models.aged_facts import AGED_FLUSHED, DAYS, DIMENSIONS, aged_totals_sql

ZERO = Decimal()
READERS = (
    "o2c_credit.group_credit_user,account.group_account_invoice,"
    "account.group_account_readonly"
)
# the record behind the key of a row, and its field on the aged item
KEYS = {
    "customer": ("res.partner", "partner_id"),
    "salesperson": ("res.users", "user_id"),
    "team": ("crm.team", "team_id"),
    "country": ("res.country", "country_id"),
    "state": ("res.country.state", "state_id"),
    "industry": ("res.partner.industry", "industry_id"),
    "collector": ("res.users", "collector_id"),
    "risk_class": (None, "risk_class"),
    "branch": ("res.company", "company_id"),
    "currency": ("res.currency", "currency_id"),
    "category": ("product.category", "category_id"),
    "brand": ("product.tag", "brand_id"),
}
NAMES = "SELECT id, complete_name FROM res_partner WHERE id = ANY(%s)"
PAGE = 80


class O2cAgedBalance(models.TransientModel):
    """The question behind an aged balance: as of when, of whom, by what."""

    _name = "o2c.aged.balance"
    _description = "Aged balance"

    as_of = fields.Date(
        "As of", required=True, default=lambda self: self._root()._o2c_credit_today()
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._root()
    )
    branch_ids = fields.Many2many(
        "res.company",
        "o2c_aged_balance_branch_rel",
        string="Only these branches",
        help="None: the company and all its branches that you may see.",
    )
    ageing_id = fields.Many2one(
        "o2c.ageing",
        required=True,
        default=lambda self: self.env["o2c.ageing"]._of(self._root()).id,
    )
    basis = fields.Selection(
        [("due", "Due date"), ("invoice", "Document date")],
        "Age from",
        required=True,
        default="due",
    )
    dimension = fields.Selection(
        lambda self: explain.aged.dimensions(self.env),
        "By",
        required=True,
        default="customer",
    )
    in_document = fields.Boolean(
        "In document currency", help="Amounts of each currency are kept apart."
    )

    @api.model
    def _root(self):
        return self.env.company.root_id

    # ------------------------------------------------------------- the balance
    def _balance(self, filters=None):
        """The rows of the balance: a list of dicts, the largest first.

        Keys: ``key`` (id of what it is added up by, class or None), ``currency_id``,
        ``count``, ``total`` and ``cells`` (a Decimal for each bucket).
        """
        self.ensure_one()
        self._check_may_read()
        self._flush_aged()
        starts = self.ageing_id._starts()
        query = aged_totals_sql(
            self.as_of,
            self._branches().ids,
            self.dimension,
            starts,
            basis=self.basis,
            in_document=self.in_document,
            filters=filters,
        )
        own = self.company_id.currency_id.id
        # fifty thousand rows: most cells are empty and share one zero
        rows = [
            {
                "key": key,
                "currency_id": currency or own,
                "count": count,
                "total": Decimal(total),
                "cells": [Decimal(cell) if cell else ZERO for cell in cells],
            }
            for key, currency, count, total, *cells in self.env.execute_query(query)
        ]
        return sorted(rows, key=lambda r: (r["currency_id"] != own, -r["total"]))

    def _flush_aged(self):
        for model, names in AGED_FLUSHED.items():
            self.env[model].flush_model(names)
        self.env["res.partner"].flush_model(["complete_name"])

    def _branches(self):
        """The companies asked for that the user may see, whatever he has ticked."""
        user = self.env.user
        branches = user.company_ids.filtered(
            lambda c: c.root_id == self.company_id.root_id
        )
        return branches & self.branch_ids if self.branch_ids else branches

    def _check_may_read(self):
        if not self.env.user.has_groups(READERS) and not self.env.su:
            raise AccessError(explain.aged.not_allowed(self.env))

    def _names(self, keys):
        """{key: name} of rows; what has no key is named as that."""
        model = KEYS[self.dimension][0]
        found = {key: key for key in keys if key}
        if model == "res.partner":
            # stored, and read at once: there may be a hundred thousand
            query = SQL(NAMES, list(found))
            found = dict(self.env.execute_query(query))
        elif model:
            # names alone, of what stands on the invoices he may read
            records = self.env[model].sudo().browse(found)
            found = {record.id: record.display_name for record in records.exists()}
        nobody = explain.aged.without(self.env, self.dimension)
        return {key: found.get(key, nobody) for key in keys}

    # ------------------------------------------------------------- for the screen
    @api.model
    @api.readonly
    def choices(self):
        """What the screen offers to choose from."""
        self._check_may_read()
        companies = self.env.user.company_ids.root_id
        ageings = self.env["o2c.ageing"].search(
            [("company_id", "in", [False, *companies.ids])]
        )
        return {
            "dimensions": explain.aged.dimensions(self.env),
            "bases": self._fields["basis"]._description_selection(self.env),
            "companies": [{"id": c.id, "name": c.name} for c in companies],
            "ageings": [{"id": a.id, "name": a.name} for a in ageings],
        }

    @api.model
    @api.readonly
    def table(self, question, page=0, order=None, query=""):
        """One page of the balance for the screen.

        :param question: values of the fields of this model
        :param page: from 0, of ``PAGE`` rows
        :param order: place of the bucket by which it is sorted; None: by the total
        :param query: part of a name; rows whose name has it
        """
        balance = self._ask(question)
        rows = balance._balance()
        if query:
            names = balance._names({row["key"] for row in rows})
            wanted = query.casefold()
            rows = [r for r in rows if wanted in names[r["key"]].casefold()]
        if isinstance(order, int) and rows and 0 <= order < len(rows[0]["cells"]):
            rows.sort(key=lambda row: -row["cells"][order])
        shown = rows[page * PAGE : (page + 1) * PAGE]
        names = balance._names({row["key"] for row in shown})
        return {
            "question": balance._question(),
            "buckets": balance.ageing_id.bucket_ids.sorted("day_from").mapped(
                "display_name"
            ),
            "rows": [{**_plain(row), "name": names[row["key"]]} for row in shown],
            "totals": [_plain(row) for row in _totals(rows)],
            "count": len(rows),
            "page": page,
            "size": PAGE,
            "imported": balance._leaves_out_imported(),
        }

    @api.model
    def _ask(self, question):
        """An unsaved record with what the screen asks for."""
        known = {name: question[name] for name in FIELDS if name in question}
        defaults = self.default_get(list(FIELDS))
        balance = self.new({**defaults, **known})
        if balance.dimension not in DIMENSIONS or balance.basis not in DAYS:
            raise AccessError(explain.aged.not_allowed(self.env))
        return balance

    def _leaves_out_imported(self):
        """Whether something of another ledger was open then, which is left out."""
        domain = [
            ("company_id", "in", self._branches().ids),
            ("invoice_date", "<=", self.as_of),
            "|",
            ("settled_date", "=", False),
            ("settled_date", ">", self.as_of),
        ]
        # that there is something, to whoever may read the balance
        return bool(self.env["o2c.history.item"].sudo().search_count(domain, limit=1))

    def _question(self):
        return {
            "as_of": self.as_of.isoformat(),
            "company_id": self.company_id.id,
            "branch_ids": self.branch_ids.ids,
            "ageing_id": self.ageing_id.id,
            "basis": self.basis,
            "dimension": self.dimension,
            "in_document": self.in_document,
        }


FIELDS = (
    "as_of",
    "company_id",
    "branch_ids",
    "ageing_id",
    "basis",
    "dimension",
    "in_document",
)


def _totals(rows):
    """The sums of all rows, one row for each currency."""
    sums = {}
    for row in rows:
        found = sums.setdefault(row["currency_id"], [])
        found.append(row)
    return [
        {
            "key": None,
            "currency_id": currency,
            "count": sum(row["count"] for row in found),
            "total": sum(row["total"] for row in found),
            "cells": [sum(c) for c in zip(*(r["cells"] for r in found), strict=True)],
        }
        for currency, found in sums.items()
    ]


def _plain(row):
    """As JSON has it."""
    cells = [float(cell) for cell in row["cells"]]
    return {**row, "total": float(row["total"]), "cells": cells}
