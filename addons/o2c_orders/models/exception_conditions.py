"""What is wrong right now: one query over all orders for each kind of exception.

Each selects ``res_model, res_id, order_id, partner_id, owner_id, since, details``:
the record it is about, who looks after it, since when it is so and the numbers that
a sentence needs. Placeholders: ``company``, ``now``, ``limit`` (it must have been so
since then), ``stage``, ``tolerance``.

Queries over orders, quotations, holds and invoices; those over goods stand in
``exception_delivery.py``, those over returns and appointments in
``exception_return.py``, those over services in ``exception_service.py``.
"""

from odoo.tools import SQL

from ..domain.exceptions import Kind
from .exception_delivery import DELIVERY_CONDITIONS, DELIVERY_READ
from .exception_return import RETURN_CONDITIONS, RETURN_READ
from .exception_service import SERVICE_CONDITIONS, SERVICE_READ

# what the queries read, to be written to the database before they run
READ = {
    "sale.order": None,
    "sale.order.line": None,
    "account.move": None,
    "account.move.line": None,
    "o2c.hold": None,
    "res.partner": ["commercial_partner_id"],
    **DELIVERY_READ,
    **RETURN_READ,
    **SERVICE_READ,
}

STAGE_STUCK = """
SELECT 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.partner_id,
       o.user_id AS owner_id, o.o2c_stage_since AS since,
       jsonb_build_object('stage', o.o2c_stage) AS details
  FROM sale_order o
 WHERE o.company_id = %(company)s AND o.o2c_stage_since <= %(limit)s
   AND CASE WHEN %(stage)s::text IS NULL
            THEN o.o2c_stage NOT IN ('closed', 'cancelled')
            ELSE o.o2c_stage = %(stage)s END
"""
QUOTE_SILENT = """
SELECT 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.partner_id,
       o.user_id AS owner_id, COALESCE(o.o2c_quote_asked_at, o.o2c_stage_since)
           AS since, jsonb_build_object('until', o.validity_date) AS details
  FROM sale_order o
 WHERE o.company_id = %(company)s AND o.state = 'sent'
   AND o.o2c_quote_status = 'open'
   AND COALESCE(o.o2c_quote_asked_at, o.o2c_stage_since) <= %(limit)s
"""
HOLD_OLD = """
SELECT 'o2c.hold' AS res_model, h.id AS res_id, COALESCE(h.order_id, sold.order_id)
           AS order_id, h.partner_id, h.placed_by_id AS owner_id,
       h.date_from AS since, jsonb_build_object('reason', h.reason_id) AS details
  FROM o2c_hold h
  LEFT JOIN account_move_line held ON held.id = h.invoice_line_id
  LEFT JOIN LATERAL (
       SELECT min(sol.order_id) AS order_id
         FROM account_move_line aml
         JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = aml.id
         JOIN sale_order_line sol ON sol.id = rel.order_line_id
        WHERE aml.move_id = COALESCE(h.invoice_id, held.move_id)
  ) sold ON TRUE
 WHERE h.company_id = %(company)s AND h.state = 'open' AND h.date_from <= %(limit)s
   AND (h.date_to IS NULL OR h.date_to > %(now)s)
"""
# a draft invoice is another exception; a hold on invoicing is meant; nobody in
# accounting looks after an order: the rule or the department names who does
NOT_INVOICED = """
SELECT 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.partner_id,
       NULL::int AS owner_id, o.o2c_stage_since AS since,
       jsonb_build_object('amount', o.amount_total, 'currency', o.currency_id)
           AS details
  FROM sale_order o
 WHERE o.company_id = %(company)s AND o.o2c_stage = 'delivery'
   AND o.o2c_stage_since <= %(limit)s
   AND NOT EXISTS (
       SELECT FROM sale_order_line sol
         JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sol.id
         JOIN account_move_line aml ON aml.id = rel.invoice_line_id
         JOIN account_move am ON am.id = aml.move_id AND am.state = 'draft'
        WHERE sol.order_id = o.id)
   AND o.id NOT IN (SELECT id FROM (%(held_invoicing)s) held)
"""
# something may be invoiced before all is delivered: a part, or what is prepaid
INVOICE_MISSING = """
SELECT 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.partner_id,
       NULL::int AS owner_id, GREATEST(o.date_order, shipped.actual_at) AS since,
       jsonb_build_object('amount', o.amount_total, 'currency', o.currency_id)
           AS details
  FROM sale_order o
  LEFT JOIN o2c_milestone shipped
    ON shipped.order_id = o.id AND shipped.kind = 'shipped'
 WHERE o.company_id = %(company)s AND o.state = 'sale'
   AND o.invoice_status = 'to invoice' AND o.o2c_stage <> 'delivery'
   AND GREATEST(o.date_order, shipped.actual_at) <= %(limit)s
   AND o.id NOT IN (SELECT id FROM (%(held_invoicing)s) held)
"""
INVOICE_DRAFT = """
SELECT 'account.move' AS res_model, am.id AS res_id, min(sol.order_id) AS order_id,
       am.partner_id, am.invoice_user_id AS owner_id, am.create_date AS since,
       jsonb_build_object('amount', am.amount_total, 'currency', am.currency_id)
           AS details
  FROM account_move am
  JOIN account_move_line aml ON aml.move_id = am.id
  JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = aml.id
  JOIN sale_order_line sol ON sol.id = rel.order_line_id
 WHERE am.company_id = %(company)s AND am.state = 'draft'
   AND am.move_type IN ('out_invoice', 'out_refund') AND am.create_date <= %(limit)s
 GROUP BY am.id
"""
# what is paid is accepted; prices of other units are compared for the same quantity
PRICE_MISMATCH = """
SELECT 'account.move' AS res_model, am.id AS res_id, min(sol.order_id) AS order_id,
       am.partner_id, am.invoice_user_id AS owner_id,
       am.invoice_date::timestamp AS since,
       jsonb_build_object('lines', count(*), 'currency', am.currency_id,
                          'amount', round(sum(aml.quantity * gap.price), 2)) AS details
  FROM account_move am
  JOIN account_move_line aml ON aml.move_id = am.id
  JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = aml.id
  JOIN sale_order_line sol ON sol.id = rel.order_line_id
   AND sol.is_downpayment IS NOT TRUE
  JOIN sale_order o ON o.id = sol.order_id AND o.currency_id = am.currency_id
  JOIN uom_uom au ON au.id = aml.product_uom_id
  JOIN uom_uom su ON su.id = sol.product_uom_id
 CROSS JOIN LATERAL (
       SELECT aml.price_unit * (1 - COALESCE(aml.discount, 0) / 100)
              - sol.price_unit * (1 - COALESCE(sol.discount, 0) / 100)
                * au.factor / su.factor AS price) gap
 WHERE am.company_id = %(company)s AND am.state = 'posted'
   AND am.move_type = 'out_invoice' AND am.payment_state IN ('not_paid', 'partial')
   AND am.invoice_date <= %(limit)s
   AND abs(aml.quantity * gap.price) > %(tolerance)s + 0.005
 GROUP BY am.id
"""

