"""The figures of customer care, each cohort in one statement.

A statement answers for the period and for as many months before it, by month and by a
dimension at once (grouping sets). Months are those of the company's time zone.
"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

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
WHOLE, MONTH, GROUP = 3, 1, 2  # what GROUPING(month, group) says of a row
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
        self.column = SQL.identifier("a", DIMENSIONS[by])
        self.narrow = narrow

    def moment(self, day):
        """Midnight of a day where the company is, naive UTC."""
        midnight = datetime.combine(day, time.min, ZoneInfo(self.zone))
        return midnight.astimezone(UTC).replace(tzinfo=None)

    # ------------------------------------------------------------- statements
    def _tickets(self):
        """The rows of the analysis that count."""
        Ticket = self.env["o2c.ticket"]
        domain = [("company_id", "=", self.company.id)]
        readable = Ticket._search(domain).subselect()
        return SQL(
            "(SELECT * FROM (%s) x WHERE x.id IN %s AND %s)",
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
        """The columns that say what a row counts for."""
        return SQL(
            "%s >= %s AS now, %s AS month, %s AS key",
            moment,
            self.start,
            self._month(moment),
            self.column,
        )

    def _month(self, moment):
        return SQL(
            "date_trunc('month', %s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
            moment,
            self.zone,
        )

    def _cohort(self, moment):
        """The tickets of which ``moment`` is in one of the two periods."""
        return SQL(
            "SELECT %s, * FROM %s a WHERE %s",
            self._stands_for(moment),
            self._tickets(),
            self._in_period(moment),
        )

    def _read(self, rows, figures):
        """{(what the row stands for, key): figures}.

        The key of the whole is True for the period, False for the time before.
        """
        query = SQL(
            "SELECT GROUPING(month, key) AS standing, now, month, key, %s"
            " FROM (%s) rows GROUP BY GROUPING SETS ((now), (month), (now, key))",
            figures,
            rows,
        )
        found = {}
        for row in self.env.execute_query_dict(query):
            now, month, key = row.pop("now"), row.pop("month"), row.pop("key")
            standing = row.pop("standing")
            if standing != GROUP or now:
                found[standing, {WHOLE: now, MONTH: month, GROUP: key}[standing]] = row
        return found

    def opened(self):
        """Tickets by when they came in: how many, and how soon they were answered."""
        figures = SQL(
            "count(*) AS opened, count(first_reply_hours) AS replied, %s",
            _medians("first_reply_hours", "first_reply"),
        )
        return self._read(self._cohort(SQL("a.opened_at")), figures)

    def closed(self):
        """Tickets by when they were closed for good: how long, how well, how dear."""
        figures = SQL(
            "count(*) AS closed, count(*) FILTER (WHERE first_contact_percent > 0)"
            " AS first_contact, sum(cost) AS cost,"
            " COALESCE(sum(rated), 0) AS rated,"
            " COALESCE(sum(satisfied), 0) AS satisfied, %s",
            _medians("resolution_hours", "resolution"),
        )
        return self._read(self._cohort(SQL("a.closed_at")), figures)

    def moves(self):
        """Closings and reopenings as they happened, from the history of stages."""
        rows = SQL(
            """
            SELECT %(stands_for)s, e.what
              FROM (SELECT ticket_id, date_from AS at, 'closing' AS what
                      FROM o2c_ticket_stage WHERE stage = 'closed'
                    UNION ALL
                    SELECT ticket_id, date_to, 'reopening' FROM o2c_ticket_stage
                     WHERE stage = 'closed' AND date_to IS NOT NULL) e
              JOIN %(tickets)s a ON a.id = e.ticket_id
             WHERE %(period)s
            """,
            stands_for=self._stands_for(SQL("e.at")),
            tickets=self._tickets(),
            period=self._in_period(SQL("e.at")),
        )
        figures = SQL(
            "count(*) FILTER (WHERE what = 'closing') AS closings,"
            " count(*) FILTER (WHERE what = 'reopening') AS reopenings"
        )
        return self._read(rows, figures)

    def clocks(self):
        """Clocks that ended in time or not, by when that was certain."""
        rows = SQL(
            """
            SELECT %(stands_for)s, e.late
              FROM %(clocks)s e JOIN %(tickets)s a ON a.id = e.ticket_id
             WHERE %(period)s
            """,
            stands_for=self._stands_for(SQL("e.at")),
            clocks=_decided(),
            tickets=self._tickets(),
            period=self._in_period(SQL("e.at")),
        )
        figures = SQL(
            "count(*) AS decided, count(*) FILTER (WHERE NOT late) AS in_time"
        )
        return self._read(rows, figures)

    def measures(self):
        """The same by what the clocks measure: {measure: (decided, in time)}."""
        query = SQL(
            "SELECT e.measure, count(*), count(*) FILTER (WHERE NOT e.late)"
            " FROM %s e JOIN %s a ON a.id = e.ticket_id WHERE %s GROUP BY e.measure",
            _decided(),
            self._tickets(),
            SQL("e.at >= %s AND e.at < %s", self.start, self.end),
        )
        return {m: (whole, part) for m, whole, part in self.env.execute_query(query)}

    def before(self):
        """How many were open when the period began."""
        query = SQL(
            """
            SELECT (SELECT count(*) FROM %(tickets)s a WHERE a.opened_at < %(start)s)
                 - (SELECT count(*) FILTER (WHERE s.date_from < %(start)s)
                         - count(*) FILTER (WHERE s.date_to < %(start)s)
                      FROM o2c_ticket_stage s JOIN %(tickets)s a ON a.id = s.ticket_id
                     WHERE s.stage = 'closed')
            """,
            tickets=self._tickets(),
            start=self.start,
        )
        return self.env.execute_query(query)[0][0]

    def waiting(self, now):
        """What is open now: by age ``{place in AGES: n}`` and by group ``{key: n}``."""
        limits = [days for days, _end in AGES[1:]]
        age = SQL(
            "width_bucket(EXTRACT(EPOCH FROM %s - a.opened_at)::float8 / 86400,"
            " %s::float8[])",
            now,
            limits,
        )
        query = SQL(
            "SELECT GROUPING(place), place, key, count(*) FROM"
            " (SELECT %s AS place, %s AS key FROM %s a WHERE a.stage <> 'closed') rows"
            " GROUP BY GROUPING SETS ((place), (key))",
            age,
            self.column,
            self._tickets(),
        )
        ages, groups = {}, {}
        for no_place, place, key, count in self.env.execute_query(query):
            if no_place:
                groups[key] = count
            else:
                ages[place] = count
        return ages, groups

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
            (now if month is None else month): tuple(map(int, sums))
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


def _decided():
    """Clocks of which it is certain whether they were met in time, and since when."""
    return SQL(
        """
        (SELECT ticket_id, measure, state = 'missed' AS late,
                COALESCE(breached_at, met_at) AS at
           FROM o2c_ticket_clock WHERE state IN ('met', 'missed'))
        """
    )
