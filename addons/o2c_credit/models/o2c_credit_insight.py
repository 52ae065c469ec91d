"""The dashboard: the figures of the months, and what is behind each of them."""

from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import cash_forecast
from ..domain.receivable_ratios import ZERO
from .o2c_credit_month import BUCKETS, rate
from .snapshot_facts import FIGURES, SNAPSHOT_FLUSHED
from .snapshot_totals import totals_query

INSIGHT = "o2c_credit.group_credit_insight"
# by what the months may be narrowed down
SEGMENTS = ("risk_class", "user_id", "collector_id", "country_id", "industry_id")
SHOWN = (
    "receivable overdue sales paid disputed promised dso dso_three_months"
    " dso_count_back best_dso best_dso_count_back days_delinquent effectiveness"
    " gap_cash gap_cash_count_back dbt dbt_plain mean_days_to_pay share_in_time"
    " promise_share disputed_days"
).split()
ROLL_MONTHS = 6


class O2cCreditInsight(models.AbstractModel):
    """Reads what the snapshots say, for the screen and for the workbook."""

    _name = "o2c.credit.insight"
    _description = "Insight into receivables"

    @api.model
    def dashboard(self, months=13, segment=None):
        """Everything that the screen shows of the user's company.

        :param months: how many closed months
        :param segment: ``{"field": …, "value": …}`` or None: all customers
        """
        self._check_right()
        company = self.env.company.root_id
        rows = self._rows(company, segment)
        shown = rows[-months:]
        return {
            "company": company.name,
            "currency": company.currency_id.id,
            "segment": segment or None,
            "segments": self._segments(company, rows),
            "date": str(rows[-1]["date"]) if rows else False,
            "months": [self._shown(row) for row in shown],
            "tiles": self._tiles(shown),
            "buckets": explain.insight.buckets(self.env),
            "roll": self._roll(rows),
            "forecast": None if segment else self._forecast(company),
            "notes": explain.insight.notes(self.env),
        }

    def _check_right(self):
        # the models say who may read; this one has no table to ask
        self.env["o2c.credit.month"].check_access("read")

    # ------------------------------------------------------------- months
    @api.model
    def _rows(self, company, segment=None):
        """The months from the first with any figure on, with their ratios."""
        rows = self._narrowed(company, segment) if segment else self._whole(company)
        while rows and not any(rows[0][name] for name in FIGURES):
            rows.pop(0)
        for row, ratios in zip(rows, rate(rows), strict=True):
            row.update(ratios)
        return rows

    def _whole(self, company):
        months = self.env["o2c.credit.month"].search(
            [("company_id", "=", company.id)], order="month"
        )
        rows = [{**m._figures(), "date": m.date, "id": m.id} for m in months]
        return rows or self._from_ledger(company)

    def _from_ledger(self, company):
        """The same rows of two years before the first snapshots were taken."""
        until = company._o2c_credit_today().replace(day=1)
        start = until.replace(year=until.year - 2)
        self.env["o2c.credit.account"]._flush_for(SNAPSHOT_FLUSHED)
        zone = company.sudo().partner_id.tz or "UTC"  # of the company, for anybody
        rows = []
        query = totals_query(company.id, start, until, zone)
        for month, *figures in self.env.execute_query(query):
            last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            known = {"month": month, "days": last.day, "date": last, "id": False}
            rows.append(known | dict(zip(FIGURES, map(Decimal, figures), strict=True)))
        return rows

    def _narrowed(self, company, segment):
        domain = [("company_id", "=", company.id), *self._segment_domain(segment)]
        found = {
            month: dict(zip(FIGURES, (Decimal(str(n or 0)) for n in sums), strict=True))
            for month, *sums in self.env["o2c.credit.snapshot"]._read_group(
                domain, ["month:month"], [f"{name}:sum" for name in FIGURES]
            )
        }
        nothing = dict.fromkeys(FIGURES, ZERO)
        return [
            {
                **{name: row[name] for name in ("month", "days", "date", "id")},
                **found.get(row["month"], nothing),
            }
            for row in self._whole(company)
        ]

    @api.model
    def _segment_domain(self, segment):
        """The snapshots of a segment; what the client sends is one field, one value."""
        if not segment:
            return []
        if segment.get("field") not in SEGMENTS:
            raise UserError(explain.insight.no_such_segment(self.env))
        return [(segment["field"], "=", segment.get("value") or False)]

    def _segments(self, company, rows):
        """What there is to choose from in the last month, with its receivable."""
        if not rows:
            return []
        Snapshot = self.env["o2c.credit.snapshot"]
        domain = [("company_id", "=", company.id), ("month", "=", rows[-1]["month"])]
        found = []
        for name in SEGMENTS:
            field = Snapshot._fields[name]
            options = [
                self._option(field, value, count)
                for value, count in Snapshot._read_group(domain, [name], ["__count"])
            ]
            label = field.get_description(self.env)["string"]
            found.append({"field": name, "label": label, "options": options})
        return found

    def _option(self, field, value, count):
        named = value.display_name if field.relational else value
        return {
            "value": (value.id if field.relational else value) or False,
            "label": named or explain.insight.none(self.env),
            "count": count,
        }

    def _shown(self, row):
        plain = {name: _plain(row[name]) for name in (*SHOWN, *BUCKETS)}
        return {
            "id": row["id"],
            "date": str(row["date"]),
            "month": str(row["month"]),
        } | plain

    # ------------------------------------------------------------- parts
    def _tiles(self, rows):
        if not rows:
            return []
        now, before = rows[-1], (rows[-2] if len(rows) > 1 else {})
        return [
            {
                **tile,
                "value": _plain(now[tile["key"]]),
                "before": _plain(before.get(tile["key"])),
            }
            for tile in explain.insight.tiles(self.env)
        ]

    def _roll(self, rows):
        """The roll rates of the last month and their average of some months."""
        if len(rows) < 2:
            return []
        recent = [row["roll_rates"] for row in rows[-ROLL_MONTHS:] if row["roll_rates"]]
        names = explain.insight.rolls(self.env)
        found = []
        for place, name in enumerate(names):
            known = [float(r[place]) for r in recent if r[place] is not None]
            mean = sum(known) / len(known) if known else None
            now = _plain(recent[-1][place]) if recent else None
            found.append({"name": name, "now": now, "mean": mean, "months": len(known)})
        return found

    def _forecast(self, company):
        """The newest forecast and how the judged ones did."""
        Forecast = self.env["o2c.cash.forecast"]
        mine = [("company_id", "=", company.id)]
        newest = Forecast.search([*mine, ("is_trial", "=", False)], limit=1)
        if not newest:
            return None
        trials = Forecast.search([*mine, ("is_trial", "=", True)], limit=6)
        known = [
            cash_forecast.Trial(t.expected, t.low, t.high, t.actual) for t in trials
        ]
        return {
            "id": newest.id,
            "date": str(newest.date),
            "weeks": [
                {
                    "start": str(w.start),
                    **{n: w[n] for n in ("expected", "low", "high")},
                }
                for w in newest.week_ids
            ],
            "trials": [
                {"date": str(t.date), "expected": t.expected, "actual": t.actual}
                for t in reversed(trials)
            ],
            "text": explain.insight.forecast(
                self.env,
                newest,
                cash_forecast.error_of(known),
                cash_forecast.covered(known),
                len(known),
            ),
        }

    @api.model
    def exposure_by_class(self):
        """What customers of each class owe and will owe, and what is free of limits.

        Apart from the rest: it is read from the ledger and the orders as they are now.
        """
        self._check_right()
        company = self.env.company.root_id
        # the figures of all customers, for whoever may see the portfolio
        accounts = self.env["o2c.credit.account"].sudo()
        return accounts._exposure_by_class(company)

    # ------------------------------------------------------------- ways on
    @api.model
    def open(self, what, month=None, segment=None):
        """The action that shows what is behind a figure.

        :param what: key of a tile, a bucket, ``forecast``, ``class:B``
        :param month: first day of the month, None: the last one
        """
        self._check_right()
        company = self.env.company.root_id
        if what == "forecast":
            return self._open_forecast(company)
        if what.startswith("class:"):
            return self._open_class(company, what.removeprefix("class:"))
        if what in RATIO_TILES and not segment:
            return self._window("o2c_credit.action_credit_month", [])
        rows = self._whole(company)
        month = month or (rows and str(rows[-1]["month"]))
        domain = [("month", "=", month), *self._segment_domain(segment)]
        if what in AMOUNT_TILES or what in BUCKETS:
            domain.append((what, "!=", 0))
        return self._window("o2c_credit.action_credit_snapshot", domain)

    def _window(self, action, domain):
        found = self.env["ir.actions.act_window"]._for_xml_id(action)
        company = self.env.company.root_id
        return {
            **found,
            "domain": [("company_id", "=", company.id), *domain],
            "context": {},
        }

    def _open_forecast(self, company):
        newest = self.env["o2c.cash.forecast"].search(
            [("company_id", "=", company.id), ("is_trial", "=", False)], limit=1
        )
        return newest.action_customers()

    def _open_class(self, company, letter):
        return {
            "type": "ir.actions.act_window",
            "name": explain.insight.class_name(self.env, letter),
            "res_model": "o2c.credit.account",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("company_id", "=", company.id),
                ("risk_class", "=", letter or False),
            ],
        }


AMOUNT_TILES = frozenset({"receivable", "overdue", "disputed", "sales", "paid"})
RATIO_TILES = frozenset(
    {"dso_count_back", "dso", "effectiveness", "dbt", "share_in_time", "promise_share"}
)


def _plain(value):
    """A figure as the client takes it; None stays None."""
    return None if value is None else float(value)
