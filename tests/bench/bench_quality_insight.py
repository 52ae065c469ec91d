"""The figures of quality calls over 100,000 answers.

Data: 25,000 finished calls of a year about as many orders and customers
(``O2C_BENCH_CALLS``), four answers each: NPS, CSAT, whether received, own words; one
attempt each, one order in two reported by a courier, one in two measured as perfect or
not. The floor is what any figure must do: read the scores once and count them.

Target: each part of the screen in 2 s of processor time.
"""

import os
import sys
import time
from pathlib import Path

from odoo import fields

sys.path.insert(0, str(Path(__file__).parent))
import call_seed
from measure import Recorder, bench_env

CALLS = int(os.environ.get("O2C_BENCH_CALLS", "25000"))
AT = "now() AT TIME ZONE 'UTC' - (mod(id, 365) + 1) * interval '1 day'"
FINISH = f"""
UPDATE o2c_call SET state = 'done', finished_at = {AT}, last_result = 'answered',
       survey_id = %(survey)s, is_call_back = false,
       agent_id = (%(agents)s::int[])[1 + mod(id, %(many)s)]
"""
ANSWERS = """
INSERT INTO o2c_call_answer (call_id, campaign_id, company_id, question_id, role,
       text, number, suggested_answer_id, is_given, verbatim, is_verbatim)
SELECT c.id, c.campaign_id, c.company_id, q.id, q.o2c_role,
       CASE q.o2c_role WHEN 'nps' THEN mod(c.id * 7, 11)::text
            WHEN 'csat' THEN (1 + mod(c.id * 3, 5))::text
            WHEN 'words' THEN spoken.words END,
       CASE q.o2c_role WHEN 'nps' THEN mod(c.id * 7, 11)
            WHEN 'csat' THEN 1 + mod(c.id * 3, 5) ELSE 0 END,
       CASE q.o2c_role WHEN 'received' THEN
            (%(choices)s::int[])[1 + (mod(c.id, 9) = 0)::int] END,
       true, CASE q.o2c_role WHEN 'words' THEN spoken.words END, q.o2c_role = 'words'
  FROM o2c_call c
  JOIN survey_question q ON q.survey_id = %(survey)s AND q.is_page IS NOT TRUE
  CROSS JOIN LATERAL (SELECT (ARRAY['The driver was late again', 'Two boxes broken',
       'Thank you', 'Nothing to say', 'The price on the invoice is wrong'])
       [1 + mod(c.id, 5)] AS words) spoken
"""
ATTEMPTS = """
INSERT INTO o2c_call_attempt (call_id, campaign_id, company_id, partner_id, at,
       agent_id, result, reached, right_party, talk_seconds, wrap_seconds,
       handle_seconds)
SELECT id, campaign_id, company_id, partner_id, finished_at, agent_id, 'answered', true,
       true, 100 + mod(id, 200), 30, 150 + mod(id, 200) FROM o2c_call
"""
SHIPMENTS = """
INSERT INTO o2c_shipment (picking_id, order_id, company_id, carrier_id, delivered_at,
       status, tracking_ref)
SELECT %(picking)s, order_id, company_id, (%(carriers)s::int[])[1 + mod(id, 4)],
       finished_at - interval '2 days', 'delivered', 'B' || id
  FROM o2c_call WHERE mod(id, 2) = 0
"""
PERFECT = """
INSERT INTO o2c_perfect_order (order_id, company_id, perfect, complete, on_time,
       invoiced_right, undamaged, customer_perfect, disagreement)
SELECT order_id, company_id, v, v, v, 'yes', 'yes', w, v <> w
  FROM o2c_call, LATERAL (SELECT CASE WHEN mod(id, 7) = 0 THEN 'no' ELSE 'yes' END AS v,
       CASE WHEN mod(id, 9) = 0 THEN 'no' ELSE 'yes' END AS w) said
 WHERE mod(id, 2) = 1 AND order_id IS NOT NULL ON CONFLICT DO NOTHING
"""
FLOOR = """
SELECT q.o2c_role, count(*), count(*) FILTER (WHERE a.number >= 9)
  FROM o2c_call_answer a
  JOIN survey_question q ON q.id = a.question_id WHERE q.o2c_role IN ('nps', 'csat')
 GROUP BY 1
"""
TABLES = ("o2c_call", "o2c_call_answer", "o2c_call_attempt", "o2c_shipment")


