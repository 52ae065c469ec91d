"""What the figures of quality calls are counted from, each fact in one statement.

Everything is narrowed by a ``Scope``. Whoever asks was checked before; the statements
read answers and attempts of anybody within the scope.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo.tools import SQL

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
    :param start: first day, ``end`` the day after the last, in ``zone``
    :param kinds: kinds of campaign, None: all
    :param campaign: id of the only campaign, None: all
    """

    companies: tuple[int, ...]
    start: object
    end: object
    zone: str = "UTC"
    kinds: tuple[str, ...] | None = None
    campaign: int | None = None

    def moment(self, day):
        """Midnight of a day where the company is, naive UTC."""
        midnight = datetime.combine(day, time.min, ZoneInfo(self.zone))
        return midnight.astimezone(UTC).replace(tzinfo=None)

    def covers(self, moment, table):
        """The condition on rows of ``table`` that happened at ``moment``."""
        parts = [
            SQL("%s.company_id IN %s", SQL.identifier(table), self.companies),
            SQL("%s >= %s", moment, self.moment(self.start)),
            SQL("%s < %s", moment, self.moment(self.end)),
        ]
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

    def local(self, moment):
        """A moment of the database where the company is."""
        return SQL("%s AT TIME ZONE 'UTC' AT TIME ZONE %s", moment, self.zone)


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
