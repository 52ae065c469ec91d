"""What customers say of their orders and of the courier's word, each in one query."""

from itertools import product

from odoo.tools import SQL

from ..domain.witness import Role, Says, Untruth, asks_for_truth, untruth

ROLES = tuple(role.value for role in Role)
# one choice or several
CHOSEN = """(SELECT a.suggested_answer_id AS id UNION ALL
               SELECT r.choice_id FROM o2c_call_answer_choice_rel r
                WHERE r.answer_id = a.id)"""
# of several contradictions of one customer the gravest names the case
GRAVITY = (Untruth.NOT_RECEIVED, Untruth.NOT_THERE, Untruth.NOT_THEN)


def said(orders):
    """The choices with a meaning about these orders, the newest call first.

    :return: rows of order id, call id, role, what the choice says
    """
    return SQL(
        """
        SELECT c.order_id, c.id, q.o2c_role, choice.o2c_says
          FROM o2c_call c
          JOIN o2c_call_answer a ON a.call_id = c.id
          JOIN survey_question q ON q.id = a.question_id AND q.o2c_role IN %s
          JOIN LATERAL %s chosen ON true
          JOIN survey_question_answer choice ON choice.id = chosen.id
         WHERE c.order_id = ANY(%s) AND c.finished_at IS NOT NULL
           AND choice.o2c_says IS NOT NULL
         ORDER BY c.finished_at DESC, c.id DESC
        """,
        ROLES,
        SQL(CHOSEN),
        list(orders),
    )


def word_against_word(scope):
    """A row for each finished call that asked about a delivery a courier reported.

    ``untruth``: in what the customer contradicts the courier, null: in nothing.
    """
    rank = {kind: place for place, kind in enumerate(GRAVITY)}
    asked = [
        (role.value, says.value, rank.get(untruth(role, says)))
        for role, says in product(Role, Says)
        if asks_for_truth(role, says)
    ]
    role, says, gravity = (list(column) for column in zip(*asked, strict=True))
    return SQL(
        """
        SELECT c.id AS call_id, c.order_id, c.partner_id, c.finished_at,
               reported.carrier_id, reported.delivered_at,
               (%(names)s::varchar[])[min(asked.gravity) + 1] AS untruth
          FROM o2c_call c
          JOIN o2c_call_answer a ON a.call_id = c.id AND a.role = ANY(%(role)s)
          JOIN LATERAL %(chosen)s chosen ON true
          JOIN survey_question_answer choice ON choice.id = chosen.id
          JOIN unnest(%(role)s::varchar[], %(says)s::varchar[], %(gravity)s::int[])
               AS asked (role, says, gravity)
            ON asked.role = a.role AND asked.says = choice.o2c_says
          JOIN LATERAL (
              SELECT s.carrier_id, s.delivered_at FROM o2c_shipment s
               WHERE s.order_id = c.order_id AND s.carrier_id IS NOT NULL
                 -- what was reported later was not contradicted
                 AND s.delivered_at <= c.finished_at
               ORDER BY s.delivered_at DESC, s.id DESC LIMIT 1
          ) reported ON true
         WHERE %(scope)s
         GROUP BY c.id, reported.carrier_id, reported.delivered_at
        """,
        chosen=SQL(CHOSEN),
        names=[kind.value for kind in GRAVITY],
        role=role,
        says=says,
        gravity=gravity,
        scope=scope.covers(SQL("c.finished_at"), "c"),
    )