CONDITIONS = {
    Kind.STAGE_STUCK: STAGE_STUCK,
    Kind.QUOTE_SILENT: QUOTE_SILENT,
    Kind.HOLD_OLD: HOLD_OLD,
    Kind.NOT_INVOICED: NOT_INVOICED,
    Kind.INVOICE_MISSING: INVOICE_MISSING,
    Kind.INVOICE_DRAFT: INVOICE_DRAFT,
    Kind.PRICE_MISMATCH: PRICE_MISMATCH,
    **DELIVERY_CONDITIONS,
    **RETURN_CONDITIONS,
    **SERVICE_CONDITIONS,
}
# orders that are held on purpose: their delay is explained, the hold has its own rule
HELD = """
SELECT h.order_id AS id
  FROM o2c_hold h JOIN o2c_hold_reason r ON r.id = h.reason_id AND %(stops)s
 WHERE h.order_id IS NOT NULL AND h.company_id = %(company)s AND h.state = 'open'
   AND h.date_from <= %(now)s AND (h.date_to IS NULL OR h.date_to > %(now)s)
 UNION
SELECT so.id
  FROM o2c_hold h JOIN o2c_hold_reason r ON r.id = h.reason_id AND %(stops)s
  JOIN res_partner p ON p.commercial_partner_id = h.customer_id
  JOIN sale_order so ON so.company_id = h.company_id
   AND p.id IN (so.partner_id, so.partner_invoice_id)
 WHERE h.customer_id IS NOT NULL AND h.company_id = %(company)s AND h.state = 'open'
   AND h.date_from <= %(now)s AND (h.date_to IS NULL OR h.date_to > %(now)s)
"""


def condition_query(kind, *, company, now, limit, stage=None, tolerance=0.0):
    """The query of ``kind`` for one company (its id)."""
    values = {"company": company, "now": now, "limit": limit, "stage": stage or None}
    held = {
        f"held_{phase}": SQL(
            HELD, stops=SQL.identifier("r", f"stops_{phase}"), company=company, now=now
        )
        for phase in ("delivery", "invoicing")
    }
    values |= {"tolerance": tolerance, **held}
    text = CONDITIONS[kind]
    used = {name: value for name, value in values.items() if f"%({name})s" in text}
    return SQL(text, **used)
