"""The one query that reads who could be called in a campaign, and what speaks against.

Moments become days in the company's time zone. A row for everybody whom the source
lists or who waits in the campaign's list already.
"""

from odoo.tools import SQL

from odoo.addons.o2c_customer_care.models.complaint_facts import open_complaint

from ..domain.targeting import Candidate, Source, Why

# what the query reads, to be written to the database before it runs
FLUSHED = (
    "sale.order sale.order.line o2c.milestone o2c.appointment o2c.call"
    " o2c.call.attempt o2c.contact o2c.ticket o2c.dispute res.partner stock.picking"
    " phone.blacklist product.product product.template"
).split()
# what each source lists: an appointment, an order or a customer
LISTED = {
    Source.DELIVERED: """
    SELECT NULL::int AS appointment_id, m.order_id, NULL::int AS customer_id
      FROM o2c_milestone m
      JOIN sale_order s ON s.id = m.order_id AND s.company_id = %(company)s
     WHERE m.kind = 'delivered' AND m.source_model = 'stock.picking'
       AND m.actual_at >= %(since)s AND m.actual_at < %(until)s""",
    Source.CONFIRMED: """
    SELECT NULL::int AS appointment_id, s.id AS order_id, NULL::int AS customer_id
      FROM sale_order s
     WHERE s.state = 'sale' AND s.company_id = %(company)s
       AND s.date_order >= %(since)s AND s.date_order < %(until)s""",
    Source.QUOTATION: """
    SELECT NULL::int AS appointment_id, s.id AS order_id, NULL::int AS customer_id
      FROM sale_order s
     WHERE s.state IN ('draft', 'sent') AND s.company_id = %(company)s
       AND s.date_order >= %(since)s AND s.date_order < %(until)s""",
    Source.APPOINTMENT: """
    SELECT x.id AS appointment_id, NULL::int AS order_id, NULL::int AS customer_id
      FROM o2c_appointment x
     WHERE x.company_id = %(company)s AND x.state = 'proposed'
       AND x.date_to > %(now)s
       AND (x.channel = 'phone' OR x.expires_at < %(call_before)s)""",
    Source.CUSTOMER: """
    SELECT NULL::int AS appointment_id, NULL::int AS order_id, x.id AS customer_id
      FROM res_partner x
     WHERE x.commercial_partner_id = x.id AND x.active
       AND (x.company_id IS NULL OR x.company_id = %(company)s)
       AND x.id IN (SELECT b.commercial_partner_id
                      FROM sale_order s JOIN res_partner b ON b.id = s.partner_id
                     WHERE s.state = 'sale' AND s.company_id = %(company)s)""",
}
# whether a candidate still is what its source lists
STANDS = {
    Source.DELIVERED: "m.actual_at IS NOT NULL",
    Source.CONFIRMED: "o.state = 'sale'",
    Source.QUOTATION: "o.state IN ('draft', 'sent')",
    Source.APPOINTMENT: """a.state = 'proposed' AND a.date_to > %(now)s
        AND (a.channel = 'phone' OR a.expires_at < %(call_before)s)""",
    Source.CUSTOMER: "customer.active",
}
# the moment from which days are counted
MOMENT = {
    Source.DELIVERED: "m.actual_at",
    Source.CONFIRMED: "o.date_order",
    Source.QUOTATION: "o.date_order",
    Source.APPOINTMENT: "a.date_from",
    Source.CUSTOMER: "NULL::timestamp",
}
WAITING = """
    %(listed)s
    UNION
    SELECT c.appointment_id,
           CASE WHEN c.appointment_id IS NULL THEN c.order_id END,
           CASE WHEN c.appointment_id IS NULL AND c.order_id IS NULL
                THEN c.partner_id END
      FROM o2c_call c
     WHERE c.campaign_id = %(campaign)s
       AND c.state IN ('to_call', 'in_call', 'excluded')"""
ASKED = """
    SELECT appointment_id, order_id, customer_id
      FROM unnest(%(appointments)s::int[], %(orders)s::int[], %(customers)s::int[])
           AS asked (appointment_id, order_id, customer_id)"""
