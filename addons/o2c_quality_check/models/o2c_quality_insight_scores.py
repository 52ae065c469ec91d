"""Satisfaction: NPS, CSAT and CES with their intervals, by whatever they depend on."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..domain.satisfaction import Measure, Score
from ..explain import figures as explain
from . import quality_facts

# what scores are looked at by: key of the screen -> column, model of its names
DIMENSIONS = {
    "courier": ("carrier_id", "delivery.carrier"),
    "product": ("product_id", "product.product"),
    "category": ("categ_id", "product.category"),
    "warehouse": ("warehouse_id", "stock.warehouse"),
    "salesperson": ("user_id", "res.users"),
    "country": ("country_id", "res.country"),
    "state": ("state_id", "res.country.state"),
    "script": ("survey_id", "survey.survey"),
    "campaign": ("campaign_id", "o2c.campaign"),
    "agent": ("agent_id", "res.users"),
}
# an order has several of these: a score counts for each
GOODS = ("product", "category")
SHOWN = 40


class O2cQualityInsight(models.AbstractModel):
    _name = "o2c.quality.insight"
    _inherit = "o2c.quality.insight"

    def _part_satisfaction(self, scope, options):
        by = self._dimension(options)
        whole, months = self._score_counts(scope)
        measure = self._measure(options, whole)
        groups = self._groups(scope, by, measure)
        return {
            "by": by,
            "dimensions": self._dimensions(),
            "measure": measure.value,
            "tiles": [self._tile(m, whole) for m in Measure],
            "trend": self._trend(scope, measure, months),
            "groups": groups[:SHOWN],
            "hidden": max(len(groups) - SHOWN, 0),
            "notes": self._score_notes(by),
        }

    def _score_notes(self, by):
        return [
            *explain.score_notes(self.env, by in GOODS),
            *explain.scale_notes(self.env, quality_facts.scales(self.env)),
        ]

    def _dimension(self, options):
        by = options.get("by") or "courier"
        if by not in DIMENSIONS:
            raise UserError(explain.no_such_figures(self.env))
        if by == "agent" and not self._sees_people():
            raise AccessError(explain.for_leaders(self.env))
        return by

    def _dimensions(self):
        names = explain.dimensions(self.env)
        return [
            {"key": key, "name": names[key]}
            for key in DIMENSIONS
            if key != "agent" or self._sees_people()
        ]

    def _measure(self, options, whole):
        """The measure asked for, else the one with the most answers."""
        if options.get("measure"):
            try:
                return Measure(options["measure"])
            except ValueError as error:
                raise UserError(explain.no_such_figures(self.env)) from error
        return max(Measure, key=lambda m: whole.get(m, (0, 0, 0))[2])

    def _trend(self, scope, measure, months):
        scores = {
            month: Score(measure, *months.get((measure, month), (0, 0, 0)))
            for month in self._month_starts(scope)
        }
        return [
            {"month": str(month), **_figures(score)} for month, score in scores.items()
        ]

    def _tile(self, measure, whole):
        score = Score(measure, *whole.get(measure, (0, 0, 0)))
        names = explain.measures(self.env)
        return {"key": measure.value, "name": names[measure], **_figures(score)}

    # ------------------------------------------------------------- counting
    def _score_counts(self, scope):
        """``{measure: (good, bad, n)}`` and the same by ``(measure, month)``."""
        query = SQL(
            """
            SELECT measure, month, sum(good), sum(bad), count(*)
              FROM (SELECT s.measure, s.good, s.bad,
                           date_trunc('month', %(local)s)::date AS month
                      FROM (%(rows)s) s WHERE %(scope)s) found
             GROUP BY GROUPING SETS ((measure), (measure, month))
            """,
            local=scope.local(SQL("s.at"), "s"),
            rows=quality_facts.score_rows(self.env),
            scope=scope.covers(SQL("s.at"), "s"),
        )
        whole, months = {}, {}
        for measure, month, *counts in self.env.execute_query(query):
            if month is None:
                whole[Measure(measure)] = tuple(map(int, counts))
            else:
                months[Measure(measure), month] = tuple(map(int, counts))
        return whole, months

    def _group_counts(self, scope, dimensions, measures):
        """``{(dimension, measure): {key: (good, bad, n)}}``, all in one statement.

        :param dimensions: several, or one of ``GOODS`` alone
        """
        goods = [by for by in dimensions if by in GOODS]
        keys = [
            SQL.identifier("g" if by in GOODS else "s", DIMENSIONS[by][0])
            for by in dimensions
        ]
        sets = SQL(", ").join(SQL("(s.measure, %s)", key) for key in keys)
        query = SQL(
            """
            SELECT s.measure, ARRAY[%(keys)s], ARRAY[%(grouped)s], sum(s.good),
                   sum(s.bad), count(*)
              FROM (%(rows)s) s %(goods)s
             WHERE s.measure = ANY(%(measures)s) AND %(scope)s
             GROUP BY GROUPING SETS (%(sets)s)
            """,
            keys=SQL(", ").join(keys),
            grouped=SQL(", ").join(SQL("GROUPING(%s)", key) for key in keys),
            rows=quality_facts.score_rows(self.env),
            goods=_goods(DIMENSIONS[goods[0]][0]) if goods else SQL(),
            measures=[measure.value for measure in measures],
            scope=scope.covers(SQL("s.at"), "s"),
            sets=sets,
        )
        found = {(by, measure): {} for by in dimensions for measure in measures}
        for measure, values, left_out, *counts in self.env.execute_query(query):
            place = left_out.index(0)
            rows = found[dimensions[place], Measure(measure)]
            rows[values[place]] = tuple(map(int, counts))
        return found

    def _groups(self, scope, by, measure):
        """A row for each group: the worst first, those of few answers last."""
        counts = self._group_counts(scope, [by], [measure])
        return self._group_rows(by, measure, counts[by, measure])

    def _group_rows(self, by, measure, counts):
        names = self._named(DIMENSIONS[by][1], counts)
        rows = [
            {
                "key": key or False,
                "label": names.get(key, names[None]),
                **_figures(Score(measure, *found)),
            }
            for key, found in counts.items()
        ]
        rows.sort(key=lambda r: (not r["enough"], not r["key"], r["high"], r["label"]))
        return rows

    # ------------------------------------------------------------- ways on
    @api.model
    def open_scores(self, options, measure, key=None, month=None, grouped=False):
        """The action that shows the answers behind a score.

        :param key: of the group, when ``grouped``
        :param month: only of the month that begins on this day
        """
        scope = self._scope("satisfaction", options)
        conditions = [
            scope.covers(SQL("s.at"), "s"),
            SQL("s.measure = %s", Measure(measure).value),
        ]
        joined = SQL()
        if month:
            local = SQL("date_trunc('month', %s)::date", scope.local(SQL("s.at"), "s"))
            conditions.append(SQL("%s = %s", local, month))
        if grouped:
            by = self._dimension(options)
            column, table = DIMENSIONS[by][0], "g" if by in GOODS else "s"
            joined = _goods(column) if by in GOODS else joined
            name = SQL.identifier(table, column)
            conditions.append(
                SQL("%s = %s", name, key) if key else SQL("%s IS NULL", name)
            )
        quality_facts.flush(self.env)
        query = SQL(
            "SELECT s.id FROM (%s) s %s WHERE %s",
            quality_facts.score_rows(self.env),
            joined,
            SQL(" AND ").join(conditions),
        )
        ids = [row[0] for row in self.env.execute_query(query)]
        views = ("list", "pivot", "graph")
        return self._window("action_quality_score", [("id", "in", ids)], views)


def _goods(column):
    """What was in the order of a score, each product or category once."""
    return SQL(
        """
        LEFT JOIN (
            SELECT DISTINCT l.order_id, %s
              FROM sale_order_line l
              JOIN product_product p ON p.id = l.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE l.display_type IS NULL AND NOT COALESCE(l.is_delivery, false)
        ) g ON g.order_id = s.order_id
        """,
        SQL("l.product_id") if column == "product_id" else SQL("t.categ_id"),
    )


def _figures(score):
    """A score as the client takes it: the point only where it says something."""
    low, high = score.interval or (None, None)
    return {
        "n": score.n,
        "value": score.value,
        "low": low,
        "high": high,
        "enough": score.is_enough,
    }
