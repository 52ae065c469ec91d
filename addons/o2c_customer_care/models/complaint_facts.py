"""What an open complaint is, for whoever spares customers who have one."""

from odoo.tools import SQL

from ..domain.ticket import KEEPS_ORDER_OPEN, Stage

# ``k`` is the ticket; a contested amount counts whatever it came with, and a part for
# a department is no complaint of its own
OPEN_COMPLAINT = """k.parent_id IS NULL AND (
    k.kind = ANY(%(kinds)s) AND k.stage <> %(closed)s
    OR EXISTS (SELECT FROM o2c_dispute d
                WHERE d.ticket_id = k.id AND (d.state = 'open' OR d.in_court)))
"""
COMPLAINTS = """
SELECT k.partner_id, k.number,
       CASE WHEN found.in_court THEN 'litigation'
            WHEN found.contested THEN 'dispute' ELSE 'complaint' END AS code
  FROM o2c_ticket k
  LEFT JOIN LATERAL (
       SELECT bool_or(d.in_court) AS in_court, bool_or(d.state = 'open') AS contested
         FROM o2c_dispute d
        WHERE d.ticket_id = k.id AND (d.state = 'open' OR d.in_court)) found ON true
 WHERE k.partner_id = ANY(%(customers)s) AND k.company_id = ANY(%(companies)s)
   AND %(open)s
 ORDER BY k.opened_at, k.id
"""
# what the queries read, to be written to the database before they run
COMPLAINT_FLUSHED = ("o2c.ticket", "o2c.dispute")


def open_complaint():
    """The condition on a ticket ``k`` that it is an open complaint."""
    kinds = [kind.value for kind in KEEPS_ORDER_OPEN]
    return SQL(OPEN_COMPLAINT, kinds=kinds, closed=Stage.CLOSED.value)


def complaints_query(customers, companies):
    """Open complaints of these customers: id, number and code of each."""
    return SQL(
        COMPLAINTS,
        customers=list(customers),
        companies=list(companies),
        open=open_complaint(),
    )
