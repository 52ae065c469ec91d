"""How the calling goes: contacts, times, occupancy, call-backs, results."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.o2c_customer_care.domain.care_figures import ratio

from ..domain.calls import ALIVE, Result
from ..domain.campaign import MARKETING
from ..explain import calling
from ..explain import figures as explain
from . import quality_facts
from .quality_facts import share_figures

GROUPS = {
    "campaign": ("campaign_id", "o2c.campaign"),
    "agent": ("agent_id", "res.users"),
    "day": ("day", None),
}
# so many months are shown day by day, more by weeks
DAILY = 2
WORKED = ("in_call", "wrap_up")
THERE = ("available", *WORKED)
COUNTS = (
    "dials contacts right results talk wrap handle promises kept called sold"
).split()
NOTHING = {**dict.fromkeys(COUNTS, 0), "median": None}
# shares of counts: key -> part, whole
RATES = {
    "contact_rate": ("contacts", "dials"),
    "right_rate": ("right", "contacts"),
    "kept_rate": ("kept", "promises"),
    "conversion": ("sold", "called"),
}
ATTEMPTS = {
    "dials": SQL("TRUE"),
    "contacts": SQL("t.result IN %s", tuple(result.value for result in ALIVE)),
    "right": SQL(
        "t.result IN %s AND t.right_party", tuple(result.value for result in ALIVE)
    ),
    "results": SQL("t.result = %s", Result.ANSWERED.value),
    "promises": SQL("t.promise IS NOT NULL"),
    "kept": SQL("t.promise = 'kept'"),
}
# calls that sell in which the right person was spoken to
CALLED = SQL(
    "t.right_party AND campaign.kind IN %s", tuple(kind.value for kind in MARKETING)
)


class O2cQualityInsight(models.AbstractModel):
    _name = "o2c.quality.insight"
    _inherit = "o2c.quality.insight"

    def _part_operations(self, scope, options):
        self.env["o2c.agent.session"].flush_model()
        group = self._operations_group(options)
        whole = self._counts(scope, None)[None]
        work = self._work(scope, group)
        step = "day" if self._months(options) <= DAILY else "week"
        steps = {**self._steps(scope, step), **self._counts(scope, step)}
        return {
            "by": group,
            "dimensions": self._operations_groups(),
            "tiles": calling.operation_tiles(
                self.env, _rates(whole, self._whole_work(scope))
            ),
            "waiting": self._late_promises(scope),
            "step": step,
            "days": [
                {"day": str(day), **_rates(counts, None)}
                for day, counts in sorted(steps.items())
            ],
            "groups": self._operation_rows(scope, group, work),
            "notes": calling.operation_notes(self.env),
        }

    def _steps(self, scope, step):
        """All days or weeks of the period: also those in which nobody was called."""
        day = scope.start
        if step == "week":
            day -= timedelta(days=day.weekday())
        length = timedelta(days=1 if step == "day" else 7)
        found = {}
        while day < scope.end:
            found[day] = NOTHING
            day += length
        return found

    def _operations_groups(self):
        names = calling.operation_groups(self.env)
        return [
            {"key": key, "name": names[key]}
            for key in GROUPS
            if key != "agent" or self._sees_people()
        ]

    def _operations_group(self, options):
        group = options.get("by")
        if group not in GROUPS:
            return "campaign"
        if group == "agent" and not self._sees_people():
            raise AccessError(explain.for_leaders(self.env))
        return group

    # ------------------------------------------------------------- counting
    def _counts(self, scope, group):
        """``{key: counts}`` of the attempts; without a group one row under None."""
        key = self._key(scope, group, SQL("t.at"))
        query = SQL(
            """
            SELECT %(key)s AS key, count(*) AS dials,
                   count(*) FILTER (WHERE t.result IN %(alive)s) AS contacts,
                   count(*) FILTER (WHERE t.result IN %(alive)s AND t.right_party)
                       AS right,
                   count(*) FILTER (WHERE t.result = %(answered)s) AS results,
                   COALESCE(sum(t.talk_seconds)
                       FILTER (WHERE t.result IN %(alive)s), 0) AS talk,
                   COALESCE(sum(t.wrap_seconds)
                       FILTER (WHERE t.result IN %(alive)s), 0) AS wrap,
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY COALESCE(t.talk_seconds, 0)
                              + COALESCE(t.wrap_seconds, 0))
                       FILTER (WHERE t.result IN %(alive)s) AS median,
                   COALESCE(sum(t.handle_seconds), 0) AS handle,
                   count(t.promise) AS promises,
                   count(*) FILTER (WHERE t.promise = 'kept') AS kept,
                   count(DISTINCT t.call_id) FILTER (WHERE %(called)s) AS called,
                   count(DISTINCT sold.o2c_call_id) FILTER (WHERE %(called)s) AS sold
              FROM o2c_call_attempt t
              JOIN o2c_campaign campaign ON campaign.id = t.campaign_id
              LEFT JOIN sale_order sold
                ON sold.o2c_call_id = t.call_id AND sold.state = 'sale'
             WHERE %(scope)s GROUP BY 1
            """,
            key=key,
            alive=tuple(result.value for result in ALIVE),
            answered=Result.ANSWERED.value,
            called=CALLED,
            scope=scope.covers(SQL("t.at"), "t"),
        )
        found = {row.pop("key"): row for row in self.env.execute_query_dict(query)}
        return found if group else {None: found.get(None, NOTHING)}

    def _key(self, scope, group, moment):
        if group is None:
            return SQL("NULL::int")
        if group == "day":
            return SQL("(%s)::date", scope.local(moment, "t"))
        if group == "week":
            return SQL("date_trunc('week', %s)::date", scope.local(moment, "t"))
        return SQL.identifier("t", GROUPS[group][0])

    def _work(self, scope, group):
        """``{key: (seconds at work on calls, seconds there)}`` from the sessions.

        Nobody is there for a single campaign: by campaign there is none.
        """
        if group == "campaign" or scope.campaign or scope.kinds is not None:
            return {}
        key = self._key(scope, group, SQL("t.started_at"))
        query = SQL(
            """
            SELECT %(key)s, sum(span.seconds) FILTER (WHERE t.state IN %(worked)s),
                   sum(span.seconds)
              FROM o2c_agent_session t
              CROSS JOIN LATERAL (
                  SELECT GREATEST(EXTRACT(EPOCH FROM
                      COALESCE(t.ended_at, t.seen_at) - t.started_at), 0) AS seconds
              ) span
             WHERE t.state IN %(there)s AND %(lasts)s GROUP BY 1
            """,
            key=key,
            worked=WORKED,
            there=THERE,
            lasts=scope.lasts(SQL("t.started_at"), "t"),
        )
        return {
            key: (float(worked or 0), float(there or 0))
            for key, worked, there in self.env.execute_query(query)
        }

    def _whole_work(self, scope):
        return self._work(scope, None).get(None)

    def _operation_rows(self, scope, group, work):
        """A row for each group: campaigns and agents with most dials, newest days."""
        counts = self._counts(scope, group)
        model = GROUPS[group][1]
        names = self._named(model, counts) if model else {}
        rows = [
            {
                "key": str(key) if group == "day" else key or False,
                "label": names.get(key) or explain.day(self.env, key),
                **_rates(found, work.get(key)),
            }
            for key, found in counts.items()
        ]
        if group == "day":
            return sorted(rows, key=lambda row: row["key"], reverse=True)
        return sorted(rows, key=lambda row: (-row["dials"], row["label"]))

    def _late_promises(self, scope):
        """How many call-backs were promised for a moment that is over."""
        # only counted, within the scope of who asks
        return self.env["o2c.call"].sudo().search_count(self._late_domain(scope))

    def _late_domain(self, scope):
        domain = [
            ("company_id", "in", scope.companies),
            ("state", "=", "to_call"),
            ("is_call_back", "=", True),
            ("next_try_at", "<", fields.Datetime.now()),
            ("campaign_id.state", "=", "running"),
        ]
        if scope.kinds is not None:
            domain.append(("campaign_id.kind", "in", scope.kinds))
        if scope.campaign:
            domain.append(("campaign_id", "=", scope.campaign))
        return domain

    # ------------------------------------------------------------- ways on
    @api.model
    def open_attempts(self, options, which="dials", key=None):
        """What is behind a figure of calling, for leaders.

        :param which: of ``ATTEMPTS``; called, sold: calls that sell; waiting: late
            call-backs; sessions: the time of agents
        :param key: of the group in ``options["by"]``
        """
        scope = self._scope("operations", options)
        if not self._sees_people():
            raise AccessError(explain.for_leaders(self.env))
        if which == "waiting":
            return self._window("action_call_all", self._late_domain(scope))
        quality_facts.flush(self.env)
        if which == "sessions":
            self.env["o2c.agent.session"].flush_model()
            return self._window("action_agent_session", self._session_domain(scope))
        group = self._operations_group(options)
        mine = SQL("TRUE")
        if key:
            mine = SQL("%s = %s", self._key(scope, group, SQL("t.at")), key)
        if which in ("called", "sold"):
            return self._window(
                "action_call_all", self._selling_domain(scope, which, mine)
            )
        if which not in ATTEMPTS:
            raise UserError(explain.no_such_figures(self.env))
        query = SQL(
            "SELECT t.id FROM o2c_call_attempt t WHERE %s AND %s AND %s",
            scope.covers(SQL("t.at"), "t"),
            ATTEMPTS[which],
            mine,
        )
        ids = [row[0] for row in self.env.execute_query(query)]
        views = ("list", "pivot", "graph")
        return self._window("action_call_attempt", [("id", "in", ids)], views)

    def _selling_domain(self, scope, which, mine):
        """The calls that sell behind the conversion; sold: those with an order."""
        query = SQL(
            """
            SELECT DISTINCT t.call_id FROM o2c_call_attempt t
              JOIN o2c_campaign campaign ON campaign.id = t.campaign_id
              LEFT JOIN sale_order sold
                ON sold.o2c_call_id = t.call_id AND sold.state = 'sale'
             WHERE %s AND %s AND %s AND %s
            """,
            scope.covers(SQL("t.at"), "t"),
            CALLED,
            SQL("sold.id IS NOT NULL" if which == "sold" else "TRUE"),
            mine,
        )
        return [("id", "in", [row[0] for row in self.env.execute_query(query)])]

    def _session_domain(self, scope):
        query = SQL(
            "SELECT t.id FROM o2c_agent_session t WHERE t.state IN %s AND %s",
            THERE,
            scope.lasts(SQL("t.started_at"), "t"),
        )
        return [("id", "in", [row[0] for row in self.env.execute_query(query)])]


def _rates(counts, work):
    """The figures that follow from counts, as the client takes them.

    :param work: seconds on calls and seconds there, None: not known
    """
    found = {name: int(counts[name]) for name in COUNTS}
    worked, there = work or (0.0, 0.0)
    shares = {
        key: share_figures(found[part], found[whole])
        for key, (part, whole) in RATES.items()
    }
    return {
        **found,
        **{key: share["value"] for key, share in shares.items()},
        "shares": shares,
        "attempts": ratio(found["dials"], found["contacts"]),
        "handling": ratio(found["talk"] + found["wrap"], found["contacts"]),
        "median": counts["median"],
        "per_hour": ratio(3600 * found["results"], found["handle"]),
        "there": there,
        "occupancy": 100 * worked / there if there else None,
    }