# what the customers bought before, for the conditions that ask for it
HISTORY = """, history AS (
    SELECT b.commercial_partner_id AS customer_id, count(*) AS orders,
           min(s.date_order) AS first_at, max(s.date_order) AS last_at,
           (array_agg(s.id ORDER BY s.date_order, s.id))[1] AS first_id,
           sum(s.amount_total / COALESCE(NULLIF(s.currency_rate, 0), 1))
               FILTER (WHERE s.date_order > %(now)s - interval '1 year') AS turnover,
           (array_agg(s.amount_total / COALESCE(NULLIF(s.currency_rate, 0), 1)
                      ORDER BY s.date_order DESC, s.id DESC)) AS baskets
      FROM sale_order s JOIN res_partner b ON b.id = s.partner_id
     WHERE s.state = 'sale' AND s.company_id = %(company)s AND %(only)s
     GROUP BY b.commercial_partner_id)"""
ONLY = """b.commercial_partner_id IN (
    SELECT b2.commercial_partner_id FROM target t2
      LEFT JOIN o2c_appointment a2 ON a2.id = t2.appointment_id
      LEFT JOIN sale_order o2 ON o2.id = COALESCE(t2.order_id, a2.order_id)
      JOIN res_partner b2
        ON b2.id = COALESCE(o2.partner_id, a2.partner_id, t2.customer_id))"""
TARGETS = """
WITH target AS (%(target)s)%(history)s
SELECT CASE WHEN t.appointment_id IS NOT NULL THEN 'appointment:' || t.appointment_id
            WHEN t.order_id IS NOT NULL THEN 'order:' || t.order_id
            ELSE 'customer:' || t.customer_id END AS key,
       t.appointment_id, o.id AS order_id, customer.id AS partner_id,
       COALESCE(o.name, customer.complete_name, '') AS name,
       m.actual_at AS delivered_at, (%(stands)s) IS TRUE AS stands,
       ((%(moment)s AT TIME ZONE 'UTC') AT TIME ZONE %(tz)s)::date AS day,
       COALESCE(p.carrier_id, o.carrier_id) AS carrier_id,
       place.country_id, place.state_id,
       CASE WHEN ship.phone <> '' THEN ship.id WHEN buyer.phone <> '' THEN buyer.id
            WHEN customer.phone <> '' THEN customer.id
            ELSE COALESCE(ship.id, buyer.id) END AS person_id,
       COALESCE(NULLIF(ship.phone, ''), NULLIF(buyer.phone, ''), customer.phone, '')
           AS phone,
       blocked.id IS NOT NULL AS opted_out,
       array_remove(ARRAY[%(failed)s]::int[], NULL) AS failed,
       c.id AS call_id, c.state, COALESCE(c.attempt_count, 0) AS attempts,
       COALESCE(c.is_call_back, false) AS agreed, c.exclusion ->> 'code' AS excluded,
       COALESCE(c.listed_by, 'rule') <> 'rule' AS picked,
       COALESCE(ticket.number, '') AS complaint,
       ((phoned.at AT TIME ZONE 'UTC') AT TIME ZONE %(tz)s)::date AS contacted_on,
       COALESCE(pending.name, '') AS pending
  FROM target t
  LEFT JOIN o2c_appointment a ON a.id = t.appointment_id
  LEFT JOIN sale_order o ON o.id = COALESCE(t.order_id, a.order_id)
  LEFT JOIN o2c_milestone m ON m.order_id = o.id AND m.kind = 'delivered'
  -- who is met is asked first, then who bought, then the firm
  JOIN res_partner buyer
    ON buyer.id = COALESCE(o.partner_id, a.partner_id, t.customer_id)
  JOIN res_partner customer ON customer.id = buyer.commercial_partner_id
  LEFT JOIN res_partner ship ON ship.id = COALESCE(a.partner_id, o.partner_shipping_id)
  LEFT JOIN res_partner place ON place.id = COALESCE(ship.id, customer.id)
  LEFT JOIN stock_picking p
    ON p.id = COALESCE(a.picking_id, CASE WHEN m.source_model = 'stock.picking'
                                          THEN m.source_id END)
  LEFT JOIN o2c_call c
    ON c.campaign_id = %(campaign)s
   AND c.subject_key = CASE
           WHEN t.appointment_id IS NOT NULL THEN 'appointment:' || t.appointment_id
           WHEN t.order_id IS NOT NULL THEN 'order:' || t.order_id
           ELSE 'customer:' || t.customer_id END
  LEFT JOIN phone_blacklist blocked
    ON blocked.active AND blocked.number = CASE
           WHEN ship.phone <> '' THEN %(ship_number)s
           WHEN buyer.phone <> '' THEN %(buyer_number)s
           ELSE %(customer_number)s END
  %(join_history)s
  LEFT JOIN LATERAL (
      SELECT k.number FROM o2c_ticket k
       WHERE k.partner_id = customer.id AND k.company_id = %(company)s
         AND (k.order_id = o.id OR %(scope)s = 'customer')
         AND %(complaint)s
         -- what this very call brought to light does not stop it
         AND (k.origin_model IS DISTINCT FROM 'o2c.call'
              OR k.origin_id IS DISTINCT FROM c.id)
       ORDER BY k.id LIMIT 1
  ) ticket ON true
  LEFT JOIN LATERAL (
      SELECT max(e.at) AS at FROM o2c_contact e
       WHERE e.partner_id = customer.id AND e.company_id = %(company)s
         AND e.at > %(now)s - (%(quiet)s + 1) * interval '1 day'
         AND e.direction = 'out' AND e.channel = 'phone'
         AND NOT EXISTS (
             SELECT 1 FROM o2c_call_attempt own
              WHERE own.call_id = c.id AND e.source_key = 'call:' || own.id)
  ) phoned ON %(quiet)s > 0
  LEFT JOIN LATERAL (
      SELECT COALESCE(other_order.name, other_campaign.name) AS name
        FROM o2c_call other
        JOIN o2c_campaign other_campaign ON other_campaign.id = other.campaign_id
        LEFT JOIN sale_order other_order ON other_order.id = other.order_id
       WHERE other.partner_id = customer.id AND other.company_id = %(company)s
         AND other.state IN ('to_call', 'in_call')
         AND other.campaign_id <> %(campaign)s
         -- of two campaigns the one that listed the customer first calls him
         AND (c.id IS NULL OR other.id < c.id)
       ORDER BY other.id LIMIT 1
  ) pending ON %(quiet)s > 0
"""


