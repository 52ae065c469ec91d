"""The items of a past period, piece by piece."""

from odoo.tools import SQL

from .snapshot_facts import HISTORY, LEDGER

PIECES = """
WITH branch AS MATERIALIZED (
    SELECT id FROM res_company WHERE split_part(parent_path, '/', 1)::int = %(company)s
), {ledger}, {history}
SELECT p.customer_id, p.line_id, p.move_id, m.name, p.opened,
       COALESCE(p.due, p.opened), p.closed, p.amount::text
  FROM piece p
  LEFT JOIN account_move m ON m.id = p.move_id
 WHERE p.closed IS NULL OR p.closed >= %(start)s
UNION ALL
SELECT p.commercial_partner_id, -h.id, -h.id, h.number, h.invoice_date, h.due_date,
       h.settled_date, CASE WHEN h.settled_date IS NULL THEN h.open_amount
                            ELSE h.amount END::text
  FROM o2c_history_item h
  JOIN res_partner p ON p.id = h.partner_id
 WHERE h.company_id = %(company)s AND h.invoice_date < %(until)s
   AND (h.settled_date >= %(start)s OR (h.settled_date IS NULL AND h.counts
                                        AND h.open_amount <> 0))
"""


def pieces_query(company, start, until):
    """(customer, line, document, number, opened, due, settled, amount), one a piece.

    Lines of the imported history are below zero. Amounts as text, company currency.
    """
    return SQL(
        PIECES.format(ledger=LEDGER, history=HISTORY),
        company=company,
        start=start,
        until=until,
    )
