"""The queries over returns, refusals, withdrawals and appointments.

See ``exception_conditions``.
"""

from ..domain.exceptions import Kind

RETURN_READ = {
    "o2c.appointment": None,
    "o2c.refusal": None,
    "o2c.return": None,
    "o2c.withdrawal": None,
}

REFUSAL_OPEN = """
SELECT 'o2c.refusal' AS res_model, r.id AS res_id, r.order_id, o.partner_id,
       COALESCE(r.user_id, o.user_id) AS owner_id, r.refused_at AS since,
       jsonb_build_object('reason', r.reason) AS details
  FROM o2c_refusal r LEFT JOIN sale_order o ON o.id = r.order_id
 WHERE r.company_id = %(company)s AND r.state = 'open' AND r.refused_at <= %(limit)s
"""
# the whole day on which the goods are expected is still in time
RETURN_MISSING = """
SELECT 'o2c.return' AS res_model, r.id AS res_id, r.order_id, r.partner_id,
       r.user_id AS owner_id, due.at AS since,
       jsonb_build_object('expected', r.expected_on) AS details
  FROM o2c_return r
 CROSS JOIN LATERAL (SELECT COALESCE(r.expected_on + interval '1 day',
                                     r.authorised_at) AS at) due
 WHERE r.company_id = %(company)s AND r.state = 'authorised' AND due.at <= %(limit)s
"""
# three days before the law's last day; not while the refund may wait for the goods
REFUND_LATE = """
SELECT 'o2c.withdrawal' AS res_model, w.id AS res_id, w.order_id, w.partner_id,
       NULL::int AS owner_id, w.refund_due_on - interval '3 days' AS since,
       jsonb_build_object('due', w.refund_due_on) AS details
  FROM o2c_withdrawal w
 WHERE w.company_id = %(company)s AND w.state IN ('declared', 'accepted')
   AND w.refunded_at IS NULL AND w.refund_due_on - interval '3 days' <= %(limit)s
   AND (w.goods_to_come IS NOT TRUE OR w.sent_proof_at IS NOT NULL
        OR NOT EXISTS (SELECT FROM o2c_return r
                        WHERE r.withdrawal_id = w.id
                          AND r.state NOT IN ('received', 'settled', 'cancelled')))
"""
# the last appointment of a transfer counts: asked and no answer, or none any more
APPOINTMENT_OPEN = """
SELECT 'o2c.appointment' AS res_model, a.id AS res_id, a.order_id, a.partner_id,
       o.user_id AS owner_id, COALESCE(a.answered_at, a.asked_at, a.create_date)
           AS since, jsonb_build_object('state', a.state, 'plan', a.date_from)
           AS details
  FROM (SELECT DISTINCT ON (picking_id) * FROM o2c_appointment
         WHERE company_id = %(company)s ORDER BY picking_id, id DESC) a
  JOIN stock_picking p ON p.id = a.picking_id AND p.state NOT IN ('done', 'cancel')
  LEFT JOIN sale_order o ON o.id = a.order_id
 WHERE a.state IN ('proposed', 'declined', 'expired', 'missed')
   AND COALESCE(a.answered_at, a.asked_at, a.create_date) <= %(limit)s
"""

RETURN_CONDITIONS = {
    Kind.REFUSAL_OPEN: REFUSAL_OPEN,
    Kind.RETURN_MISSING: RETURN_MISSING,
    Kind.REFUND_LATE: REFUND_LATE,
    Kind.APPOINTMENT_OPEN: APPOINTMENT_OPEN,
}
