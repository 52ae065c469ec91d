"""What a forecast is made of: how late customers paid, what is open, what came."""

from datetime import timedelta

from odoo.tools import SQL

from ..domain.cash_forecast import DAYS, FIRST, LAST
from .snapshot_facts import HISTORY, LEDGER

# payments of so many days are the habit
HABIT_DAYS = 365

FOUND = """
WITH branch AS MATERIALIZED (
    SELECT id FROM res_company WHERE split_part(parent_path, '/', 1)::int = %(company)s
), {ledger}, {history}, paid AS (
    SELECT debtor AS customer_id, max_date - due AS days_late
      FROM matched WHERE is_money AND is_sale
       AND max_date > %(since)s AND max_date < %(until)s
    UNION ALL
    SELECT customer_id, settled_date - due_date FROM item
     WHERE amount > 0 AND settled_date > %(since)s AND settled_date < %(until)s
), standing AS (
    SELECT customer_id, due, amount FROM piece
     WHERE opened < %(until)s AND (closed IS NULL OR closed >= %(until)s)
    UNION ALL
    SELECT customer_id, due_date, piece FROM item
     WHERE piece <> 0 AND (settled_date IS NULL OR settled_date >= %(until)s)
)
SELECT customer_id, 'paid' AS what,
       LEAST(GREATEST(FLOOR(days_late / %(week)s::float8), %(low)s), %(high)s)::int
           AS days_late, COUNT(*)::float8 AS number
  FROM paid GROUP BY 1, 3
UNION ALL
SELECT customer_id, 'open', %(until)s::date - 1 - due, SUM(amount)::float8
  FROM standing WHERE amount > 0 GROUP BY 1, 3
UNION ALL
SELECT customer_id, 'credit', 0, -SUM(amount)::float8
  FROM standing WHERE amount < 0 GROUP BY 1
"""

CAME = """
WITH branch AS MATERIALIZED (
    SELECT id FROM res_company WHERE split_part(parent_path, '/', 1)::int = %(company)s
), {ledger}, {history}
SELECT COALESCE(SUM(amount), 0)::float8
  FROM (SELECT amount FROM matched
         WHERE is_money AND is_sale
           AND debit_date < %(after)s AND max_date >= %(after)s AND max_date < %(until)s
        UNION ALL
        SELECT amount FROM item
         WHERE amount > 0 AND opened < %(after)s
           AND settled_date >= %(after)s AND settled_date < %(until)s
       ) AS money
"""


def forecast_query(company, day):
    """(customer, what, days late or week of lateness, number or amount) at a day's end.

    ``paid``: how many payments of the year before, by week of lateness; ``open``: the
    amounts by days since they were due; ``credit``: unmatched credits.
    """
    return SQL(
        FOUND.format(ledger=LEDGER, history=HISTORY),
        company=company,
        since=day - timedelta(days=HABIT_DAYS),
        until=day + timedelta(days=1),
        week=DAYS,
        low=FIRST,
        high=LAST,
    )


def came_query(company, day, days):
    """The money that came in some days after a day for what was there at its end."""
    after = day + timedelta(days=1)
    return SQL(
        CAME.format(ledger=LEDGER, history=HISTORY),
        company=company,
        after=after,
        until=after + timedelta(days=days),
    )
