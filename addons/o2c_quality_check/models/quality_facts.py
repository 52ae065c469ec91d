"""What the figures of quality calls are counted from, each fact in one statement.

Everything is narrowed by a ``Scope``. Whoever asks was checked before; the statements
read answers and attempts of anybody within the scope.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo.tools import SQL

from odoo.addons.o2c_customer_care.domain.care_figures import Share

from ..domain.calls import State
from ..domain.satisfaction import Measure, cut

# what the statements read, to be written to the database before they run
FLUSHED = (
    "o2c.call o2c.call.answer o2c.call.attempt o2c.campaign o2c.milestone o2c.shipment"
    " res.partner sale.order sale.order.line stock.picking survey.question"
    " survey.question.answer"
).split()
MEASURES = [measure.value for measure in Measure]
OVER = (State.DONE.value, State.EXHAUSTED.value)


@dataclass(frozen=True)
class Scope:
    """Which answers and attempts count.

    :param companies: ids
    :param start: first day, ``end`` the day after the last
    :param zones: ``(zone, ids of the companies that are there)``; each counts its days
        by its own clock
    :param kinds: kinds of campaign, None: all
    :param campaign: id of the only campaign, None: all
    """

    companies: tuple[int, ...]
    start: object
    end: object
    zones: tuple[tuple[str, tuple[int, ...]], ...]
    kinds: tuple[str, ...] | None = None
    campaign: int | None = None

    def covers(self, moment, table):
        """The condition on rows of ``table`` that happened at ``moment``."""
        parts = [self.lasts(moment, table)]
        if self.kinds is not None:
            parts.append(
                SQL(
                    "%s.campaign_id IN (SELECT id FROM o2c_campaign WHERE kind IN %s)",
                    SQL.identifier(table),
                    self.kinds,
                )
            )
        if self.campaign:
            column = SQL.identifier(table, "campaign_id")
            parts.append(SQL("%s = %s", column, self.campaign))
        return SQL(" AND ").join(parts)

    def lasts(self, moment, table):
        """The condition of the companies and the period alone."""
        places = [
            SQL(
                "(%s.company_id IN %s AND %s >= %s AND %s < %s)",
                SQL.identifier(table),
                companies,
                *(moment, midnight(self.start, zone)),
                *(moment, midnight(self.end, zone)),
            )
            for zone, companies in self.zones
        ]
        return SQL("(%s)", SQL(" OR ").join(places))

    def local(self, moment, table):
        """A moment of ``table`` by the clock of its company."""
        zone = SQL("%s", self.zones[0][0])
        if len(self.zones) > 1:
            cases = [
                SQL(
                    "WHEN %s.company_id IN %s THEN %s", SQL.identifier(table), ids, name
                )
                for name, ids in self.zones
            ]
            zone = SQL("CASE %s END", SQL(" ").join(cases))
        return SQL("%s AT TIME ZONE 'UTC' AT TIME ZONE %s", moment, zone)


def midnight(day, zone):
    """When a day begins in a time zone, naive UTC."""
    begins = datetime.combine(day, time.min, ZoneInfo(zone))
    return begins.astimezone(UTC).replace(tzinfo=None)


def zones(companies):
    """``(zone, ids of the companies that are there)``, without an address in UTC."""
    # the zone of a company's address is no secret
    found = companies.sudo().grouped(lambda c: c.partner_id.tz or "UTC")
    return tuple((zone, tuple(there.ids)) for zone, there in found.items())


def local_day(moment, zone):
    """The day of a moment (naive UTC) in a time zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def flush(env):
    """Write to the database what the statements read."""
    for model in FLUSHED:
        env[model].flush_model()


def scales(env):
    """The questions that ask for a score: ``[(question, measure, Cut or None)]``.

    None: its scale does not fit what it claims to measure, it is not counted.
    """
    # the scripts' questions are no secret to whoever reads figures about them
    questions = (
        env["survey.question"]
        .sudo()
        .search([("o2c_role", "in", MEASURES), ("survey_id", "!=", False)])
    )
    found = []
    for question in questions:
        low, high = question.scale_min, question.scale_max
        measure = Measure(question.o2c_role)
        fits = question.question_type == "scale" and cut(measure, low, high)
        found.append((question, measure, fits or None))
    return found


def score_rows(env):
    """Each answer that is a score, with everything it can be looked at by."""
    cuts = [
        (q.id, m.value, c.good_from, c.bad_to, q.scale_min, q.scale_max)
        for q, m, c in scales(env)
        if c
    ]
    columns = zip(*cuts, strict=True) if cuts else ([],) * 6
    question, measure, good, bad, low, high = map(list, columns)
    return SQL(
        """
        SELECT a.id, a.id AS answer_id, a.call_id, a.question_id, cut.measure, a.number,
               1 AS answers,
               (a.number >= cut.good_from)::int AS good,
               (a.number <= cut.bad_to)::int AS bad,
               100.0 * ((a.number >= cut.good_from)::int
                   - (cut.measure = 'nps' AND a.number <= cut.bad_to)::int) AS points,
               (a.number - cut.low) / (cut.high - cut.low) AS level,
               c.finished_at AS at, c.company_id, c.campaign_id, campaign.kind,
               c.survey_id, c.partner_id, c.order_id,
               -- who answered by link spoke with no agent
               CASE WHEN c.by_link THEN NULL ELSE c.agent_id END AS agent_id,
               o.warehouse_id, o.user_id, place.country_id, place.state_id,
               COALESCE(p.carrier_id, o.carrier_id) AS carrier_id
          FROM o2c_call_answer a
          JOIN unnest(%(question)s::int[], %(measure)s::varchar[], %(good)s::int[],
                      %(bad)s::int[], %(low)s::int[], %(high)s::int[])
               AS cut (question_id, measure, good_from, bad_to, low, high)
            ON cut.question_id = a.question_id
          JOIN o2c_call c ON c.id = a.call_id
          JOIN o2c_campaign campaign ON campaign.id = c.campaign_id
          LEFT JOIN sale_order o ON o.id = c.order_id
          LEFT JOIN res_partner place
            ON place.id = COALESCE(o.partner_shipping_id, c.partner_id)
          LEFT JOIN o2c_milestone m
            ON m.order_id = o.id AND m.kind = 'delivered'
           AND m.source_model = 'stock.picking'
          LEFT JOIN stock_picking p ON p.id = m.source_id
         WHERE a.is_given AND c.finished_at IS NOT NULL
        """,
        question=question,
        measure=measure,
        good=good,
        bad=bad,
        low=low,
        high=high,
    )


def share_figures(part, whole):
    """A share in per cent as the client takes it."""
    share = Share(part, whole)
    low, high = share.interval or (None, None)
    return {
        "part": part,
        "n": whole,
        "value": None if share.value is None else 100 * share.value,
        "low": None if low is None else 100 * low,
        "high": None if high is None else 100 * high,
        "enough": share.is_enough,
    }
