"""What the facts of a notice are read from, to see at once whether any has changed.

Asked for each mail in the transaction that sends it, where planning a query costs more
than running it. So these are small, and what is held or promised of an item is computed
only for customers of whom anything is.
"""

from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from .open_item_facts import TODAY

# its terms, its items and how much was entered of contacts with the customer: entries
# are neither changed nor taken away, so their number tells of each new one
MARKS = """
SELECT n.id, n.account_id, a.partner_id, s.do_not_dun, s.quiet_days, s.min_balance,
       s.max_contacts, s.window_days, own.do_not_dun,
       ARRAY(SELECT l.line_id FROM o2c_dunning_notice_line l
              WHERE l.notice_id = n.id AND l.live ORDER BY l.line_id),
       (SELECT COUNT(*) + COUNT(x.id)
          FROM o2c_contact c LEFT JOIN o2c_contact x ON x.corrects_id = c.id
         WHERE c.partner_id = a.partner_id AND c.purpose = 'collection')
  FROM o2c_dunning_notice n
  JOIN o2c_dunning_strategy s ON s.id = n.strategy_id
  JOIN o2c_credit_account a ON a.id = n.account_id
  LEFT JOIN o2c_dunning_strategy own ON own.id = a.strategy_id
 WHERE n.id = ANY(%s)
"""
# the open items of customers as they stand in the ledger, whichever company's, with the
# orders that they come from
LINES = """
SELECT p.commercial_partner_id, l.id, l.move_id,
       ARRAY(SELECT s.order_id FROM account_move_line a
               JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = a.id
               JOIN sale_order_line s ON s.id = rel.order_line_id
              WHERE a.move_id = l.move_id),
       m.partner_id, m.name, m.payment_state, m.invoice_date, l.company_id, l.date,
       l.date_maturity, l.currency_id, l.amount_currency, %(residual)s,
       %(residual_company)s, l.no_followup, l.o2c_dunning_level, l.o2c_dunning_cycle,
       l.o2c_dunning_date
  FROM account_move_line l
  JOIN account_move m ON m.id = l.move_id
  JOIN res_partner p ON p.id = l.partner_id
 WHERE p.commercial_partner_id = ANY(%(customers)s)
   AND l.parent_state = 'posted' AND %(rows)s
   AND l.account_id = ANY(ARRAY(
           SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
 ORDER BY l.id
"""
# of what something is held or promised, whatever the amount
STOPS = """
SELECT h.invoice_line_id, h.invoice_id, h.order_id, h.customer_id
  FROM o2c_hold h
  JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.stops_collection
 WHERE h.date_from <= %(now)s AND (h.date_to IS NULL OR h.date_to > %(now)s)
   AND (h.invoice_line_id = ANY(%(lines)s) OR h.invoice_id = ANY(%(moves)s)
        OR h.order_id = ANY(%(orders)s) OR h.customer_id = ANY(%(customers)s))
UNION ALL
SELECT l.line_id, NULL, NULL, NULL
  FROM o2c_promise_line l
  JOIN o2c_promise p ON p.id = l.promise_id
 WHERE l.line_id = ANY(%(lines)s) AND l.remaining > 0 AND p.state = 'open'
"""


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    def _pulses(self):
        """{id: what the facts of a notice are read from}: another one, other facts.

        Three queries and no records, so that it can be asked for each mail.
        """
        self.env.flush_all()
        marks = self.env.execute_query(SQL(MARKS, self.ids))
        lines = self._pulse_lines({row[2] for row in marks})
        stopped = self._pulse_stopped(lines)
        accounts = {row[1] for row in marks if row[2] in stopped}
        items = self.env["o2c.credit.account"].browse(accounts)._open_items()
        computed = {account.id: found for account, found in items.items()}
        return {
            row[0]: (row, tuple(lines.get(row[2], ())), computed.get(row[1]))
            for row in marks
        }

    def _pulse_lines(self, customers):
        """{customer: the rows of his open items}."""
        query = SQL(LINES, customers=sorted(customers), **TODAY)
        lines = defaultdict(list)
        for customer, *row in self.env.execute_query(query):
            lines[customer].append(row)
        return lines

    def _pulse_stopped(self, lines):
        """Those customers of whose open items something is held or promised."""
        # {id: customers} for each column of STOPS; an order may be billed to two
        places = [defaultdict(set) for _column in range(4)]
        for customer, rows in lines.items():
            places[3][customer].add(customer)
            for line, move, orders, *_other in rows:
                places[0][line].add(customer)
                places[1][move].add(customer)
                for order in orders:
                    places[2][order].add(customer)
        if not lines:
            return set()
        names = ("lines", "moves", "orders", "customers")
        wanted = {name: list(place) for name, place in zip(names, places, strict=True)}
        query = SQL(STOPS, now=fields.Datetime.now(), **wanted)
        stops = self.env.execute_query(query)
        found = [
            place[id_]
            for row in stops
            for place, id_ in zip(places, row, strict=True)
            if id_ in place
        ]
        return set().union(*found)