def main():
    with bench_env() as env:
        _seed(env)
        env.cr.execute("SELECT count(*) FROM o2c_call_answer")
        record = Recorder("quality_insight", answers=env.cr.fetchone()[0])
        floor = _floor(env, record)
        insight = env["o2c.quality.insight"]
        year = {"months": 12}
        for what, action in (
            ("themes: find all", lambda: _themes(env)),
            ("dashboard: satisfaction, first", lambda: _part(env, "satisfaction")),
            ("dashboard: satisfaction by courier", lambda: _part(env, "satisfaction")),
            ("dashboard: by product", lambda: _part(env, "satisfaction", "product")),
            ("dashboard: by agent", lambda: _part(env, "satisfaction", "agent")),
            ("dashboard: couriers", lambda: _part(env, "couriers")),
            ("dashboard: witness", lambda: _part(env, "witness")),
            ("dashboard: calling", lambda: _part(env, "operations", "agent")),
            ("dashboard: payment", lambda: _part(env, "payment")),
            ("dashboard: words", lambda: _part(env, "words")),
            ("answers behind a score", lambda: insight.open_scores(year, "nps")),
            ("workbook", lambda: insight._workbook(year)),
            ("pivot: courier and month", lambda: _pivot(env)),
        ):
            record.timed(env, what, lambda do=action: bool(do()), floor=floor)
            env.cr.commit() if what.startswith("themes") else env.cr.rollback()


def _floor(env, record):
    env.cr.execute(FLOOR)
    start = time.perf_counter()
    env.cr.execute(FLOOR)
    seconds = time.perf_counter() - start
    record.say("bare: read and count the scores once", seconds)
    return seconds


def _part(env, part, by=None):
    options = {"months": 12, "by": by, "measure": "nps"}
    return env["o2c.quality.insight"].dashboard(part, options)


def _themes(env):
    answers = env["o2c.call.answer"]
    matcher = env["o2c.theme"]._matcher()
    while waiting := answers._waiting_for_themes(1_000):
        waiting._match_themes(matcher)
        env.flush_all()
        env.invalidate_all()
    return True


def _pivot(env):
    return env["o2c.quality.score"]._read_group(
        [("measure", "=", "nps")], ["carrier_id", "at:month"], ["points:avg", "__count"]
    )


def _seed(env):
    _campaigns, agents = call_seed.seed(env, CALLS, 5, 20)
    survey, choices = _script(env)
    fee = env["product.product"].create({"name": "Fee", "type": "service"})
    carriers = env["delivery.carrier"].create(
        [{"name": f"Bench {n}", "product_id": fee.id} for n in range(4)]
    )
    kind = env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1)
    picking = env["stock.picking"].create(
        {
            "picking_type_id": kind.id,
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
    )
    env.flush_all()
    cr = env.cr
    values = {"survey": survey.id, "choices": choices.ids, "picking": picking.id}
    values |= {"agents": agents, "many": len(agents), "carriers": carriers.ids}
    for statement in (FINISH, ANSWERS, ATTEMPTS, SHIPMENTS, PERFECT):
        cr.execute(statement, values)
    env.invalidate_all()
    cr.commit()
    for table in TABLES:
        cr.execute(f"ANALYZE {table}")
    cr.commit()


def _script(env):
    survey = env["survey.survey"].create({"title": "Bench", "user_id": False})
    Question = env["survey.question"]
    for role, low, high in (("nps", 0, 10), ("csat", 1, 5)):
        Question.create(
            {"survey_id": survey.id, "title": role, "o2c_role": role}
            | {"question_type": "scale", "scale_min": low, "scale_max": high}
        )
    received = Question.create(
        {"survey_id": survey.id, "title": "received", "o2c_role": "received"}
        | {"question_type": "simple_choice"}
        | {
            "suggested_answer_ids": [
                fields.Command.create({"value": says, "o2c_says": says})
                for says in ("fine", "bad")
            ]
        }
    )
    Question.create(
        {"survey_id": survey.id, "title": "words", "o2c_role": "words"}
        | {"question_type": "text_box"}
    )
    return survey, received.suggested_answer_ids


if __name__ == "__main__":
    main()
