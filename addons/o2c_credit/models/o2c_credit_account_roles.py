"""What each role sees of one customer, from the figures of ``_view_facts``."""

from decimal import Decimal

from odoo import fields, models
from odoo.tools import format_date

from .. import explain
from .customer_view_facts import area_query, brand_query, held_query
from .receivable_facts import receivables_sql

MONTHS = 12


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    # ------------------------------------------------------------- collector
    def _view_collector(self, facts):
        item = self.env["o2c.work.item"]._refresh(self)
        return [
            item and self._view_next(item),
            self._view_ageing(facts),
            self._view_strategy(),
            self._view_promises(),
            self._view_contacts(),
        ]

    def _view_next(self, item):
        head = item._next()
        lines = [f"{head['text']}: {head['reason']}", head["formula"]]
        return self._view_section("next", "list", lines=[x for x in lines if x])

    def _view_strategy(self):
        labels = explain.customer_view.labels(self.env)
        notices = self.env["o2c.dunning.notice"].search(
            [("account_id", "=", self.id)], limit=6
        )
        names = dict(notices._fields["state"]._description_selection(self.env))
        rows = [
            [
                format_date(self.env, notice.day),
                notice.step_id.name,
                names[notice.state],
                notice.currency_id.format(notice.total),
            ]
            for notice in notices
        ]
        text = self.strategy_text
        strategy = self.applied_strategy_id.name
        return self._view_section(
            "strategy",
            "table",
            lead=": ".join(part for part in (strategy, text) if part),
            heads=[labels[k] for k in ("day", "step", "state", "amount")],
            rows=rows,
        )

    def _view_promises(self):
        labels = explain.customer_view.labels(self.env)
        found = self.promise_ids[:6]
        names = dict(found._fields["state"]._description_selection(self.env))
        return self._view_section(
            "promises",
            "table",
            lead=explain.customer_view.kept(
                self.env, self.promises_kept, self.promises_due
            ),
            heads=[labels[k] for k in ("until", "amount", "paid", "state")],
            rows=[
                [
                    format_date(self.env, promise.date),
                    promise.currency_id.format(promise.amount),
                    promise.currency_id.format(promise.paid),
                    names[promise.state],
                ]
                for promise in found
            ],
        )

    def _view_contacts(self):
        labels = explain.customer_view.labels(self.env)
        found = self.env["o2c.contact"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("purpose", "=", "collection"),
            ],
            limit=6,
        )
        rows = [
            [
                format_date(
                    self.env, fields.Datetime.context_timestamp(contact, contact.at)
                ),
                contact.user_name or "",
                contact.summary,
            ]
            for contact in found
        ]
        heads = [labels[k] for k in ("day", "who", "about")]
        return self._view_section("contacts", "table", heads=heads, rows=rows)

    # ------------------------------------------------------------- credit manager
    def _view_credit(self, facts):
        return [
            self._view_behaviour(),
            self._view_limit(),
            self._view_exposure(facts),
            self._view_delays(),
            self._view_decisions(),
        ]

    def _view_behaviour(self):
        result = self._stored_score()
        lines = explain.habit.sentences(self.env, self._habit())
        if result:
            lines += explain.score.reasons(self.env, self.currency_id, result)
            lines.insert(0, explain.card.internals(self.env, result))
        return self._view_section("behaviour", "list", lines=lines)

    def _view_limit(self):
        lines = [
            {"label": line["label"], "value": line["value"]}
            for line in self.limit_makeup or ()
        ]
        return self._view_section("limit", "lines", lines=lines)

    def _view_exposure(self, facts):
        rows = explain.exposure.parts(self.env, self.currency_id, facts["owed"])
        lines = [{"label": r["label"], "value": r["amount"]} for r in rows]
        return self._view_section("exposure", "lines", lines=lines)

    def _view_delays(self):
        chart = self.delay_chart or {"bars": []}
        bars = [
            {
                "label": bar["label"],
                "value": bar["value"],
                "share": max(0, bar["height"]),
                "bad": bar["height"] > 0,
            }
            for bar in chart["bars"]
        ]
        return self._view_section("delays", "bars", bars=bars)

    def _view_decisions(self):
        labels = explain.customer_view.labels(self.env)
        found = self.env["o2c.credit.decision"].search(
            [("account_id", "=", self.id)], limit=8
        )
        names = dict(found._fields["kind"]._description_selection(self.env))
        rows = [
            [
                format_date(self.env, decision.date),
                decision.order_name or "",
                names[decision.kind],
                self.currency_id.format(decision.amount),
                decision.decided_by_name or "",
            ]
            for decision in found
        ]
        heads = [labels[k] for k in ("day", "order", "decision", "amount", "who")]
        return self._view_section("decisions", "table", heads=heads, rows=rows)

    # ------------------------------------------------------------- sales
    def _view_sales(self, facts):
        return [
            self._view_headroom(facts),
            self._view_waiting(),
            self._view_weeks(),
        ]

    def _view_headroom(self, facts):
        lines = explain.customer_view.headroom(self, facts)
        return self._view_section("headroom", "list", lines=lines)

    def _view_waiting(self):
        labels = explain.customer_view.labels(self.env)
        holds = self.env["o2c.hold"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "open"),
                ("credit_account_id", "=", self.id),
            ],
            limit=8,
        )
        rows = [
            [
                hold.order_id.name,
                self.currency_id.format(hold.credit_order_amount),
                self.currency_id.format(hold.credit_excess),
                hold.credit_proposal or "",
            ]
            for hold in holds
        ]
        heads = [labels[k] for k in ("order", "amount", "excess", "would_pass")]
        return self._view_section("waiting", "table", heads=heads, rows=rows)

    def _view_weeks(self):
        weeks = (self.forecast or {}).get("weeks") or ()
        bars = [
            {
                "label": week["label"],
                "value": week["headroom"],
                "share": week["used"],
                "bad": week["over"],
            }
            for week in weeks
        ]
        return self._view_section("weeks", "bars", bars=bars)

    # ------------------------------------------------------------- director
    def _view_director(self, facts):
        return [
            self._view_growth(facts),
            self._view_ageing(facts),
            self._view_brands(facts),
            self._view_area(facts),
        ]

    def _view_growth(self, facts):
        query = held_query(self, facts["today"])
        (row,) = self.env.execute_query_dict(query)
        held = {name: Decimal(value or 0) for name, value in row.items()}
        lines = explain.customer_view.growth(self, facts, held)
        return self._view_section("growth", "list", lines=lines)

    def _view_brands(self, facts):
        labels = explain.customer_view.labels(self.env)
        rows = self.env.execute_query_dict(brand_query(self, facts["today"]))
        names = self.env["product.category"].browse(
            [row["category"] for row in rows if row["category"]]
        )
        known = {category.id: category.display_name for category in names}
        table = [
            [
                known.get(row["category"], explain.customer_view.no_brand(self.env)),
                self._view_money(row["year"]),
                self._view_money(row["before"]),
                explain.customer_view.change(row["year"], row["before"]),
            ]
            for row in rows
        ]
        heads = [labels[k] for k in ("brand", "year", "before", "change")]
        return self._view_section("brands", "table", heads=heads, rows=table)

    def _view_area(self, facts):
        partner = self.partner_id
        if not partner.country_id:
            return None
        query = area_query(self, facts["today"], receivables_sql(open_only=True))
        (row,) = self.env.execute_query_dict(query)
        found = {name: Decimal(value or 0) for name, value in row.items()}
        area = partner.state_id.display_name or partner.country_id.name
        lines = explain.customer_view.area(self, facts, area, found)
        return self._view_section("area", "list", lines=lines)

    # ------------------------------------------------------------- management
    def _view_management(self, facts):
        months = self.env["o2c.credit.snapshot"].search(
            [("account_id", "=", self.id)], order="month desc", limit=MONTHS
        )
        months = months.sorted("month")
        return [
            self._view_trend("trend_sales", months, "sales"),
            self._view_trend("trend_open", months, "receivable"),
            self._view_trend("trend_overdue", months, "overdue", bad=True),
            self._view_points(),
            self._view_ageing(facts),
        ]

    def _view_trend(self, key, months, name, bad=False):
        most = max((abs(month[name]) for month in months), default=0) or 1
        bars = [
            {
                "label": format_date(self.env, month.month, date_format="MMM yy"),
                "value": self._view_money(month[name]),
                "share": round(100 * max(0, month[name]) / most, 1),
                "bad": bad and month[name] > 0,
            }
            for month in months
        ]
        return self._view_section(key, "bars", bars=bars)

    def _view_points(self):
        """The last score of each month."""
        last = {}
        for score in self.score_ids.sorted("date"):
            last[score.date.replace(day=1)] = score
        bars = [
            {
                "label": format_date(self.env, month, date_format="MMM yy"),
                "value": f"{score.points} ({score.risk_class})",
                "share": round(score.points / 10, 1),
                "bad": score.risk_class in ("D", "E"),
            }
            for month, score in sorted(last.items())[-MONTHS:]
        ]
        return self._view_section("trend_score", "bars", bars=bars)
