"""The figures of customer care, in one statement.

Each part of it answers for the period and for as many months before it, by month and by
a dimension at once (grouping sets). Months are those of the company's time zone.
"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

# what the figures are looked at by: key of the screen -> column of the analysis
DIMENSIONS = {
    "reason": "branch_id",
    "team": "team_id",
    "agent": "user_id",
    "channel": "channel",
    "kind": "kind",
    "tier": "tier",
}
# what a row stands for: what GROUPING(month, group) says of it, and a measure
WHOLE, MONTH, GROUP, MEASURE = 3, 1, 2, 7
AGES = ((0, 1), (1, 3), (3, 7), (7, 14), (14, 30), (30, None))  # days


class CareFigures:
    """Reads the figures of a company for a period.

    :param env: of a user; counts the tickets that he may read
    :param start: first day, ``end`` the day after the last; ``since`` the first day of
        the time before, which it is compared with
    :param by: key of ``DIMENSIONS``
    :param narrow: (key of ``DIMENSIONS``, value) or None: all tickets
    """

    def __init__(self, env, since, start, end, by="reason", narrow=None):
        self.env, self.company = env, env.company
        # of the company, for anybody
        self.zone = self.company.sudo().partner_id.tz or "UTC"
        self.since, self.start, self.end = map(self.moment, (since, start, end))
        count = (end.year - since.year) * 12 + end.month - since.month + 1
        self.months = [since + relativedelta(months=n) for n in range(count)]
        self.first_month = self.months.index(start)
        self.column = DIMENSIONS[by]
        self.narrow = narrow

    def moment(self, day):
        """Midnight of a day where the company is, naive UTC."""
        midnight = datetime.combine(day, time.min, ZoneInfo(self.zone))
        return midnight.astimezone(UTC).replace(tzinfo=None)

    # ------------------------------------------------------------- the statement
    def of_tickets(self, now):
        """The figures of the tickets, all from one statement.

        The analysis is computed once; each part reads what came of it. Every part is
        {(what the row stands for, key): figures}; the key of the whole is True for the
        period, False for the time before.

        :return: {"opened", "closed", "moves", "clocks": such a part, "measures":
            {measure: figures}, "before": how many were open when the period began,
            "waiting": how many are open ``now``, (by age, by group)}
        """
        parts = {
            "opened": self._opened(),
            "closed": self._closed(),
            "moves": self._moves(),
            "clocks": self._clocks(),
            "waiting": self._waiting(now),
            "before": SQL(
                "SELECT count(*) AS opened FROM a WHERE opened_at < %s", self.start
            ),
        }
        # of different columns: each row comes as JSON
        rows = (
            SQL("SELECT %s AS part, to_jsonb(p) AS row FROM (%s) p", name, part)
            for name, part in parts.items()
        )
        query = SQL(
            "WITH a AS MATERIALIZED (%s) %s",
            self._tickets(),
            SQL(" UNION ALL ").join(rows),
        )
        found = {name: [] for name in parts}
        for name, row in self.env.execute_query(query):
            found[name].append(row)
        return self._sorted_out(found)

    def _sorted_out(self, found):
        before = found.pop("before")[0]["opened"]
        ages, groups = {}, {}
        for row in found.pop("waiting"):
            if row["standing"] == GROUP:
                groups[row["key"]] = row["count"]
            else:
                ages[row["place"]] = row["count"]
        for row in found["moves"]:
            if row["standing"] == MONTH and row["month"] <= self.first_month:
                before += row["reopenings"] - row["closings"]
        parts = {name: self._by_standing(rows) for name, rows in found.items()}
        measures = {
            measure: row
            for (standing, measure), row in parts["clocks"].items()
            if standing == MEASURE
        }
        whole = {"before": before, "waiting": (ages, groups), "measures": measures}
        return parts | whole

    def _by_standing(self, rows):
        """{(what a row stands for, its key): its figures}.

        Groups and measures are those of the period, not of the time before; what is
        before both is nobody's.
        """
        found = {}
        for row in rows:
            standing, now, month = row["standing"], row["now"], row["month"]
            if standing == MONTH and month:
                found[MONTH, self.months[month - 1]] = row
            elif standing == WHOLE and now is not None:
                found[WHOLE, now] = row
            elif standing in (GROUP, MEASURE) and now:
                key = row["key" if standing == GROUP else "measure"]
                found[standing, key] = row
        return found

    def _tickets(self):
        """The rows of the analysis that count."""
        Ticket = self.env["o2c.ticket"]
        domain = [("company_id", "=", self.company.id)]
        readable = Ticket._search(domain).subselect()
        return SQL(
            """
            SELECT id, opened_at, closed_at, stage, first_reply_hours,
                   resolution_hours, first_contact_percent, cost, rated, satisfied,
                   %s AS key
              FROM (%s) x WHERE x.id IN %s AND %s
            """,
            SQL.identifier("x", self.column),
            self.env["o2c.ticket.analysis"]._table_query,
            readable,
            self._narrowed(),
        )

    def _narrowed(self):
        if not self.narrow:
            return SQL("TRUE")
        by, value = self.narrow
        column = SQL.identifier("x", DIMENSIONS[by])
        return SQL("%s = %s", column, value) if value else SQL("%s IS NULL", column)

    def _in_period(self, moment):
        return SQL("%s >= %s AND %s < %s", moment, self.since, moment, self.end)

    def _stands_for(self, moment):
        """The columns that say what a row counts for; ``now`` is NULL before it all."""
        return SQL(
            "CASE WHEN %(at)s >= %(start)s THEN TRUE WHEN %(at)s >= %(since)s"
            " THEN FALSE END AS now, %(month)s AS month",
            at=moment,
            start=self.start,
            since=self.since,
            month=self._month(moment),
        )

    def _month(self, moment):
        """The place of its month in ``months``, from 1; 0: before all of them."""
        begins = [self.moment(month) for month in self.months]
        return SQL("width_bucket(%s, %s::timestamp[])", moment, begins)

    def _cohort(self, moment):
        """The tickets of which ``moment`` is in one of the two periods."""
        stands_for, period = self._stands_for(moment), self._in_period(moment)
        return SQL("SELECT %s, * FROM a WHERE %s", stands_for, period)

    def _figures(self, rows, figures):
        """``figures`` of ``rows``: of the whole, by month and by group."""
        return SQL(
            "SELECT GROUPING(month, key) AS standing, now, month, key, %s"
            " FROM (%s) rows GROUP BY GROUPING SETS ((now), (month), (now, key))",
            figures,
            rows,
        )

    def _opened(self):
        """Tickets by when they came in: how many, and how soon they were answered."""
        figures = SQL(
            "count(*) AS opened, count(first_reply_hours) AS replied, %s",
            _medians("first_reply_hours", "first_reply"),
        )
        return self._figures(self._cohort(SQL("a.opened_at")), figures)

    def _closed(self):
        """Tickets by when they were closed for good: how long, how well, how dear."""
        figures = SQL(
            "count(*) AS closed, count(*) FILTER (WHERE first_contact_percent > 0)"
            " AS first_contact, sum(cost) AS cost,"
            " COALESCE(sum(rated), 0) AS rated,"
            " COALESCE(sum(satisfied), 0) AS satisfied, %s",
            _medians("resolution_hours", "resolution"),
        )
        return self._figures(self._cohort(SQL("a.closed_at")), figures)

    def _moves(self):
        """Closings and reopenings as they happened, from the history of stages; those
        before both periods too, they say how many were open then."""
        rows = SQL(
            """
            SELECT %s, a.key, e.what
              FROM (SELECT ticket_id, date_from AS at, 'closing' AS what
                      FROM o2c_ticket_stage WHERE stage = 'closed'
                    UNION ALL
                    SELECT ticket_id, date_to, 'reopening' FROM o2c_ticket_stage
                     WHERE stage = 'closed' AND date_to IS NOT NULL) e
              JOIN a ON a.id = e.ticket_id
             WHERE e.at < %s
            """,
            self._stands_for(SQL("e.at")),
            self.end,
        )
        figures = SQL(
            "count(*) FILTER (WHERE what = 'closing') AS closings,"
            " count(*) FILTER (WHERE what = 'reopening') AS reopenings"
        )
        return self._figures(rows, figures)

    def _clocks(self):
        """Clocks that ended in time or not, by when that was certain; and by what they
        measure."""
        return SQL(
            """
            SELECT GROUPING(month, key) + %(measure)s * (1 - GROUPING(measure))
                       AS standing,
                   now, month, key, measure, count(*) AS decided,
                   count(*) FILTER (WHERE NOT late) AS in_time
              FROM (SELECT %(stands_for)s, a.key, e.measure, e.late
                      FROM (SELECT ticket_id, measure, state = 'missed' AS late,
                                   COALESCE(breached_at, met_at) AS at
                              FROM o2c_ticket_clock
                             WHERE state IN ('met', 'missed')) e
                      JOIN a ON a.id = e.ticket_id
                     WHERE %(period)s) rows
             GROUP BY GROUPING SETS ((now), (month), (now, key), (now, measure))
            """,
            measure=MEASURE - WHOLE,
            stands_for=self._stands_for(SQL("e.at")),
            period=self._in_period(SQL("e.at")),
        )

    def _waiting(self, now):
        """What is open now, by age (the place in ``AGES``) and by group."""
        limits = [days for days, _end in AGES[1:]]
        age = SQL(
            "width_bucket(EXTRACT(EPOCH FROM %s - opened_at)::float8 / 86400,"
            " %s::float8[])",
            now,
            limits,
        )
        return SQL(
            "SELECT GROUPING(place) * %s AS standing, place, key, count(*) FROM"
            " (SELECT %s AS place, key FROM a WHERE stage <> 'closed') rows"
            " GROUP BY GROUPING SETS ((place), (key))",
            GROUP,
            age,
        )

    # ------------------------------------------------------------- beside the tickets
    def contacts(self):
        """{month, or True for the period and False for the time before: (incoming,
        of those with a salesperson, of these taken by somebody else, orders)}, of the
        whole company."""
        query = SQL(
            """
            SELECT now, month, sum(came), sum(owned), sum(kept_off), sum(orders)
              FROM (
                SELECT c.at >= %(start)s AS now, %(contact_month)s AS month, 1 AS came,
                       (seller.id IS NOT NULL)::int AS owned,
                       (seller.id IS NOT NULL AND seller.id <> c.user_id)::int
                           AS kept_off,
                       0 AS orders
                  FROM o2c_contact c
                  JOIN res_partner p ON p.id = c.partner_id
                  LEFT JOIN res_partner top ON top.id = p.commercial_partner_id
                  LEFT JOIN res_users seller
                    ON seller.id = COALESCE(p.user_id, top.user_id)
                 WHERE c.company_id = %(company)s AND c.direction = 'in'
                   AND c.corrects_id IS NULL AND %(contacts)s
                UNION ALL
                SELECT o.date_order >= %(start)s, %(order_month)s, 0, 0, 0, 1
                  FROM sale_order o
                 WHERE o.company_id = %(company)s AND o.state = 'sale' AND %(orders)s
            ) rows GROUP BY GROUPING SETS ((now), (month))
            """,
            start=self.start,
            contact_month=self._month(SQL("c.at")),
            order_month=self._month(SQL("o.date_order")),
            company=self.company.id,
            contacts=self._in_period(SQL("c.at")),
            orders=self._in_period(SQL("o.date_order")),
        )
        return {
            (now if month is None else self.months[month - 1]): tuple(map(int, sums))
            for now, month, *sums in self.env.execute_query(query)
        }


def _medians(hours, name):
    return SQL(
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(hours)s) AS %(median)s,"
        " percentile_cont(0.9) WITHIN GROUP (ORDER BY %(hours)s) AS %(p90)s",
        hours=SQL.identifier(hours),
        median=SQL.identifier(f"{name}_median"),
        p90=SQL.identifier(f"{name}_p90"),
    )
