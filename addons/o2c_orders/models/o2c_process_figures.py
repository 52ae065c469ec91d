"""The process screen: a handful of statements over what was measured."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..domain import process as rules
from ..domain.milestones import Stage
from .departments import DEPARTMENTS
from .o2c_stage_change import STAGES
from .timeline_rows import local_day, midnight

# stage: the moments between which an order is in it
SPANS = {
    Stage.ACQUISITION: ("captured_at", "confirmed_at"),
    Stage.PROCESSING: ("confirmed_at", "processed_at"),
    Stage.SHIPMENT: ("processed_at", "arrived_at"),
    Stage.DELIVERY: ("arrived_at", "invoiced_at"),
    Stage.PAYMENT: ("invoiced_at", "paid_at"),
    Stage.SETTLEMENT: ("paid_at", "closed_at"),
}
FILTERS = ("team_id", "warehouse_id", "user_id")
VARIANTS = 12


class O2cProcess(models.Model):
    _inherit = "o2c.process"

    @api.model
    def figures(self, days=90, narrow=None):
        """What the process screen shows of the user's companies.

        :param int days: how many days back from today, today included
        :param narrow: ``{"team_id" | "warehouse_id" | "user_id": id}`` or None
        """
        self.check_access("read")
        zone = self.env.company.partner_id.tz or "UTC"
        now = fields.Datetime.now()
        today = local_day(now, zone)
        start = midnight(today - timedelta(days=max(int(days), 1) - 1), zone)
        scope = self._figures_scope(narrow or {})
        stages = self._figures_stages(scope, start)
        ours = self._search(scope).subselect()
        return {
            "from": str(local_day(start, zone)),
            "to": str(today),
            "headline": self._figures_headline(ours, start),
            "stages": stages,
            "departments": self._figures_departments(stages),
            "ages": self._figures_ages(scope),
            "variants": self._figures_variants(ours, start),
            "throughput": self._figures_throughput(ours, start, zone),
            "hours": self._figures_hours(ours, start, zone),
            "choices": self._figures_choices(),
            "since": fields.Datetime.to_string(start),
        }

    def _figures_scope(self, narrow):
        """The domain over orders and over their processes alike."""
        domain = [("company_id", "in", self.env.companies.ids)]
        return domain + [
            (name, "=", int(narrow[name])) for name in FILTERS if narrow.get(name)
        ]

    def _one(self, query, **values):
        self.env.cr.execute(SQL(query, **values))
        return self.env.cr.dictfetchone()

    def _all(self, query, **values):
        self.env.cr.execute(SQL(query, **values))
        return self.env.cr.dictfetchall()

    def _figures_headline(self, ours, start):
        return self._one(HEADLINE, ours=ours, start=start)

    def _figures_choices(self):
        """What the figures can be narrowed down to: ``{field: [(id, name)]}``."""
        scope = self._figures_scope({})
        return {
            name: [
                (record.id, record.display_name)
                for [record] in self._read_group(scope, [name])
                if record
            ]
            for name in FILTERS
        }

    # ------------------------------------------------------------- stages
    def _figures_stages(self, scope, start):
        ours = self._search(scope).subselect()
        spans = SQL(" UNION ALL ").join(
            SQL(
                STAGE,
                stage=stage.value,
                entered=SQL.identifier(entered),
                left=SQL.identifier(left),
                ours=ours,
                start=start,
            )
            for stage, (entered, left) in SPANS.items()
        )
        self.env.cr.execute(spans)
        measured = {row["stage"]: row for row in self.env.cr.dictfetchall()}
        waiting = self._figures_waiting(scope)
        facts = [
            rules.StageFacts(
                stage=stage,
                mean=measured[stage.value]["mean"],
                p90=measured[stage.value]["p90"],
                entered=measured[stage.value]["entered"],
                left=measured[stage.value]["left"],
                waiting=waiting.get(stage.value, (0, None))[0],
                age=waiting.get(stage.value, (0, None))[1],
            )
            for stage in SPANS
        ]
        found = rules.bottlenecks(facts)
        names = dict(self._fields["stage"]._description_selection(self.env))
        return [
            {
                "stage": fact.stage.value,
                "name": names[fact.stage.value],
                "department": rules.TURNS[fact.stage].value,
                "mean": fact.mean,
                "median": measured[fact.stage.value]["median"],
                "p90": fact.p90,
                "entered": fact.entered,
                "left": fact.left,
                "waiting": fact.waiting,
                "age": fact.age,
                "why": [
                    explain.process.bottleneck(self.env, reason)
                    for reason in found[fact.stage].reasons
                ],
            }
            for fact in facts
        ]

    def _figures_waiting(self, scope):
        """``{stage: (orders there now, median days)}``."""
        orders = self.env["sale.order"]._search(scope).subselect()
        rows = self._all(WAITING, orders=orders, now=fields.Datetime.now())
        return {row["stage"]: (row["orders"], row["age"]) for row in rows}

    def _figures_departments(self, stages):
        days = {}
        for stage in stages:
            known = days.get(stage["department"], 0.0)
            days[stage["department"]] = known + (stage["mean"] or 0.0)
        names = dict(
            self.env["o2c.process.stage"]
            ._fields["department"]
            ._description_selection(self.env)
        )
        total = sum(days.values())
        return {
            "rows": [
                {
                    "department": department,
                    "name": names[department],
                    "days": days[department],
                    "share": days[department] / total if total else 0.0,
                }
                for department, _name in DEPARTMENTS
                if department in days
            ],
            "fragmentation": rules.fragmentation(days.values()),
        }

    def _figures_ages(self, scope):
        """How many open orders of each stage are how old."""
        orders = self.env["sale.order"]._search(scope).subselect()
        now = fields.Datetime.now()
        rows = self._all(AGES, orders=orders, now=now, ends=list(rules.AGES))
        counts = {(row["stage"], row["place"]): row["orders"] for row in rows}
        names = dict(self._fields["stage"]._description_selection(self.env))
        used = {row["stage"] for row in rows}
        return [
            {
                "stage": stage,
                "name": names[stage],
                "counts": [
                    counts.get((stage, place), 0)
                    for place in range(len(rules.AGES) + 1)
                ],
            }
            for stage, _name in STAGES
            if stage in used
        ]

    # ------------------------------------------------------------- paths and flow
    def _figures_variants(self, ours, start):
        rows = self._all(PATHS, ours=ours, start=start, limit=VARIANTS)
        for row in rows:
            row["name"] = explain.process.path(self.env, row.pop("path"))
        return rows

    def _figures_throughput(self, ours, start, zone):
        """Orders confirmed, delivered and closed on each day of the period."""
        rows = self._all(FLOW, ours=ours, start=start, zone=zone)
        found = {row["day"]: row for row in rows}
        nothing = {"confirmed": 0, "delivered": 0, "closed": 0}
        first = local_day(start, zone)
        last = max([local_day(fields.Datetime.now(), zone), *found])
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [{**nothing, **found.get(day, {}), "day": str(day)} for day in days]

    def _figures_hours(self, ours, start, zone):
        """Orders confirmed in each hour of the day, on the average working day."""
        rows = self._all(HOURS, ours=ours, start=start, zone=zone)
        found = {int(row["hour"]): row["orders"] for row in rows}
        return [found.get(hour, 0.0) for hour in range(24)]


HEADLINE = """
SELECT count(*) AS orders,
       count(closed_at) AS closed,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY total_days) AS median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY total_days) AS p90,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY own_days) AS own,
       avg(straight_through::int) FILTER (WHERE closed_at IS NOT NULL)::float
           AS straight,
       avg(untouched::int) FILTER (WHERE closed_at IS NOT NULL)::float AS untouched,
       avg(touches) FILTER (WHERE closed_at IS NOT NULL)::float AS touches,
       avg(interventions) FILTER (WHERE closed_at IS NOT NULL)::float
           AS interventions,
       avg((reopenings > 0)::int)::float AS reopened,
       max(measured_at)::text AS measured_at
  FROM o2c_process WHERE id IN %(ours)s AND confirmed_at >= %(start)s
