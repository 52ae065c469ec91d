"""What complaints teach: a Pareto by each dimension."""

from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import explain
from ..domain import pareto
from .o2c_ticket_learning import COMPLAINTS

# what complaints are counted by: key of the screen -> path from the ticket
DIMENSIONS = {
    "cause": "cause_id",
    "reason": "reason_id",
    "product": "product_id",
    "lot": "lot_id",
    "supplier": "fault_partner_id",
    "courier": "picking_id.carrier_id",
    "person": "fault_user_id",
    "department": "department",
    "customer": "partner_id",
}
MEASURES = ("count", "cost")
# those beyond stand together in one last bar
SHOWN = 15


class O2cLearningInsight(models.AbstractModel):
    """Reads tickets and their costs for the screens; counts what the user may read."""

    _name = "o2c.learning.insight"
    _description = "What complaints teach"

    @api.model
    def pareto(self, dimension="cause", measure="count", months=12):
        """Complaints of the user's company by a dimension, the worst first.

        :param dimension: key of ``DIMENSIONS``
        :param measure: what ranks them, ``count`` or ``cost``
        :param months: how many months back, this one included
        """
        self._check_right(dimension, measure)
        found = self._groups(dimension, months)
        unknown = [row for row in found if not row["key"]]
        known = [row for row in found if row["key"]]
        bars = self._bars(known, measure, self._names(dimension, known))
        return {
            "company": self.env.company.name,
            "currency": self.env.company.currency_id.id,
            "dimensions": self._dimensions(),
            "count": sum(row["count"] for row in found),
            "cost": float(sum(row["cost"] for row in found)),
            "bars": bars[:SHOWN],
            "rest": self._rest(bars[SHOWN:]),
            "unknown": {
                "count": sum(row["count"] for row in unknown),
                "cost": float(sum(row["cost"] for row in unknown)),
            },
            "text": explain.learning.pareto(self.env, bars, measure),
            "notes": explain.learning.pareto_notes(self.env),
        }

    def _check_right(self, dimension, measure="count"):
        self.env["o2c.ticket"].check_access("read")
        self.env["o2c.ticket.cost"].check_access("read")
        if dimension not in DIMENSIONS or measure not in MEASURES:
            raise UserError(self.env._("There is no such figure."))
        if dimension == "person" and not self._sees_people():
            raise AccessError(self.env._("Only care leaders see this by person."))

    def _sees_people(self):
        return self.env.user.has_group("o2c_customer_care.group_care_leader")

    def _dimensions(self):
        return [
            {"key": key, "name": name}
            for key, name in explain.learning.dimensions(self.env).items()
            if key != "person" or self._sees_people()
        ]

    # ------------------------------------------------------------- one query
    def _groups(self, dimension, months):
        """Count and cost of each value of a dimension, in one query."""
        Ticket = self.env["o2c.ticket"]
        Ticket.flush_model()
        self.env["o2c.ticket.cost"]._flush_sources()
        query = SQL(
            """
            SELECT %(key)s, count(*), COALESCE(sum(cost.amount), 0)
              FROM o2c_ticket ticket
              LEFT JOIN stock_picking picking ON picking.id = ticket.picking_id
              LEFT JOIN (SELECT ticket_id, sum(amount) AS amount
                           FROM (%(costs)s) costs GROUP BY ticket_id) cost
                ON cost.ticket_id = ticket.id
             WHERE ticket.id IN %(tickets)s
             GROUP BY %(key)s
            """,
            key=self._key_column(dimension),
            costs=self.env["o2c.ticket.cost"]._table_query,
            tickets=Ticket._search(self._domain(months)).subselect(),
        )
        return [
            {"key": key, "count": count, "cost": Decimal(str(cost))}
            for key, count, cost in self.env.execute_query(query)
        ]

    def _key_column(self, dimension):
        path = DIMENSIONS[dimension].split(".")
        table = "picking" if len(path) > 1 else "ticket"
        return SQL.identifier(table, path[-1])

    def _domain(self, months):
        """The complaints of the period; a part or a merged one is no second one."""
        today = fields.Date.context_today(self)
        months = min(max(int(months), 1), 60)
        start = today.replace(day=1) - relativedelta(months=months - 1)
        return [
            ("company_id", "=", self.env.company.id),
            ("kind", "in", COMPLAINTS),
            ("parent_id", "=", False),
            ("merged_into_id", "=", False),
            ("opened_at", ">=", str(start)),
        ]

    def _names(self, dimension, rows):
        """The names of the values of a dimension: a dict."""
        model, field = self.env["o2c.ticket"], None
        for name in DIMENSIONS[dimension].split("."):
            field = model._fields[name]
            model = self.env[field.comodel_name] if field.relational else None
        keys = [row["key"] for row in rows]
        if model is None:
            return dict(field._description_selection(self.env))
        # a name on a figure is shown to whoever may see the figure
        records = model.sudo().browse(keys)
        return {record.id: record.display_name for record in records}

    # ------------------------------------------------------------- bars
    def _bars(self, rows, measure, names):
        ranked = pareto.bars([(row["key"], Decimal(row[measure])) for row in rows])
        rows = {row["key"]: row for row in rows}
        return [
            {
                "key": bar.key,
                "name": names.get(bar.key, ""),
                "count": rows[bar.key]["count"],
                "cost": float(rows[bar.key]["cost"]),
                "share": _plain(bar.share),
                "cumulated": _plain(bar.cumulated),
                "letter": bar.letter.value if bar.letter else "",
            }
            for bar in ranked
        ]

    def _rest(self, bars):
        return {
            "values": len(bars),
            "count": sum(bar["count"] for bar in bars),
            "cost": sum(bar["cost"] for bar in bars),
        }

    # ------------------------------------------------------------- ways on
    @api.model
    def open(self, dimension, key, months=12):
        """The tickets behind a bar; ``key`` False: those where it is not known."""
        self._check_right(dimension)
        found = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        domain = [*self._domain(months), (DIMENSIONS[dimension], "=", key or False)]
        views = sorted(found["views"], key=lambda view: view[1] != "list")
        return {**found, "domain": domain, "context": {}, "views": views}

    @api.model
    def open_action(self, dimension, key, months=12):
        """A new corrective action about a bar, with its tickets."""
        self._check_right(dimension)
        self.env["o2c.corrective.action"].check_access("create")
        domain = [*self._domain(months), (DIMENSIONS[dimension], "=", key)]
        tickets = self.env["o2c.ticket"].search(domain)
        return tickets.action_open_corrective()


def _plain(value):
    """A figure as the client takes it; None stays None."""
    return None if value is None else float(value)
