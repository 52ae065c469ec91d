"""The queries that read what a dunning run has to know, for one customer or for all."""

from odoo.tools import SQL

from .o2c_dunning_notice import PENDING
from .open_item_facts import OPEN_ITEMS_FLUSHED, open_items_sql

# what the queries read, to be written to the database before they run
DUNNING_FLUSHED = {
    **OPEN_ITEMS_FLUSHED,
    "account.move": [
        *OPEN_ITEMS_FLUSHED["account.move"],
        "payment_state",
        "o2c_strategy_id",
        "invoice_user_id",
    ],
    "account.move.line": [
        *OPEN_ITEMS_FLUSHED["account.move.line"],
        "no_followup",
        "product_id",
    ],
    "o2c.contact": None,
    "o2c.credit.account": ["partner_id", "company_id", "strategy_id", "risk_class"],
    "o2c.dunning.notice": None,
    "o2c.dunning.notice.line": None,
    "res.partner": None,
    "res.users": ["partner_id", "active", "share"],
    "mail.blacklist": None,
    "phone.blacklist": None,
    "product.product": ["product_tmpl_id"],
    "product.template": ["categ_id"],
}

ITEMS = """
WITH pending AS (
    SELECT l.line_id, l.cycle, MAX(n.id) AS notice_id
      FROM o2c_dunning_notice n
      JOIN o2c_dunning_notice_line l ON l.notice_id = n.id AND l.live
     WHERE n.state = ANY(%(pending)s) AND n.company_id = ANY(%(branches)s)
     GROUP BY l.line_id, l.cycle
)
SELECT i.branch_id, i.customer_id, i.line_id, i.move_id, i.number, i.currency_id,
       i.invoice_date, i.due_date, i.amount, i.residual, i.residual_company, i.held,
       i.promised, i.level, i.cycle, i.reminded, l.no_followup,
       m.payment_state = 'blocked', m.o2c_strategy_id, m.invoice_user_id,
       pending.notice_id
  FROM (%(items)s) AS i
  JOIN account_move_line l ON l.id = i.line_id
  JOIN account_move m ON m.id = i.move_id
  LEFT JOIN pending ON pending.line_id = i.line_id AND pending.cycle = i.cycle
 WHERE i.company_id = %(company)s
"""

CUSTOMERS = """
SELECT p.id, a.id, a.strategy_id, a.risk_class, p.industry_id, p.country_id, p.state_id,
       ARRAY(SELECT rel.category_id FROM res_partner_res_partner_category_rel rel
              WHERE rel.partner_id = p.id)
  FROM res_partner p
  LEFT JOIN o2c_credit_account a ON a.partner_id = p.id AND a.company_id = %(company)s
 WHERE p.id = ANY(%(customers)s)
"""

# how he is reached: his invoicing contacts before himself; in the portal whoever has
# an account there
ADDRESSES = """
WITH portal AS MATERIALIZED (
    SELECT partner_id FROM res_users WHERE active AND share
)
SELECT c.commercial_partner_id, c.id, c.lang,
       c.type = 'invoice' OR c.id = c.commercial_partner_id,
       c.email_normalized, c.phone_sanitized, COALESCE(c.phone, '') <> '',
       COALESCE(c.street, '') <> '' AND COALESCE(c.city, '') <> '',
       c.id IN (SELECT partner_id FROM portal),
       EXISTS (SELECT FROM mail_blacklist b
                WHERE b.active AND b.email = c.email_normalized),
       EXISTS (SELECT FROM phone_blacklist b
                WHERE b.active AND b.number = c.phone_sanitized)
  FROM res_partner c
 WHERE c.commercial_partner_id = ANY(%(customers)s) AND c.active
   AND (c.type = 'invoice' OR c.id = c.commercial_partner_id
        OR c.id IN (SELECT partner_id FROM portal))
 ORDER BY c.commercial_partner_id, c.id = c.commercial_partner_id, c.id
"""

# contacts about payment, by anybody; what somebody corrected does not count
CONTACTS = """
SELECT p.commercial_partner_id, c.direction = 'out',
       (c.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
  FROM o2c_contact c
  JOIN res_partner p ON p.id = c.partner_id
 WHERE c.purpose = 'collection' AND c.at >= %(since)s
   AND c.company_id = ANY(%(branches)s) AND p.commercial_partner_id = ANY(%(customers)s)
   AND NOT EXISTS (SELECT FROM o2c_contact x WHERE x.corrects_id = c.id)
"""

# the categories and tags of the products on these documents
PRODUCTS = """
SELECT l.move_id, array_agg(DISTINCT t.categ_id) AS categories,
       array_agg(DISTINCT tag.product_tag_id)
           FILTER (WHERE tag.product_tag_id IS NOT NULL) AS tags
  FROM account_move_line l
  JOIN product_product p ON p.id = l.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
  LEFT JOIN product_tag_product_template_rel tag ON tag.product_template_id = t.id
 WHERE l.move_id = ANY(%(moves)s)
 GROUP BY l.move_id
"""


def items_query(company, branches, pairs, now):
    """The open items of a root company with what dunning asks of each."""
    return SQL(
        ITEMS,
        items=open_items_sql(pairs=pairs, now=now),
        company=company,
        branches=branches,
        pending=list(PENDING),
    )


def owed_query(company, customers, now):
    """(customer, what he owes in company currency as text)."""
    pairs = [(customer, company) for customer in customers]
    return SQL(
        "SELECT customer_id, SUM(residual_company::numeric)::text FROM (%s) AS i"
        " GROUP BY customer_id",
        open_items_sql(pairs=pairs, now=now),
    )


def customers_query(company, customers):
    """The customers, their account and what assignment rules look at."""
    return SQL(CUSTOMERS, company=company, customers=customers)


def addresses_query(customers):
    """The contacts of customers in the order in which they are tried."""
    return SQL(ADDRESSES, customers=customers)


def contacts_query(customers, branches, zone, since):
    """(customer, whether we contacted him, day) since a day."""
    return SQL(CONTACTS, customers=customers, branches=branches, zone=zone, since=since)


def products_query(moves):
    """(document, product categories, product tags)."""
    return SQL(PRODUCTS, moves=moves)
