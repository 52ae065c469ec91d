"""What the screen of the import asks for, step by step. Credit managers only."""

import base64
import binascii
import csv
import io
import re
from collections import Counter, namedtuple
from decimal import Decimal, InvalidOperation

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import explain
from ..domain import history_columns, history_file
from ..domain.history_columns import Column
from ..domain.history_values import DateOrder
from . import history_source
from .history_resolver import resolve

MAX_SIZE = 64 * 1024 * 1024
SHOWN_ROWS, SHOWN_PROBLEMS = 8, 200

# what was chosen for a file; companies {value: company}, rates {code: Decimal}
Settings = namedtuple(
    "Settings", "source currency counts create_customers companies rates"
)
# a file as it is understood: findings of reading and of looking up together
Reading = namedtuple("Reading", "sheet choices resolution findings")


class O2cHistoryImport(models.Model):
    _name = "o2c.history.import"
    _inherit = "o2c.history.import"

    # ------------------------------------------------------------- the file comes
    @api.model
    def start(self, name):
        """Begin to send a file: the id of its import."""
        self._check_right()
        name = str(name or "")[:200] or self.env._("Receivables")
        # the right was asked; only code writes imports
        return self.sudo().create({"name": name}).id

    def upload(self, sequence, data):
        """Take one piece of the file; the same piece may come again.

        :param data: base64
        :return: how many lines it has
        """
        self.ensure_one()
        self._check_right()
        chunks = self.sudo().chunk_ids  # the right was asked; only code writes
        if self.state != "draft":
            raise UserError(self.env._("This file is complete already."))
        try:
            piece = base64.b64decode(data, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise UserError(explain.history.unreadable(self.env)) from error
        if not piece:
            raise UserError(explain.history.unreadable(self.env))
        if (len(chunks) + 1) * len(piece) > MAX_SIZE:
            raise UserError(self.env._("The file is too large: 64 MB at most."))
        if sequence not in chunks.mapped("sequence"):
            vals = {"import_id": self.id, "sequence": sequence, "data": data}
            chunks.create(vals)
        return piece.count(b"\n")

    def prepare(self):
        """The file is complete: how it would be read, as remembered or found out.

        :return: dict for the screen
        """
        self.ensure_one()
        self._check_right()
        done = self.sudo()  # the right was asked; only code writes
        if self.state == "draft":
            pieces = done.chunk_ids.sorted("sequence")
            data = b"".join(base64.b64decode(piece.data) for piece in pieces)
            done.write({"state": "ready", "file": base64.b64encode(data)})
            pieces.unlink()
        sheet = done._sheet({})
        mapping = self._mapping(sheet)
        settings = dict(mapping.settings or {})
        if not settings:
            settings = self._proposed(sheet)
        return {
            **self._screen(sheet),
            "name": self.name,
            "mapping": mapping.name or False,
            "settings": settings,
        }

    def recut(self, settings):
        """The file cut with another encoding or separator, mapped anew."""
        self.ensure_one()
        self._check_right()
        # the file is for managers only
        sheet = self.sudo()._sheet(settings)
        proposed = self._proposed(sheet)
        kept = {k: settings[k] for k in ("encoding", "delimiter") if settings.get(k)}
        return {**self._screen(sheet), "settings": {**settings, **proposed, **kept}}

    # ------------------------------------------------------------- dry run
    def check(self, settings):
        """What would be imported, and what is wrong. Nothing is imported.

        :return: dict for the screen
        """
        self.ensure_one()
        self._check_right()
        done = self.sudo()  # the right was asked; only code writes
        reading = done._read(settings)
        if isinstance(reading, dict):
            return reading
        errors = [finding for finding in reading.findings if finding.is_error]
        done.problems_file = done._problems_csv(reading) if reading.findings else False
        return {
            "missing": [],
            "unsure": [
                explain.history.unsure(self.env, n) for n in reading.choices.unsure
            ],
            "order": (reading.choices.order or DateOrder.DAY_MONTH).value,
            "decimal": reading.choices.decimal or ".",
            "rows": done._shown_rows(reading),
            "errors": len(errors),
            "problems": [done._shown(f, reading) for f in errors[:SHOWN_PROBLEMS]],
            "notes": done._notes(reading.findings),
            "has_file": bool(reading.findings),
            "read": len(reading.sheet.rows),
            "counts": done._forecast(reading.resolution.items, settings),
            "totals": done._totals(reading.resolution.items),
            "new_customers": len(reading.resolution.created),
            "customer_names": done._new_names(reading.resolution)[:20],
            "no_rate": reading.resolution.no_rate,
            "no_company": reading.resolution.no_company,
        }

    # ------------------------------------------------------------- reading
    def _read(self, settings):
        """A Reading, or the dict that says which columns are missing."""
        sheet = self._sheet(settings)
        width = len(sheet.headers)
        columns = history_source.known_columns(settings.get("columns") or {}, width)
        lacking = history_columns.missing(columns)
        if lacking:
            text = explain.history.missing_columns(self.env, lacking)
            return {"missing": [column.value for column in lacking], "text": text}
        order = settings.get("date_order")
        choices = history_source.choose(
            sheet,
            columns,
            DateOrder(order) if order in ("dmy", "mdy") else None,
            settings.get("decimal") if settings.get("decimal") in (".", ",") else None,
        )
        rows, findings = history_file.read_rows(
            sheet.rows, history_source.layout(choices), width
        )
        resolution = resolve(
            self.env, self.company_id, self._settings(settings, columns), rows
        )
        findings = sorted(findings + resolution.findings, key=lambda f: f.line)
        return Reading(sheet, choices, resolution, findings)

    def _sheet(self, settings):
        encoding, delimiter = settings.get("encoding"), settings.get("delimiter")
        try:
            return history_source.read_sheet(
                base64.b64decode(self.file or b""),
                encoding if encoding in history_file.ENCODINGS else None,
                delimiter if delimiter in history_file.DELIMITERS else None,
            )
        except history_source.UnreadableError as error:
            raise UserError(explain.history.unreadable(self.env)) from error

    def _settings(self, settings, columns):
        """What was chosen, checked: a client sends what it likes."""
        allowed = self._allowed_companies()
        companies = {}
        if Column.COMPANY in columns:
            for value, company_id in (settings.get("companies") or {}).items():
                company = self.env["res.company"].browse(company_id)
                if company not in allowed:
                    raise AccessError(
                        self.env._("You do not work for the company of “%s”.", value)
                    )
                companies[value] = company
        currency = self.env["res.currency"].browse(settings.get("currency_id"))
        return Settings(
            source=str(settings.get("source") or self._default_source()).strip()[:60],
            currency=currency.exists() or self.company_id.currency_id,
            counts=bool(settings.get("counts", True)),
            create_customers=bool(settings.get("create_customers", True)),
            companies=companies or ({} if Column.COMPANY in columns else None),
            rates=_rates(settings.get("rates") or {}),
        )

    def _allowed_companies(self):
        """The companies that the user works for, not only those he looks at."""
        return self.env.user.company_ids.root_id

    def _default_source(self):
        return self.env._("Old ledger")

    # ------------------------------------------------------------- what is proposed
    def _mapping(self, sheet):
        mappings = self.env["o2c.history.mapping"].sudo()  # the right was asked
        return mappings.search(
            [
                ("company_id", "=", self.company_id.id),
                ("signature", "=", history_columns.signature(sheet.headers)),
            ]
        )

    def _proposed(self, sheet):
        columns = history_columns.propose(sheet.headers)
        choices = history_source.choose(sheet, columns)
        return {
            "columns": {column.value: index for column, index in columns.items()},
            "encoding": sheet.encoding,
            "delimiter": sheet.delimiter,
            "date_order": choices.order.value if choices.order else "",
            "decimal": choices.decimal or "",
            "source": self._proposed_source(sheet, choices),
            "currency_id": self.company_id.currency_id.id,
            "counts": True,
            "create_customers": True,
            "companies": self._proposed_companies(sheet, columns),
            "rates": {},
        }

    def _proposed_source(self, sheet, choices):
        """The ledger that has items of this file already, else the file's name."""
        if not history_columns.missing(choices.columns):
            layout = history_source.layout(choices)
            rows, _findings = history_file.read_rows(sheet.rows[:5000], layout, 999)
            known = self._sources_with(rows)
            if known:
                return known[0]
        return re.sub(r"\.\w+$", "", self.name)[:60] or self._default_source()

    def _sources_with(self, rows):
        """The ledgers that have some of these items, the one with most first."""
        keys = [row.external_id for row in rows]
        days = [row.invoice_date for row in rows]
        found = self.env.execute_query(
            SQL(
                "SELECT h.source FROM o2c_history_item h"
                " JOIN unnest(%s::text[], %s::date[]) AS t(key, day)"
                " ON h.external_id = t.key AND h.invoice_date = t.day"
                " WHERE h.company_id = %s GROUP BY 1 ORDER BY count(*) DESC, 1",
                keys,
                days,
                self.company_id.id,
            )
        )
        return [source for (source,) in found]

    def _proposed_companies(self, sheet, columns):
        """Each value is a company of that name, else the one in hand."""
        index = columns.get(Column.COMPANY)
        if index is None:
            return {}
        values = {
            str(cells[index]).strip() for _l, cells in sheet.rows if cells[index:]
        }
        names = {c.name.lower(): c.id for c in self._allowed_companies()}
        found = sorted(values - {""})[:200]
        return {v: names.get(v.lower(), self.company_id.id) for v in found}

    # ------------------------------------------------------------- what is shown
    def _screen(self, sheet):
        return {
            "headers": sheet.headers,
            "lines": len(sheet.rows),
            "sample": [_texts(cells) for _line, cells in sheet.rows[:3]],
            "fields": [
                {
                    "key": column.value,
                    "label": explain.history.column_name(self.env, column),
                    "required": column in history_columns.REQUIRED,
                }
                for column in Column
            ],
            "sources": self._known_sources(),
            "is_text": bool(sheet.delimiter),
            "encodings": list(history_file.ENCODINGS),
            "companies": self._allowed_companies().mapped(
                lambda c: {"id": c.id, "name": c.name}
            ),
            "currencies": self.env["res.currency"]
            .search([("active", "=", True)])
            .mapped(lambda c: {"id": c.id, "name": c.name}),
        }

    def _known_sources(self):
        mappings = self.env["o2c.history.import"].search(
            [("company_id", "=", self.company_id.id), ("state", "=", "done")]
        )
        return sorted(set(mappings.mapped("source")))

    def _shown_rows(self, reading):
        return [
            {
                "line": item.row.line,
                "number": item.row.number,
                "customer": (item.partner and item.partner.display_name)
                or _name(item.row),
                "is_new": not item.partner,
                "invoice_date": str(item.row.invoice_date),
                "due_date": str(item.row.due_date),
                "settled_date": str(item.row.settled_date or ""),
                "amount": item.currency.format(float(item.row.amount)),
                "open_amount": item.currency.format(float(item.row.open_amount)),
                "company": item.company.name,
            }
            for item in reading.resolution.items[:SHOWN_ROWS]
        ]

    def _shown(self, finding, reading):
        header = ""
        if finding.column is not None:
            index = reading.choices.columns.get(finding.column)
            name = explain.history.column_name(self.env, finding.column)
            header = reading.sheet.headers[index] if index is not None else name
        text = explain.history.problem(self.env, finding)
        return {"line": finding.line, "column": header, "text": text}

    def _notes(self, findings):
        counts = Counter(f.problem for f in findings if not f.is_error)
        return [explain.history.note(self.env, k, n) for k, n in counts.items()]

    def _totals(self, items):
        """By currency: how many items, their sum and what is open."""
        totals = {}
        for item in items:
            total = totals.setdefault(item.currency, [0, Decimal(0), Decimal(0)])
            total[0] += 1
            total[1] += item.row.amount
            total[2] += item.row.open_amount
        return [
            {
                "currency": currency.name,
                "count": count,
                "amount": currency.format(float(amount)),
                "open": currency.format(float(still_open)),
            }
            for currency, (count, amount, still_open) in totals.items()
        ]

    def _new_names(self, resolution):
        return [_name(row) for row in resolution.created.values()]

    def _problems_csv(self, reading):
        """All problems and notes of the file, as a file."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(
            [self.env._("Line"), self.env._("Column"), self.env._("Problem")]
        )
        for finding in reading.findings:
            shown = self._shown(finding, reading)
            # a cell must not begin what a spreadsheet would calculate
            cells = [shown["line"], _tame(shown["column"]), _tame(shown["text"])]
            writer.writerow(cells)
        return base64.b64encode(out.getvalue().encode("utf-8-sig"))


def _rates(values):
    """{currency code: Decimal} of the rates that make sense."""
    rates = {}
    for code, value in values.items():
        try:
            rate = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            continue
        if rate.is_finite() and rate > 0:
            rates[code] = rate
    return rates


def _name(row):
    return row.customer_name or row.customer


def _texts(cells):
    return [str(cell) for cell in cells]


def _tame(text):
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
