"""What promises cover of open items, and what settled them."""

from odoo.tools import SQL

PROMISES_FLUSHED = {
    "o2c.promise": ["company_id", "state", "made_on", "last_day", "ended_on"],
    "o2c.promise.line": ["line_id", "promise_id", "amount", "remaining"],
    "res.partner": ["tz"],
}
SETTLED_FLUSHED = {
    "account.partial.reconcile": None,
    "account.move.line": ["date", "parent_state", "amount_currency"],
    "account.move": ["origin_payment_id", "statement_line_id", "journal_id"],
    "account.journal": ["type"],
}

# what is promised today; a promise whose last day is over covers nothing, judged or not
LIVE = """
SELECT l.line_id, SUM(l.remaining) AS amount
  FROM o2c_promise_line l
  JOIN o2c_promise p ON p.id = l.promise_id
  JOIN res_company c ON c.id = p.company_id
  JOIN res_partner home ON home.id = c.partner_id
 WHERE l.remaining > 0 AND p.state = 'open'
   AND p.last_day >= (%(now)s::timestamp AT TIME ZONE 'UTC'
                      AT TIME ZONE COALESCE(home.tz, 'UTC'))::date
 GROUP BY l.line_id
"""
# what was promised at the end of a day, less the money that had come by then
PAST = """
SELECT l.line_id, SUM(GREATEST(0, l.amount - COALESCE(paid.amount, 0))) AS amount
  FROM o2c_promise_line l
  JOIN o2c_promise p ON p.id = l.promise_id
  LEFT JOIN LATERAL (
       SELECT SUM(s.amount) AS amount FROM (%(settled)s) AS s
        WHERE s.line_id = l.line_id AND s.money
          AND s.day BETWEEN p.made_on AND %(as_of)s) AS paid ON TRUE
 WHERE p.made_on <= %(as_of)s AND p.last_day >= %(as_of)s
   AND (p.ended_on IS NULL OR p.ended_on > %(as_of)s)
 GROUP BY l.line_id
"""
# money is what came through a bank, cash or card journal; differences of rates
# settle nothing, they only even out
SETTLED = """
SELECT r.debit_move_id AS line_id, cl.date AS day, r.debit_amount_currency AS amount,
       (j.type IN ('bank', 'cash', 'credit') OR cm.origin_payment_id IS NOT NULL
        OR cm.statement_line_id IS NOT NULL) AS money
  FROM account_partial_reconcile r
  JOIN account_move_line cl ON cl.id = r.credit_move_id
  JOIN account_move cm ON cm.id = cl.move_id
  JOIN account_journal j ON j.id = cm.journal_id
 WHERE NOT EXISTS (SELECT FROM account_partial_reconcile x
                    WHERE x.exchange_move_id = cm.id)
"""


def promised_sql(now, as_of=None):
    """``line_id`` and the ``amount`` (document currency) that promises cover of it.

    Write ``PROMISES_FLUSHED`` to the database first.

    :param now: naive UTC; where the company is, it says which day today is
    :param as_of: a date of the past instead: what was promised at its end
    """
    if as_of is None:
        return SQL(LIVE, now=now)
    return SQL(PAST, as_of=as_of, settled=SQL(SETTLED))


def settled_query(lines):
    """(line, day, amount as text, money) of all that settled these lines."""
    return SQL(
        "SELECT line_id, day, amount::text, money FROM (%s) AS s"
        " WHERE line_id = ANY(%s) AND amount <> 0 ORDER BY day",
        SQL(SETTLED),
        list(lines),
    )