"""
# of the orders that left a stage in the period
STAGE = """
SELECT %(stage)s AS stage,
       avg(extract(epoch FROM %(left)s - %(entered)s) / 86400)
           FILTER (WHERE %(left)s >= %(start)s)::float AS mean,
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM %(left)s - %(entered)s) / 86400)
           FILTER (WHERE %(left)s >= %(start)s) AS median,
       percentile_cont(0.9) WITHIN GROUP (
           ORDER BY extract(epoch FROM %(left)s - %(entered)s) / 86400)
           FILTER (WHERE %(left)s >= %(start)s) AS p90,
       count(*) FILTER (WHERE %(entered)s >= %(start)s) AS entered,
       count(*) FILTER (WHERE %(left)s >= %(start)s) AS left
  FROM o2c_process
 WHERE id IN %(ours)s AND (%(left)s >= %(start)s OR %(entered)s >= %(start)s)
"""
WAITING = """
SELECT CASE WHEN o2c_stage = 'generation' THEN 'acquisition' ELSE o2c_stage END
           AS stage,
       count(*) AS orders,
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM %(now)s - o2c_stage_since) / 86400) AS age
  FROM sale_order
 WHERE id IN %(orders)s AND o2c_stage NOT IN ('closed', 'cancelled')
 GROUP BY 1