def target_query(facts, conditions, subjects=None):
    """The query for one campaign.

    :param facts: a dict with ``campaign`` (id), ``company`` (id), ``source``, ``tz``,
        ``now``, ``call_before``, ``since``, ``until`` (naive UTC, half-open),
        ``quiet`` (days), ``scope`` of complaints
    :param conditions: ``{id of the line: SQL}``; what is not true has failed
    :param subjects: only these (appointment, order, customer ids or None) instead
    """
    source = facts["source"]
    named = {name: facts[name] for name in ("company", "now", "campaign")}
    named |= {name: facts.get(name) for name in ("since", "until", "call_before")}
    if subjects is None:
        listed = SQL(LISTED[source], **named)
        target = SQL(WAITING, listed=listed, **named)
    else:
        columns = zip(*subjects, strict=True) if subjects else ([], [], [])
        names = ("appointments", "orders", "customers")
        lists = dict(zip(names, map(list, columns), strict=True))
        target = SQL(ASKED, **lists)
    return SQL(
        TARGETS,
        **named,
        **_history(named, conditions, only=subjects is not None),
        target=target,
        stands=SQL(STANDS[source], **named),
        moment=SQL(MOMENT[source]),
        failed=_failed(conditions),
        tz=facts["tz"],
        scope=facts["scope"],
        quiet=facts["quiet"],
        complaint=open_complaint(),
        ship_number=_number("ship"),
        buyer_number=_number("buyer"),
        customer_number=_number("customer"),
    )


def _history(named, conditions, only):
    if not any("history." in condition.code for condition in conditions.values()):
        return {"history": SQL(), "join_history": SQL()}
    return {
        "history": SQL(HISTORY, **named, only=SQL(ONLY) if only else SQL("TRUE")),
        "join_history": SQL("LEFT JOIN history ON history.customer_id = customer.id"),
    }


def _failed(conditions):
    parts = [
        SQL("CASE WHEN (%s) IS NOT TRUE THEN %s END", condition, line_id)
        for line_id, condition in conditions.items()
    ]
    return SQL(", ").join(parts) if parts else SQL("NULL")


def _number(alias):
    partner = SQL.identifier(alias)
    return SQL(
        "COALESCE(%s.phone_sanitized, regexp_replace(%s.phone, '[^0-9+]', '', 'g'))",
        partner,
        partner,
    )


def candidate(row):
    """A row of the query as the fact that the rule takes."""
    return Candidate(
        key=row["key"],
        name=row["name"],
        customer=row["partner_id"],
        day=row["day"],
        stands=row["stands"],
        phone=row["phone"],
        failed=tuple(row["failed"]),
        picked=row["picked"],
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
