"""The aged balance as a file: totals, or every open item behind them."""

import base64
from urllib.parse import quote

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..models.aged_facts import aged_rows_sql
from ..models.aged_xlsx import details_book, totals_book
from .o2c_aged_balance import KEYS

# what a row of the details has, and how it is shown
DETAILS = """
SELECT p.complete_name, p.ref, i.number, i.reference, i.kind, i.invoice_date,
       i.due_date, i.days, b.name, cur.name, i.amount, i.residual, %(cells)s,
       i.residual_company, up.name, cop.name, i.risk_class, st.name, co.name
  FROM (%(items)s) AS i
  LEFT JOIN res_partner p ON p.id = i.partner_id
  LEFT JOIN unnest(%(buckets)s::int[], %(names)s::text[]) AS b(id, name)
         ON b.id = i.bucket_id
  LEFT JOIN res_currency cur ON cur.id = i.currency_id
  LEFT JOIN res_users u ON u.id = i.user_id
  LEFT JOIN res_partner up ON up.id = u.partner_id
  LEFT JOIN res_users co_u ON co_u.id = i.collector_id
  LEFT JOIN res_partner cop ON cop.id = co_u.partner_id
  LEFT JOIN res_country_state st ON st.id = i.state_id
  LEFT JOIN res_company co ON co.id = i.company_id
 ORDER BY p.complete_name NULLS LAST, i.partner_id, i.due_date, i.line_id
"""
BEFORE = "text text text text text date date number text text document document".split()
AFTER = "company text text text text text".split()


class O2cAgedBalance(models.TransientModel):
    _name = "o2c.aged.balance"
    _inherit = "o2c.aged.balance"

    totals_xlsx = fields.Binary(readonly=True, attachment=True)
    details_xlsx = fields.Binary(readonly=True, attachment=True)

    # ------------------------------------------------------------- ways on
    @api.model
    def open_items(self, question, key=None, bucket=None, view="list"):
        """The action that shows the items behind a cell of the balance.

        :param key: of the row; False for what has none, None for all rows
        :param bucket: place of the bucket, None for all
        """
        balance = self._ask(question)
        balance._check_may_read()
        domain = [("company_id", "in", balance._branches().ids)]
        if key is not None:
            domain.append((KEYS[balance.dimension][1], "=", key or False))
        if bucket is not None:
            buckets = balance.ageing_id.bucket_ids.sorted("day_from")
            domain.append(("bucket_id", "=", buckets[bucket].id))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_aged_item"
        )
        modes = ["pivot", "list", "graph"] if view == "pivot" else ["list", "pivot"]
        title = explain.aged.title(self.env, balance.as_of)
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": domain,
            "views": [(False, mode) for mode in modes],
            "context": balance._item_context(),
        }

    def _item_context(self):
        split = {"category": "category", "brand": "brand"}.get(self.dimension)
        return {
            "o2c_as_of": self.as_of.isoformat(),
            "o2c_ageing": self.ageing_id.id,
            "o2c_basis": self.basis,
            "o2c_split": split,
        }

    @api.model
    def export(self, question, details=False):
        """The action that downloads the balance, or the items behind it."""
        kept = self.create(self._ask(question)._question())
        name = "details_xlsx" if details else "totals_xlsx"
        data = kept._details_xlsx() if details else kept._totals_xlsx()
        kept[name] = base64.b64encode(data)
        title = explain.aged.title(self.env, kept.as_of)
        url = f"/web/content/{self._name}/{kept.id}/{name}?download=true&filename="
        url += quote(f"{title}.xlsx")
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    # ------------------------------------------------------------- the files
    def _totals_xlsx(self):
        """The balance as a workbook (bytes), a sheet for each currency."""
        rows = self._balance()
        currencies = self.env["res.currency"].browse(
            dict.fromkeys([self.company_id.currency_id.id, *_column(rows)])
        )
        return totals_book(
            explain.aged.words(self),
            {c.id: (c.name, c.decimal_places) for c in currencies},
            self._bucket_names(),
            rows,
            self._names({row["key"] for row in rows}),
        )

    def _details_xlsx(self):
        """Every open item as a row of a workbook (bytes)."""
        self._check_may_read()
        names = self._bucket_names()
        heads = explain.aged.heads(self.env)
        kinds = [*BEFORE, *["company"] * len(names), *AFTER]
        return details_book(
            explain.aged.words(self),
            [*heads[: len(BEFORE)], *names, *heads[len(BEFORE) :]],
            kinds,
            self._details(),
            self.company_id.currency_id.decimal_places,
        )

    def _details(self):
        """The rows of the details, read from the database piece by piece."""
        self._flush_aged()
        buckets = self.ageing_id.bucket_ids.sorted("day_from")
        items = aged_rows_sql(
            self.as_of,
            self._branches().ids,
            [(bucket.id, bucket.day_from) for bucket in buckets],
            basis=self.basis,
        )
        cells = [
            SQL("CASE WHEN i.bucket_id = %s THEN i.residual_company END", bucket.id)
            for bucket in buckets
        ]
        query = SQL(
            DETAILS,
            items=items,
            cells=SQL(", ").join(cells),
            buckets=buckets.ids,
            names=self._bucket_names(),
        )
        kinds = dict(
            self.env["o2c.aged.item"]._fields["kind"]._description_selection(self.env)
        )
        self.env.cr.execute(query)
        while rows := self.env.cr.fetchmany(5000):
            for row in rows:
                yield (*row[:4], kinds[row[4]], *row[5:])

    def _bucket_names(self):
        return self.ageing_id.bucket_ids.sorted("day_from").mapped("display_name")


def _column(rows):
    return [row["currency_id"] for row in rows]
