"""The dashboard of order quality: both indices, accuracy, cost, what it began with."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .. import explain
from ..domain import causal_chain, perfect_index
from ..domain.accuracy import Accuracy
from .o2c_perfect_order import COMPONENTS

SHOWN_PEOPLE = 12
SHOWN_CUSTOMERS = 5
# chains are followed for the costliest orders; the screen says how many they are
CHAINS = 500


class O2cPerfectInsight(models.AbstractModel):
    """Reads what the measures and the log say, for the screen and for the check-up."""

    _name = "o2c.perfect.insight"
    _description = "Insight into order quality"

    @api.model
    def dashboard(self, months=12):
        """Everything that the screen shows of the user's company.

        :param months: how many months back from the first of this one, it included
        """
        self.env["o2c.perfect.order"].check_access("read")
        self.env["o2c.entry.accuracy"].check_access("read")
        company = self.env.company
        start = self._start(months)
        measured = [("company_id", "=", company.id), ("ordered_on", ">=", start)]
        taken = [("company_id", "=", company.id), ("taken_on", ">=", start)]
        index = self.env["o2c.perfect.order"]._index(measured)
        return {
            "company": company.name,
            "currency": company.currency_id.id,
            "start": str(start),
            "index": self._index_view(index, company),
            "accuracy": self._accuracy_view(taken, company),
            "people": self._accuracy_by(taken, "user_id", company),
            "channels": self._accuracy_by(taken, "medium_id", company),
            "months": self._months(measured, taken, company),
            "costs": self._costs(measured),
            "causes": self._causes(measured),
            "notes": explain.insight.notes(company),
        }

    @api.model
    def _start(self, months):
        today = fields.Date.context_today(self)
        months = min(max(int(months), 1), 60)
        return today.replace(day=1) - relativedelta(months=months - 1)

    # ------------------------------------------------------------- perfect orders
    def _index_view(self, index, company):
        low, high = company.o2c_perfect_low, company.o2c_perfect_high
        band = perfect_index.in_band(index.joint, low, high)
        return {
            "orders": index.orders,
            "joint": _plain(index.joint),
            "product": _plain(index.product),
            "gap": _plain(index.gap),
            "low": low,
            "high": high,
            "band": band.value,
            "band_text": explain.perfect.band(self.env, band, low, high),
            "rates": [
                {
                    "key": component.value,
                    "name": explain.perfect.component_name(self.env, component),
                    "rate": _plain(rate),
                }
                for component, rate in index.rates.items()
            ],
        }

    # ------------------------------------------------------------- accuracy
    def _accuracy_view(self, taken, company):
        names = [f"{kind}_errors" for kind in ("reference", "quantity", "time")]
        names.append("address_errors")
        Row = self.env["o2c.entry.accuracy"]
        sums = Row._read_group(
            taken, [], ["orders:sum", "wrong:sum", *(f"{n}:sum" for n in names)]
        )[0]
        labels = [Row._fields[n].get_description(self.env)["string"] for n in names]
        return {
            **self._judged(sums[0], sums[1], company),
            "kinds": [
                {"name": label, "count": count or 0}
                for label, count in zip(labels, sums[2:], strict=True)
            ],
        }

    def _accuracy_by(self, taken, field, company):
        groups = self.env["o2c.entry.accuracy"]._read_group(
            taken, [field], ["orders:sum", "wrong:sum"], order="orders:sum DESC"
        )
        return [
            {
                "id": record.id or False,
                "name": record.display_name or explain.insight.nobody(self.env),
                **self._judged(orders, wrong, company),
            }
            for record, orders, wrong in groups[:SHOWN_PEOPLE]
        ]

    def _judged(self, orders, wrong, company):
        low, high = company.o2c_entry_low, company.o2c_entry_high
        found = Accuracy(orders or 0, wrong or 0, Decimal(str(low)), Decimal(str(high)))
        return {
            "orders": found.orders,
            "wrong": found.wrong,
            "percent": _plain(found.percent),
            "band": found.band.value,
            "band_text": explain.perfect.band(self.env, found.band, low, high),
        }

    # ------------------------------------------------------------- months
    def _months(self, measured, taken, company):
        """The figures of each month that has orders, oldest first."""
        known = fields.Domain(measured) & fields.Domain(
            [(name, "!=", "open") for name in COMPONENTS]
        )
        rates = [f"{name}_rate:avg" for name in ("perfect", *COMPONENTS)]
        found = defaultdict(dict)
        for month, joint, *parts in self.env["o2c.perfect.order"]._read_group(
            known, ["ordered_on:month"], rates
        ):
            product = perfect_index.product_of(Decimal(str(part)) for part in parts)
            found[_first(month)] |= {"joint": joint, "product": float(product)}
        for month, accuracy, orders in self.env["o2c.entry.accuracy"]._read_group(
            taken, ["taken_on:month"], ["accuracy:avg", "orders:sum"]
        ):
            found[_first(month)] |= {"accuracy": accuracy, "orders": orders}
        nothing = dict.fromkeys(("joint", "product", "accuracy", "orders"))
        return [
            {"month": str(month), **nothing, **figures}
            for month, figures in sorted(found.items())
        ]

    # ------------------------------------------------------------- cost
    def _costs(self, measured):
        Order = self.env["o2c.perfect.order"]
        parts = ("cost_redelivery", "cost_credit", "cost_handling")
        dear = [*measured, ("cost_total", ">", 0)]
        sums = Order._read_group(
            dear, [], ["__count", "cost_total:sum", *(f"{p}:sum" for p in parts)]
        )[0]
        customers = Order._read_group(
            dear,
            ["partner_id"],
            ["__count", "cost_total:sum"],
            order="cost_total:sum DESC",
            limit=SHOWN_CUSTOMERS,
        )
        return {
            "orders": sums[0],
            "total": sums[1] or 0.0,
            "parts": [
                {
                    "name": Order._fields[part].get_description(self.env)["string"],
                    "amount": amount or 0.0,
                }
                for part, amount in zip(parts, sums[2:], strict=True)
            ],
            "customers": [
                {
                    "id": partner.id,
                    "name": partner.display_name,
                    "orders": count,
                    "amount": amount,
                }
                for partner, count, amount in customers
            ],
        }

    def _causes(self, measured):
        """What the troubles of the costliest orders began with, in money and days."""
        dear = [*measured, ("perfect", "=", "no")]
        Order = self.env["o2c.perfect.order"]
        found = Order.search_fetch(
            dear, ["order_id"], limit=CHAINS, order="cost_total DESC, id DESC"
        )
        money, days, orders = defaultdict(Decimal), defaultdict(int), defaultdict(int)
        for links in found.order_id._o2c_chains().values():
            for place, link in enumerate(links):
                root = links[causal_chain.root_of(links, place)].happening.kind
                money[root] += link.happening.cost
                days[root] += link.happening.days
                orders[root] += link.cause is None
        ranked = sorted(orders, key=lambda kind: (-money[kind], -days[kind]))
        return {
            "orders": len(found),
            "rows": [
                {
                    "kind": kind.value,
                    "name": explain.perfect.event_name(self.env, kind),
                    "times": orders[kind],
                    "amount": float(money[kind]),
                    "days": days[kind],
                }
                for kind in ranked
            ],
        }

    # ------------------------------------------------------------- ways on
    @api.model
    def open(self, what, key=None, months=12):
        """The action that shows what is behind a figure.

        :param what: perfect, costs, errors, people, channels, customer, or the name
            of a component
        """
        start = self._start(months)
        domain = [("company_id", "=", self.env.company.id)]
        if what in ("errors", "people", "channels"):
            field = {"people": "user_id", "channels": "medium_id"}.get(what)
            mine = [(field, "=", key)] if field else [("wrong", ">", 0)]
            return self._window(
                "action_entry_accuracy",
                [*domain, *mine, ("taken_on", ">=", str(start))],
                "list",
            )
        more = {
            "perfect": [("perfect", "=", "no")],
            "costs": [("cost_total", ">", 0)],
            "customer": [("partner_id", "=", key), ("cost_total", ">", 0)],
        }.get(what)
        if more is None and what in COMPONENTS:
            more = [(what, "=", "no")]
        window = [*domain, *(more or []), ("ordered_on", ">=", str(start))]
        return self._window("action_perfect_order", window, "list")

    def _window(self, action, domain, first):
        found = self.env["ir.actions.act_window"]._for_xml_id(f"o2c_orders.{action}")
        views = sorted(found["views"], key=lambda view: view[1] != first)
        return {**found, "domain": domain, "context": {}, "views": views}


def _plain(value):
    """A figure as the client takes it; None stays None."""
    return None if value is None else float(value)


def _first(month):
    return month if type(month) is date else month.date()
