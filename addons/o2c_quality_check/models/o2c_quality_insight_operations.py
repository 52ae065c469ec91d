"""How the calling goes: contacts, times, occupancy, call-backs, results."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.o2c_customer_care.domain.care_figures import Share, ratio

from ..domain.calls import ALIVE, Result
from ..domain.campaign import MARKETING
from ..explain import calling
from ..explain import figures as explain

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
NOTHING = dict.fromkeys(COUNTS, 0)


class O2cQualityInsight(models.AbstractModel):
    _name = "o2c.quality.insight"
    _inherit = "o2c.quality.insight"

    def _part_operations(self, scope, options):
        self.env["o2c.agent.session"].flush_model()
        group = self._operations_group(options)
        whole = self._counts(scope, None)[None]
        work = self._work(scope, group)
        step = "day" if self._months(options) <= DAILY else "week"
        steps = self._counts(scope, step)
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
                   count(*) FILTER (WHERE t.right_party) AS right,
                   count(*) FILTER (WHERE t.result = %(answered)s) AS results,
                   COALESCE(sum(t.talk_seconds)
                       FILTER (WHERE t.result IN %(alive)s), 0) AS talk,
                   COALESCE(sum(t.wrap_seconds)
                       FILTER (WHERE t.result IN %(alive)s), 0) AS wrap,
                   COALESCE(sum(t.handle_seconds), 0) AS handle,
                   count(t.promise) AS promises,
                   count(*) FILTER (WHERE t.promise = 'kept') AS kept,
                   count(DISTINCT t.call_id)
                       FILTER (WHERE t.right_party AND campaign.kind IN %(selling)s)
                       AS called,
                   count(DISTINCT sold.o2c_call_id) FILTER (WHERE t.right_party)
                       AS sold
              FROM o2c_call_attempt t
              JOIN o2c_campaign campaign ON campaign.id = t.campaign_id
              LEFT JOIN sale_order sold
                ON sold.o2c_call_id = t.call_id AND sold.state = 'sale'
             WHERE %(scope)s GROUP BY 1
            """,
            key=key,
            alive=tuple(result.value for result in ALIVE),
            answered=Result.ANSWERED.value,
            selling=tuple(kind.value for kind in MARKETING),
            scope=scope.covers(SQL("t.at"), "t"),
        )
        found = {row.pop("key"): row for row in self.env.execute_query_dict(query)}
        return found if group else {None: found.get(None, NOTHING)}

    def _key(self, scope, group, moment):
        if group is None:
            return SQL("NULL::int")
        if group == "day":
            return SQL("(%s)::date", scope.local(moment))
        if group == "week":
            return SQL("date_trunc('week', %s)::date", scope.local(moment))
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
             WHERE t.state IN %(there)s AND t.company_id IN %(companies)s
               AND t.started_at >= %(start)s AND t.started_at < %(end)s
             GROUP BY 1
            """,
            key=key,
            worked=WORKED,
            there=THERE,
            companies=scope.companies,
            start=scope.moment(scope.start),
            end=scope.moment(scope.end),
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
        """The attempts behind a figure, for leaders.

        :param which: dials, contacts, right, results, promises, waiting
        :param key: of the group in ``options["by"]``
        """
        scope = self._scope("operations", options)
        if not self._sees_people():
            raise AccessError(explain.for_leaders(self.env))
        if which == "waiting":
            return self._window("action_call_all", self._late_domain(scope))
        more = {
            "dials": SQL("TRUE"),
            "contacts": SQL("t.result IN %s", tuple(r.value for r in ALIVE)),
            "right": SQL("t.right_party"),
            "results": SQL("t.result = %s", Result.ANSWERED.value),
            "promises": SQL("t.promise IS NOT NULL"),
        }
        if which not in more:
            raise UserError(explain.no_such_figures(self.env))
        group = self._operations_group(options)
        mine = SQL("TRUE")
        if key:
            mine = SQL("%s = %s", self._key(scope, group, SQL("t.at")), key)
        query = SQL(
            "SELECT t.id FROM o2c_call_attempt t WHERE %s AND %s AND %s",
            scope.covers(SQL("t.at"), "t"),
            more[which],
            mine,
        )
        ids = [row[0] for row in self.env.execute_query(query)]
        views = ("list", "pivot", "graph")
        return self._window("action_call_attempt", [("id", "in", ids)], views)


def _rates(counts, work):
    """The figures that follow from counts, as the client takes them.

    :param work: seconds on calls and seconds there, None: not known
    """
    found = {name: int(counts[name]) for name in COUNTS}
    worked, there = work or (0.0, 0.0)
    conversion = Share(found["sold"], found["called"])
    low, high = conversion.interval or (None, None)
    return {
        **found,
        "contact_rate": _percent(found["contacts"], found["dials"]),
        "right_rate": _percent(found["right"], found["contacts"]),
        "attempts": ratio(found["dials"], found["contacts"]),
        "handling": ratio(found["talk"] + found["wrap"], found["contacts"]),
        "kept_rate": _percent(found["kept"], found["promises"]),
        "per_hour": ratio(3600 * found["results"], found["handle"]),
        "conversion": _percent(found["sold"], found["called"]),
        "conversion_low": low and 100 * low,
        "conversion_high": high and 100 * high,
        "conversion_enough": conversion.is_enough,
        "there": there,
        "occupancy": _percent(worked, there),
    }


def _percent(part, whole):
    return 100 * part / whole if whole else None
