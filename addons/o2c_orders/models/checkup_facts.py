"""The figures of the check-up, read by a few queries from what the company has."""

from itertools import pairwise

from odoo.tools import SQL

# median days between two milestones of the orders of a time, and how many they are
CYCLE = """
SELECT {columns}
  FROM sale_order o
  {joins}
 WHERE o.company_id = %(company)s AND o.state = 'sale'
   AND o.date_order >= %(start)s AND o.date_order < %(stop)s
   AND {real}
"""
STEPS = ("captured", "confirmed", "shipped", "delivered", "invoiced", "paid")
LEGS = (*pairwise(STEPS), ("captured", "paid"))
REAL = "NOT EXISTS (SELECT FROM o2c_sample_record s WHERE s.res_model = 'sale.order'\
 AND s.res_id = o.id)"


def cycle(env, scope):
    """``[(from, to, median days or None, orders)]`` of the legs of order-to-cash."""
    columns, joins = [], []
    for step in STEPS:
        joins.append(
            f"LEFT JOIN o2c_milestone {step} ON {step}.order_id = o.id"
            f" AND {step}.kind = '{step}'"
        )
    for first, last in LEGS:
        days = f"extract(epoch FROM {last}.actual_at - {first}.actual_at) / 86400.0"
        columns.append(
            f"percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest({days}, 0))"
            # the greatest of nothing and 0 would be 0
            f" FILTER (WHERE {last}.actual_at - {first}.actual_at IS NOT NULL)"
        )
        columns.append(f"count({last}.actual_at - {first}.actual_at)")
    query = CYCLE.format(columns=", ".join(columns), joins="\n".join(joins), real=REAL)
    (row,) = env.execute_query(SQL(query, **scope))
    return [
        (first, last, row[2 * place], row[2 * place + 1])
        for place, (first, last) in enumerate(LEGS)
    ]


def late_shares(env, scope, days, enough):
    """Share of done orders on time when 0 … ``days`` days late are allowed; percent.

    Nothing of fewer than ``enough`` orders.
    """
    query = f"""
SELECT count(*), {
        ", ".join(
            f"count(*) FILTER (WHERE p.done_on - p.planned_on <= {n})"
            for n in range(days + 1)
        )
    }
  FROM o2c_perfect_order p JOIN sale_order o ON o.id = p.order_id
 WHERE o.company_id = %(company)s AND p.done_on IS NOT NULL
   AND p.planned_on IS NOT NULL
   AND o.date_order >= %(start)s AND o.date_order < %(stop)s AND {REAL}"""
    ((total, *counts),) = env.execute_query(SQL(query, **scope))
    return tuple(100.0 * count / total for count in counts if total >= enough)


def returns(env, scope):
    """(orders delivered, orders with a return, days within which nine of ten came)."""
    query = f"""
SELECT count(*), count(*) FILTER (WHERE b.at IS NOT NULL),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY
           extract(epoch FROM b.at - d.actual_at) / 86400.0)
           FILTER (WHERE b.at >= d.actual_at)
  FROM sale_order o
  JOIN o2c_milestone d ON d.order_id = o.id AND d.kind = 'delivered'
   AND d.actual_at IS NOT NULL
  LEFT JOIN LATERAL (
       SELECT min(m.date) AS at
         FROM sale_order_line l JOIN stock_move m ON m.sale_line_id = l.id
         JOIN stock_location s ON s.id = m.location_id AND s.usage = 'customer'
        WHERE l.order_id = o.id AND m.state = 'done') b ON TRUE
 WHERE o.company_id = %(company)s AND o.state = 'sale'
   AND o.date_order >= %(start)s AND o.date_order < %(stop)s AND {REAL}"""
    return env.execute_query(SQL(query, **scope))[0]


def attempts(env, scope):
    """(shipments tried at a door, delivered at the first try, refused)."""
    query = f"""
SELECT count(*), count(*) FILTER (WHERE s.attempts = 1 AND s.status = 'delivered'),
       count(s.refused_at)
  FROM o2c_shipment s JOIN sale_order o ON o.id = s.order_id
 WHERE o.company_id = %(company)s AND s.attempts > 0
   AND o.date_order >= %(start)s AND o.date_order < %(stop)s AND {REAL}"""
    return env.execute_query(SQL(query, **scope))[0]


def orders(env, scope):
    """Ids of the confirmed orders, newest first, sample orders left out."""
    query = f"""
SELECT o.id FROM sale_order o
 WHERE o.company_id = %(company)s AND o.state = 'sale'
   AND o.date_order >= %(start)s AND o.date_order < %(stop)s AND {REAL}
 ORDER BY o.date_order DESC, o.id DESC"""
    return [row[0] for row in env.execute_query(SQL(query, **scope))]