"""
AGES = """
SELECT o2c_stage AS stage, count(*) AS orders,
       width_bucket(extract(epoch FROM %(now)s - o2c_stage_since) / 86400,
                    %(ends)s::numeric[]) AS place
  FROM sale_order
 WHERE id IN %(orders)s AND o2c_stage NOT IN ('closed', 'cancelled')
 GROUP BY 1, 3
"""
PATHS = """
SELECT v.id, v.path, count(*) AS orders,
       count(*)::float / sum(count(*)) OVER () AS share,
       count(p.closed_at) AS closed,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY p.total_days) AS median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY p.total_days) AS p90,
       bool_and(p.straight_through) AS straight
  FROM o2c_process p JOIN o2c_process_variant v ON v.id = p.variant_id
 WHERE p.id IN %(ours)s AND p.confirmed_at >= %(start)s
 GROUP BY v.id, v.path ORDER BY count(*) DESC, v.id LIMIT %(limit)s
"""
FLOW = """
SELECT day, count(*) FILTER (WHERE what = 'confirmed') AS confirmed,
       count(*) FILTER (WHERE what = 'delivered') AS delivered,
       count(*) FILTER (WHERE what = 'closed') AS closed
  FROM o2c_process p
 CROSS JOIN LATERAL (VALUES ('confirmed', p.confirmed_at),
                            ('delivered', p.arrived_at),
                            ('closed', p.closed_at)) AS e (what, at)
 CROSS JOIN LATERAL (SELECT ((e.at AT TIME ZONE 'UTC') AT TIME ZONE %(zone)s)::date
                                AS day) AS local
 WHERE p.id IN %(ours)s AND e.at >= %(start)s
 GROUP BY day ORDER BY day
"""
HOURS = """
SELECT hour, count(*)::float / max(days) AS orders
  FROM (SELECT extract(hour FROM at) AS hour,
               (SELECT count(DISTINCT (((confirmed_at AT TIME ZONE 'UTC')
                                        AT TIME ZONE %(zone)s)::date))
                  FROM o2c_process
                 WHERE id IN %(ours)s AND confirmed_at >= %(start)s) AS days
          FROM o2c_process
         CROSS JOIN LATERAL (SELECT (confirmed_at AT TIME ZONE 'UTC')
                                        AT TIME ZONE %(zone)s AS at) AS local
         WHERE id IN %(ours)s AND confirmed_at >= %(start)s) AS found
 GROUP BY hour
"""
