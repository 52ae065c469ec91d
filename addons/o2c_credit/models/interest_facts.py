"""The query that reads what late interest depends on, for one item or for all.

Amounts come as text in the currency of the document, so that they become Decimals
without passing through a float. What a credit note settles was never owed and is taken
off from the beginning; everything else that settles an item is a payment on its day.
"""

from odoo.tools import SQL

# what the query reads, to be written to the database before it runs
INTEREST_FLUSHED = {
    "account.account": ["account_type"],
    "account.move": ["move_type", "name", "commercial_partner_id"],
    "account.move.line": None,
    "account.partial.reconcile": None,
    "o2c.credit.account": [
        "partner_id",
        "company_id",
        "debtor_kind",
        "late_basis",
        "contract_rate",
        "late_law_id",
    ],
    "o2c.hold": None,
    "o2c.hold.reason": ["stops_collection"],
    "o2c.late.claim": None,
    "res.company": ["parent_path", "partner_id"],
    "res.partner": ["commercial_partner_id", "country_id", "is_company", "vat", "tz"],
    "sale.order.line": ["order_id", "invoice_lines"],
}

# the instalments asked for and the others of their invoices
FACTS = """
WITH wanted AS (
    SELECT DISTINCT move_id FROM account_move_line WHERE id = ANY(%(lines)s)
), item AS MATERIALIZED (
    SELECT l.id, l.move_id, COALESCE(l.date_maturity, l.date) AS due, l.currency_id,
           l.company_id, l.amount_currency, l.balance, m.move_type,
           m.commercial_partner_id AS customer_id,
           split_part(c.parent_path, '/', 1)::int AS root_id,
           cp.country_id, COALESCE(cp.tz, 'UTC') AS tz
      FROM wanted
      JOIN account_move m ON m.id = wanted.move_id
      JOIN account_move_line l ON l.move_id = m.id AND l.parent_state = 'posted'
      JOIN account_account a ON a.id = l.account_id
       AND a.account_type = 'asset_receivable'
      JOIN res_company c ON c.id = l.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
     WHERE l.amount_currency > 0 OR l.balance > 0
), settled AS MATERIALIZED (
    SELECT r.debit_move_id AS id,
           SUM(r.debit_amount_currency) FILTER (WHERE cm.move_type = 'out_refund')
               AS credited,
           json_agg(json_build_array(r.max_date, r.debit_amount_currency::text))
               FILTER (WHERE cm.move_type <> 'out_refund'
                       AND r.debit_amount_currency <> 0) AS payments
      FROM account_partial_reconcile r
      JOIN account_move_line cl ON cl.id = r.credit_move_id
      JOIN account_move cm ON cm.id = cl.move_id
     WHERE r.debit_move_id IN (SELECT id FROM item)
     GROUP BY r.debit_move_id
), claimed AS MATERIALIZED (
    SELECT line_id AS id, SUM(interest) AS interest, SUM(compensation) AS compensation
      FROM o2c_late_claim
     WHERE line_id IN (SELECT id FROM item) AND state IN ('posted', 'waived')
     GROUP BY line_id
)
SELECT i.id, i.move_id, i.due, i.currency_id, i.company_id, i.root_id, i.country_id,
       i.tz, i.move_type, i.customer_id, i.amount_currency::text AS amount,
       i.balance::text AS balance, s.credited::text AS credited, s.payments,
       claimed.interest::text AS claimed_interest,
       claimed.compensation::text AS claimed_compensation,
       COALESCE(NULLIF(ca.debtor_kind, 'auto'),
                CASE WHEN p.is_company OR NULLIF(p.vat, '') IS NOT NULL THEN 'business'
                     ELSE 'consumer' END) AS debtor,
       COALESCE(ca.late_basis, 'law') AS basis, ca.contract_rate::text AS agreed,
       ca.late_law_id AS law_id
  FROM item i
  LEFT JOIN settled s ON s.id = i.id
  LEFT JOIN claimed ON claimed.id = i.id
  LEFT JOIN res_partner p ON p.id = i.customer_id
  LEFT JOIN o2c_credit_account ca ON ca.partner_id = i.customer_id
        AND ca.company_id = i.root_id
 ORDER BY i.move_id, i.due, i.id
"""

# what stopped collection of these items, ever; a moment becomes the day where the
# company is
DISPUTES = """
WITH stop AS MATERIALIZED (
    SELECT h.id, h.company_id, h.invoice_line_id, h.invoice_id, h.order_id,
           h.customer_id, CASE WHEN h.is_partial THEN h.amount END AS amount,
           h.date_from, h.date_to
      FROM o2c_hold h
      JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.stops_collection
     WHERE h.partner_id = ANY(%(customers)s)
), found AS (
    SELECT s.*, s.invoice_id AS move_id FROM stop s WHERE s.invoice_id IS NOT NULL
    UNION
    SELECT s.*, l.move_id FROM stop s
      JOIN account_move_line l ON l.id = s.invoice_line_id
    UNION
    SELECT s.*, bill.move_id FROM stop s
      JOIN sale_order_line sl ON sl.order_id = s.order_id
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sl.id
      JOIN account_move_line bill ON bill.id = rel.invoice_line_id
    UNION
    SELECT s.*, m.id FROM stop s
      JOIN account_move m ON m.commercial_partner_id = s.customer_id
     WHERE m.id = ANY(%(moves)s) AND s.amount IS NULL
)
SELECT f.move_id, f.invoice_line_id AS line_id, f.amount::text AS amount,
       (f.date_from AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(p.tz, 'UTC'))::date
           AS date_from,
       (f.date_to AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(p.tz, 'UTC'))::date
           AS date_to
  FROM found f
  JOIN account_move m ON m.id = f.move_id AND m.company_id = f.company_id
  JOIN res_company c ON c.id = f.company_id
  JOIN res_partner p ON p.id = c.partner_id
 WHERE f.move_id = ANY(%(moves)s)
 ORDER BY f.date_from, f.id
"""

# the rate of a currency that is in force on a day; NULL: none is known
EXCHANGE = """
SELECT asked.currency_id, asked.root_id, asked.day, found.rate::text AS rate,
       found.name AS since
  FROM unnest(%(currencies)s::int[], %(companies)s::int[], %(days)s::date[])
       AS asked(currency_id, root_id, day)
  LEFT JOIN LATERAL (
       SELECT r.rate, r.name FROM res_currency_rate r
        WHERE r.currency_id = asked.currency_id
          AND (r.company_id IS NULL OR r.company_id = asked.root_id)
          AND r.name <= asked.day
        ORDER BY r.company_id NULLS LAST, r.name DESC LIMIT 1) AS found ON TRUE
"""


def facts_query(lines):
    """One row for each instalment of the invoices to which ``lines`` (ids) belong."""
    return SQL(FACTS, lines=list(lines))


def disputes_query(rows):
    """What stopped collection of the items in ``rows`` (of :func:`facts_query`)."""
    customers = {row["customer_id"] for row in rows if row["customer_id"]}
    moves = {row["move_id"] for row in rows}
    return SQL(DISPUTES, customers=sorted(customers), moves=sorted(moves))


def exchange_query(keys):
    """The rates of (currency, root company, day), each once."""
    keys = sorted(keys)
    return SQL(
        EXCHANGE,
        currencies=[key[0] for key in keys],
        companies=[key[1] for key in keys],
        days=[key[2] for key in keys],
    )
