"""The one query that reads which quotations wait for an answer, of all companies.

Days are days of the company's time zone, amounts are in its currency.
"""

from decimal import Decimal

from odoo.tools import SQL

from ..domain.quotation import Waiting

FLUSHED = {
    "sale.order": [
        "state",
        "validity_date",
        "amount_total",
        "currency_rate",
        "team_id",
        "medium_id",
        "o2c_quote_status",
        "o2c_quote_asked_at",
        "o2c_quote_round",
    ],
    "o2c.chase": None,
    "o2c.contact": ["at", "direction"],
    "o2c.contact.document": None,
    "res.partner": ["tz"],
}
WAITING = """
SELECT so.id, so.company_id, so.o2c_quote_round AS round, so.team_id, so.medium_id,
       so.validity_date, so.amount_total / COALESCE(NULLIF(so.currency_rate, 0), 1)
           AS amount,
       (so.o2c_quote_asked_at AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS sent_on,
       (GREATEST(so.o2c_quote_asked_at, word.heard) AT TIME ZONE 'UTC'
           AT TIME ZONE zone.tz)::date AS silent_on,
       COALESCE(word.heard > GREATEST(so.o2c_quote_asked_at, word.said), false)
           AS our_turn,
       ARRAY(SELECT c.rule_id FROM o2c_chase c
              WHERE c.order_id = so.id AND c.round = so.o2c_quote_round
                AND c.rule_id IS NOT NULL) AS used,
       (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS today
  FROM sale_order so
  JOIN res_company c ON c.id = so.company_id
  JOIN res_partner cp ON cp.id = c.partner_id
 CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(cp.tz, ''), 'UTC') AS tz) zone
  LEFT JOIN LATERAL (
       SELECT max(k.at) FILTER (WHERE k.direction = 'in') AS heard,
              max(k.at) FILTER (WHERE k.direction = 'out') AS said
         FROM o2c_contact_document d
         JOIN o2c_contact k ON k.id = d.contact_id
        WHERE d.res_model = 'sale.order' AND d.res_id = so.id
          AND k.at >= so.o2c_quote_asked_at) word ON true
 WHERE so.state = 'sent' AND so.o2c_quote_status = 'open'
   AND so.o2c_quote_asked_at IS NOT NULL %(chosen)s
 ORDER BY so.id
"""


def waiting_query(now, ids=None):
    """The query: one row for each quotation that waits; ``ids``: only of these."""
    chosen = SQL() if ids is None else SQL("AND so.id = ANY(%s)", list(ids))
    return SQL(WAITING, now=SQL("%s::timestamp", now), chosen=chosen)


def waiting_fact(row):
    """A row of the query as the decision knows it."""
    return Waiting(
        sent_on=row["sent_on"],
        silent_on=row["silent_on"],
        valid_until=row["validity_date"],
        amount=Decimal(str(row["amount"] or 0)),
        team=row["team_id"],
        medium=row["medium_id"],
        our_turn=row["our_turn"],
        used=frozenset(row["used"]),
    )
