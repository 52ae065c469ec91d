"""The one query that reads who could be called in a campaign, and what speaks against.

Moments become days in the company's time zone. A row for every order that was
delivered within the given days or that waits in the list.
"""

from odoo.tools import SQL

from odoo.addons.o2c_customer_care.models.complaint_facts import open_complaint

from ..domain.targeting import Candidate, Why

# what the query reads, to be written to the database before it runs
FLUSHED = (
    "sale.order o2c.milestone o2c.call o2c.call.attempt o2c.contact o2c.ticket"
    " o2c.dispute"
    " res.partner stock.picking phone.blacklist"
).split()

TARGETS = """
WITH target AS (
    SELECT m.order_id
      FROM o2c_milestone m
      JOIN sale_order s ON s.id = m.order_id AND s.company_id = %(company)s
     WHERE %(order_ids)s IS NULL
       AND m.kind = 'delivered' AND m.source_model = 'stock.picking'
       AND m.actual_at >= %(since)s AND m.actual_at < %(until)s
    UNION
    SELECT c.order_id FROM o2c_call c
     WHERE %(order_ids)s IS NULL AND c.campaign_id = %(campaign)s
       AND c.state IN ('to_call', 'in_call', 'excluded')
    UNION
    SELECT unnest(%(order_ids)s::int[])
)
SELECT o.id AS order_id, o.name, m.actual_at AS delivered_at,
       ((m.actual_at AT TIME ZONE 'UTC') AT TIME ZONE %(tz)s)::date AS delivered_on,
       p.carrier_id, customer.id AS partner_id,
       COALESCE(person.id, o.partner_shipping_id) AS person_id,
       COALESCE(person.phone, '') AS phone,
       blocked.id IS NOT NULL AS opted_out,
       c.id AS call_id, c.state, COALESCE(c.attempt_count, 0) AS attempts,
       COALESCE(c.is_call_back, false) AS agreed, c.exclusion ->> 'code' AS excluded,
       COALESCE(ticket.number, '') AS complaint,
       ((phoned.at AT TIME ZONE 'UTC') AT TIME ZONE %(tz)s)::date AS contacted_on,
       COALESCE(pending.name, '') AS pending
  FROM target t
  JOIN sale_order o ON o.id = t.order_id
  LEFT JOIN o2c_milestone m ON m.order_id = o.id AND m.kind = 'delivered'
  JOIN res_partner buyer ON buyer.id = o.partner_id
  JOIN res_partner customer ON customer.id = buyer.commercial_partner_id
  LEFT JOIN stock_picking p ON p.id = m.source_id AND m.source_model = 'stock.picking'
  LEFT JOIN o2c_call c ON c.order_id = o.id AND c.campaign_id = %(campaign)s
  -- who received the goods is asked first, then who bought them
  LEFT JOIN LATERAL (
      SELECT x.id, x.phone, x.phone_sanitized
        FROM (VALUES (1, o.partner_shipping_id), (2, o.partner_id), (3, customer.id))
             AS place (rank, id)
        JOIN res_partner x ON x.id = place.id
       WHERE x.phone <> ''
       ORDER BY place.rank LIMIT 1
  ) person ON true
  LEFT JOIN phone_blacklist blocked
    ON blocked.active AND blocked.number = COALESCE(
           person.phone_sanitized, regexp_replace(person.phone, '[^0-9+]', '', 'g'))
  LEFT JOIN LATERAL (
      SELECT k.number FROM o2c_ticket k
       WHERE k.partner_id = customer.id AND k.company_id = o.company_id
         AND (k.order_id = o.id OR %(scope)s = 'customer')
         AND %(complaint)s
         -- what this very call brought to light does not stop it
         AND (k.origin_model IS DISTINCT FROM 'o2c.call'
              OR k.origin_id IS DISTINCT FROM c.id)
       ORDER BY k.id LIMIT 1
  ) ticket ON true
  LEFT JOIN LATERAL (
      SELECT max(e.at) AS at FROM o2c_contact e
       WHERE e.partner_id = customer.id AND e.company_id = o.company_id
         AND e.direction = 'out' AND e.channel = 'phone'
         AND NOT EXISTS (
             SELECT 1 FROM o2c_call_attempt a
              WHERE a.call_id = c.id AND e.source_key = 'call:' || a.id)
  ) phoned ON true
  LEFT JOIN LATERAL (
      SELECT other_order.name FROM o2c_call other
        JOIN sale_order other_order ON other_order.id = other.order_id
       WHERE other.partner_id = customer.id AND other.company_id = o.company_id
         AND other.state IN ('to_call', 'in_call')
         AND other.campaign_id <> %(campaign)s
         -- of two campaigns the one that listed the customer first calls him
         AND (c.id IS NULL OR other.id < c.id)
       ORDER BY other.id LIMIT 1
  ) pending ON true
"""


def target_query(campaign, tz, since, until, order_ids=None):
    """The query for one campaign.

    :param since, until: naive UTC, deliveries in this half-open interval
    :param order_ids: only these orders instead, whenever they were delivered
    """
    return SQL(
        TARGETS,
        campaign=campaign.id,
        company=campaign.company_id.id,
        tz=tz,
        since=since,
        until=until,
        order_ids=order_ids,
        scope=campaign.complaint_scope,
        complaint=open_complaint(),
    )


def candidate(row):
    """A row of the query as the fact that the rule takes."""
    return Candidate(
        order=row["order_id"],
        name=row["name"],
        customer=row["partner_id"],
        delivered_on=row["delivered_on"],
        phone=row["phone"],
        carrier=row["carrier_id"],
        listed=row["state"] == "to_call",
        ongoing=row["state"] == "in_call",
        attempts=row["attempts"],
        finished=row["state"] in ("done", "exhausted"),
        agreed=row["agreed"],
        by_hand=row["excluded"] == Why.BY_HAND.value,
        opted_out=row["opted_out"],
        complaint=row["complaint"],
        contacted_on=row["contacted_on"],
        pending=row["pending"],
    )
