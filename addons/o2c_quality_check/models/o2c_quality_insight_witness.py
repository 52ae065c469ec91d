"""Word against word: couriers and customers, our records and customers."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..explain import figures as explain
from . import quality_facts, witness_facts
from .quality_facts import share_figures

SHOWN_CASES = 40
COMPONENTS = ("complete", "on_time", "invoiced_right", "undamaged")


class O2cQualityInsight(models.AbstractModel):
    _name = "o2c.quality.insight"
    _inherit = "o2c.quality.insight"

    # ------------------------------------------------------------- couriers
    def _part_couriers(self, scope, options):
        rows = self.env.execute_query_dict(witness_facts.word_against_word(scope))
        untrue = [row for row in rows if row["untruth"]]
        return {
            "whole": share_figures(len(untrue), len(rows)),
            "groups": self._courier_groups(rows),
            "kinds": self._kinds(untrue),
            "cases": self._cases(untrue),
            "notes": explain.courier_notes(self.env),
        }

    def _courier_groups(self, rows):
        names = self._named("delivery.carrier", {row["carrier_id"] for row in rows})
        counts = {}
        for row in rows:
            part, whole = counts.get(row["carrier_id"], (0, 0))
            counts[row["carrier_id"]] = part + bool(row["untruth"]), whole + 1
        groups = [
            {"key": key, "label": names[key], **share_figures(*found)}
            for key, found in counts.items()
        ]
        return sorted(groups, key=lambda g: (not g["enough"], -g["low"], g["label"]))

    def _kinds(self, untrue):
        names = explain.untruths(self.env)
        found = [row["untruth"] for row in untrue]
        return [
            {"key": kind.value, "name": names[kind], "count": found.count(kind.value)}
            for kind in witness_facts.GRAVITY
        ]

    def _cases(self, untrue):
        untrue.sort(key=lambda row: (row["finished_at"], row["call_id"]), reverse=True)
        shown = untrue[:SHOWN_CASES]
        orders = self._named("sale.order", {row["order_id"] for row in shown})
        partners = self._named("res.partner", {row["partner_id"] for row in shown})
        couriers = self._named("delivery.carrier", {r["carrier_id"] for r in shown})
        names = {kind.value: name for kind, name in explain.untruths(self.env).items()}
        return [
            {
                "call": row["call_id"],
                "order": orders[row["order_id"]],
                "customer": partners[row["partner_id"]],
                "courier": couriers[row["carrier_id"]],
                "reported": str(row["delivered_at"]),
                "said": str(row["finished_at"]),
                "untruth": names[row["untruth"]],
            }
            for row in shown
        ]

    @api.model
    def open_cases(self, options, carrier=None, kind=None):
        """The calls in which a courier was contradicted.

        :param carrier: only of this one
        :param kind: only contradicted in this
        """
        scope = self._scope("couriers", options)
        quality_facts.flush(self.env)
        rows = self.env.execute_query_dict(witness_facts.word_against_word(scope))
        ids = [
            row["call_id"]
            for row in rows
            if row["untruth"]
            and (not carrier or row["carrier_id"] == carrier)
            and (not kind or row["untruth"] == kind)
        ]
        return self._window("action_call_all", [("id", "in", ids)])

    # ------------------------------------------------------------- the order
    def _part_witness(self, scope, options):
        row = self._both_witnesses(scope)
        return {
            "system": share_figures(row["system_yes"], row["orders"]),
            "customer": share_figures(row["customer_yes"], row["orders"]),
            "disagreement": share_figures(row["differ"], row["orders"]),
            "both": row["both"],
            "only_system": row["system_yes"] - row["both"],
            "only_customer": row["customer_yes"] - row["both"],
            "neither": row["orders"]
            - row["system_yes"]
            - row["customer_yes"]
            + row["both"],
            "orders": row["orders"],
            "components": self._component_rows(scope),
            "notes": explain.witness_notes(self.env),
        }

    def _asked(self, scope):
        """The measured orders about which a customer spoke in the scope."""
        return SQL(
            """
            SELECT p.* FROM o2c_perfect_order p
             WHERE p.customer_perfect IS NOT NULL AND p.perfect <> 'open'
               AND p.order_id IN (
                   SELECT c.order_id FROM o2c_call c
                    WHERE c.finished_at IS NOT NULL AND %s)
            """,
            scope.covers(SQL("c.finished_at"), "c"),
        )

    def _both_witnesses(self, scope):
        query = SQL(
            """
            SELECT count(*) AS orders,
                   count(*) FILTER (WHERE perfect = 'yes') AS system_yes,
                   count(*) FILTER (WHERE customer_perfect = 'yes') AS customer_yes,
                   count(*) FILTER (WHERE perfect = 'yes' AND customer_perfect = 'yes')
                       AS both,
                   count(*) FILTER (WHERE disagreement) AS differ
              FROM (%s) p
            """,
            self._asked(scope),
        )
        return self.env.execute_query_dict(query)[0]

    def _component_rows(self, scope):
        """What records and customers say of each component, where both know it."""
        names = ["order_id", *COMPONENTS]
        query = SQL(
            "SELECT %s FROM (%s) p",
            SQL(", ").join(SQL.identifier("p", name) for name in names),
            self._asked(scope),
        )
        found = {row[0]: row[1:] for row in self.env.execute_query(query)}
        # what any customer said counts, whoever looks at the figures
        told = self.env["sale.order"].sudo().browse(found)._o2c_customer_witness()
        labels = explain.components(self.env)
        return [
            {
                "key": name,
                "name": labels[name],
                **_component(found, told, place, name),
            }
            for place, name in enumerate(COMPONENTS)
        ]

    @api.model
    def open_orders(self, options, which="differ"):
        """The measured orders behind a figure.

        :param which: asked, differ, system, customer, or one of the four cells
        """
        scope = self._scope("witness", options)
        more = {
            "asked": SQL("TRUE"),
            "differ": SQL("p.disagreement"),
            "system": SQL("p.perfect = 'yes'"),
            "customer": SQL("p.customer_perfect = 'yes'"),
            "both": SQL("p.perfect = 'yes' AND p.customer_perfect = 'yes'"),
            "only_system": SQL("p.perfect = 'yes' AND p.customer_perfect <> 'yes'"),
            "only_customer": SQL("p.perfect <> 'yes' AND p.customer_perfect = 'yes'"),
            "neither": SQL("p.perfect <> 'yes' AND p.customer_perfect <> 'yes'"),
        }.get(which)
        if more is None:
            raise UserError(explain.no_such_figures(self.env))
        self.env["o2c.perfect.order"].flush_model()
        quality_facts.flush(self.env)
        query = SQL("SELECT p.id FROM (%s) p WHERE %s", self._asked(scope), more)
        ids = [row[0] for row in self.env.execute_query(query)]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_perfect_order"
        )
        return {
            **action,
            "domain": [("id", "in", ids)],
            "context": {},
            "views": [(False, "list")],
        }


def _component(found, told, place, name):
    """How often both witnesses know a component, say yes to it, and differ."""
    pairs = [
        (row[place] == "yes", told[order][name])
        for order, row in found.items()
        if row[place] != "open" and told.get(order, {}).get(name) is not None
    ]
    return {
        "system": share_figures(sum(ours for ours, _his in pairs), len(pairs)),
        "customer": share_figures(sum(his for _ours, his in pairs), len(pairs)),
        "differ": sum(ours != his for ours, his in pairs),
    }
