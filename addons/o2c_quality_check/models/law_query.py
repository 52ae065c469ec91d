"""What is known of those who would be called, read at once for all of them."""

from odoo.tools import SQL

# what the queries read, to be written to the database before they run
FLUSHED = (
    "res.partner o2c.consent o2c.register o2c.register.entry o2c.contact"
    " o2c.call.attempt o2c.recurring phone.blacklist"
).split()

# where and what somebody is; a contact without an address is where his company is
PEOPLE = """
SELECT %(more)sp.id, c.id AS customer_id,
       COALESCE(p.tz, '') AS tz,
       CASE WHEN p.country_id IS NULL THEN c.country_id ELSE p.country_id END
           AS country_id,
       country.code AS country, state.code AS state, place.zip,
       COALESCE(p.phone, '') AS phone, COALESCE(p.phone_sanitized, '') AS sanitized,
       p.o2c_is_sole_trader OR c.o2c_is_sole_trader AS is_sole_trader,
       p.is_company OR c.is_company AS is_company
  FROM %(people)s
  JOIN res_partner c ON c.id = p.commercial_partner_id
  JOIN res_partner place
    ON place.id = CASE WHEN p.country_id IS NULL THEN c.id ELSE p.id END
  LEFT JOIN res_country country ON country.id = place.country_id
  LEFT JOIN res_country_state state ON state.id = place.state_id
 WHERE %(chosen)s
"""

ASKS = """unnest(%(idx)s::int[], %(partner)s::int[], %(customer)s::int[],
              %(phone)s::text[], %(purpose)s::text[], %(company)s::int[],
              %(automatic)s::bool[])
       AS a (idx, partner_id, customer_id, phone, purpose, company_id,
             is_automatic)"""
FACTS = """
SELECT a.*, blocked.hit AS blocked, word.given_at, word.withdrawn_at,
       entry.found AS entries, contract.until AS contract_until,
       contact.moments AS called, refused.at AS refused_at, ringing.agreed_automatic
  FROM %(asks)s
 CROSS JOIN LATERAL (
       SELECT EXISTS (SELECT 1 FROM phone_blacklist b
                       WHERE b.active AND b.number = a.phone) AS hit) blocked
 -- the last word of him and of his company; and a no of who has the same number
 CROSS JOIN LATERAL (
       SELECT CASE WHEN bool_or(said.event = 'withdrawn') THEN NULL
                   ELSE max(said.at) FILTER (WHERE said.own) END AS given_at,
              max(said.at) FILTER (WHERE said.event = 'withdrawn') AS withdrawn_at
         FROM (SELECT DISTINCT ON (k.partner_id) k.event, k.at,
                      k.partner_id IN (a.partner_id, a.customer_id) AS own
                 FROM o2c_consent k
                WHERE (k.partner_id IN (a.partner_id, a.customer_id)
                       OR k.number = a.phone)
                  AND k.channel = 'phone' AND k.purpose = a.purpose
                  AND k.at <= %(now)s
                ORDER BY k.partner_id, k.at DESC, k.event DESC, k.id DESC) said
       ) word
 -- the same on calls that a machine rings; a no of any counts
 CROSS JOIN LATERAL (
       SELECT CASE WHEN bool_or(said.event = 'withdrawn') THEN false
                   WHEN bool_or(said.own) THEN true END AS agreed_automatic
         FROM (SELECT DISTINCT ON (k.partner_id) k.event,
                      k.partner_id IN (a.partner_id, a.customer_id) AS own
                 FROM o2c_consent k
                WHERE a.is_automatic
                  AND (k.partner_id IN (a.partner_id, a.customer_id)
                       OR k.number = a.phone)
                  AND k.channel = 'automatic' AND k.purpose = a.purpose
                  AND k.at <= %(now)s
                ORDER BY k.partner_id, k.at DESC, k.event DESC, k.id DESC) said
       ) ringing
 CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_array(e.register_id, e.checked_on,
                                          CASE WHEN e.is_listed THEN e.since END)
                         ORDER BY e.register_id) AS found
         FROM o2c_register_entry e
        WHERE e.number = a.phone AND e.register_id = ANY(%(registers)s)) entry
 CROSS JOIN LATERAL (
       SELECT max(CASE WHEN r.state = 'active' THEN 'infinity'::date
                       ELSE r.stop_date END) AS until
         FROM o2c_recurring r
         JOIN res_partner holder ON holder.id = r.partner_id
        WHERE holder.commercial_partner_id = a.customer_id
          AND r.company_id = a.company_id AND r.state IN ('active', 'ended')) contract
 CROSS JOIN LATERAL (
       SELECT array_agg(e.at ORDER BY e.at) AS moments FROM o2c_contact e
        WHERE e.partner_id = a.customer_id AND e.company_id = a.company_id
          AND e.direction = 'out' AND e.channel = 'phone'
          AND e.at > %(since)s AND e.at <= %(now)s
          AND NOT EXISTS (SELECT 1 FROM o2c_contact better
                           WHERE better.corrects_id = e.id)) contact
 CROSS JOIN LATERAL (
       SELECT max(t.at) AS at FROM o2c_call_attempt t
        WHERE t.partner_id = a.customer_id AND t.company_id = a.company_id
          AND t.result = 'refused' AND t.at <= %(now)s) refused
"""


def people(env, partners):
    """{partner id: row} of where and what they are."""
    rows = _rows(
        env, people_query(SQL("res_partner p"), SQL("p.id = ANY(%s)", partners))
    )
    return {row["id"]: row for row in rows}


def facts(env, asks, registers, since, now):
    """{index: row} of what speaks for and against calling.

    :param asks: (index, partner, customer, E.164 number, purpose, company,
        whether a machine rings)
    :param registers: ids of those that matter
    :param since: contacts before this moment do not matter, naive UTC
    """
    names = "idx partner customer phone purpose company automatic".split()
    columns = dict(zip(names, map(list, zip(*asks, strict=True)), strict=True))
    query = facts_query(SQL(ASKS, **columns), registers, since, now)
    return {row["idx"]: row for row in _rows(env, query)}


def people_query(people, chosen, more=None):
    """The query for where and what contacts are.

    :param people: what gives the contacts ``p``
    :param chosen: a condition
    :param more: columns beside
    """
    more = SQL("%s, ", more) if more else SQL()
    return SQL(PEOPLE, people=people, chosen=chosen, more=more)


def facts_query(asks, registers, since, now):
    """The query for what speaks for and against calling; see :func:`facts`.

    :param asks: what gives the rows ``a`` of asks
    """
    return SQL(FACTS, asks=asks, registers=list(registers), since=since, now=now)


def _rows(env, query):
    env.cr.execute(query)
    return env.cr.dictfetchall()
