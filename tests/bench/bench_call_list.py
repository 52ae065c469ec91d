"""The list of a campaign over 200,000 customers, against a bare INSERT of its rows.

Data: ``O2C_BENCH_TARGETS`` customers (200,000), each with a phone and one confirmed
order; the rows are copies of one real customer and of one real order. Measured: the
first list, the same list again with nothing to change, half of it taken out by a new
condition, put back, the count that a leader sees while he types, and a sample.
The floor is ``INSERT … SELECT`` of as many rows into the same table with its indexes.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from odoo import Command, fields

sys.path.insert(0, str(Path(__file__).parent))
import credit_seed
from measure import Recorder, bench_env

TARGETS = int(os.environ.get("O2C_BENCH_TARGETS", "200000"))
NAME = "Bench callee"
COUNTED = """
SELECT count(*) FROM res_partner x
 WHERE x.commercial_partner_id = x.id AND x.active
   AND x.id IN (SELECT b.commercial_partner_id FROM sale_order s
                  JOIN res_partner b ON b.id = s.partner_id WHERE s.state = 'sale')"""


def main():
    recorder = Recorder("call list", targets=TARGETS)
    with bench_env() as env:
        seed(env)
        campaign = make_campaign(env)
        env.cr.commit()
        floor = bare_insert(env, recorder, campaign)
        measure(env, recorder, campaign, floor)
        env.cr.rollback()


def seed(env):
    """Customers with a phone and a confirmed order, half of them in postcode 2…"""
    Partner = env["res.partner"]
    if Partner.search([("name", "=", NAME)], limit=1):
        return
    customer = Partner.create(
        {
            "name": NAME,
            "phone": "+39 02 5550 1",
            "zip": "20100",
            # of a number without a country the law asks each by itself
            "country_id": env.ref("base.it").id,
        }
    )
    product = env["product.product"].create({"name": "Bench", "type": "service"})
    order = env["sale.order"].create(
        {
            "partner_id": customer.id,
            "order_line": [Command.create({"product_id": product.id})],
        }
    )
    order.action_confirm()
    env.flush_all()
    first = highest(env, "res_partner")
    copied = {
        "id": f"{first} + n",
        "commercial_partner_id": f"{first} + n",
        "zip": "CASE WHEN mod(n, 2) = 0 THEN '20100' ELSE '00100' END",
        "phone": "'+39 02 ' || (5550000 + n)",
        "phone_sanitized": "'+3902' || (5550000 + n)",
    }
    credit_seed._copy(env.cr, "res_partner", customer.id, copied, TARGETS)
    last = highest(env, "sale_order")
    owner = dict.fromkeys(
        ("partner_id", "partner_invoice_id", "partner_shipping_id"), f"{first} + n"
    )
    copied = {"id": f"{last} + n", "name": f"'B' || ({last} + n)", **owner}
    copied |= {"access_token": "NULL"}
    credit_seed._copy(env.cr, "sale_order", order.id, copied, TARGETS)
    for table in ("res_partner", "sale_order"):
        env.cr.execute(
            f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"
        )
    env.invalidate_all()
    env.cr.commit()
    env.cr.execute("ANALYZE res_partner; ANALYZE sale_order")
    env.cr.commit()


def highest(env, table):
    env.cr.execute(f"SELECT max(id) + 1 FROM {table}")
    return env.cr.fetchone()[0]


def make_campaign(env):
    """A service campaign to all customers, so that no consent is asked for."""
    env["o2c.campaign"].search([("name", "=", NAME)]).active = False
    return env["o2c.campaign"].create(
        {
            "name": NAME,
            "kind": "satisfaction",
            "source": "customer",
            "survey_id": env.ref("o2c_quality_check.script_delivery").id,
            "agent_ids": [Command.set(env.user.ids)],
            "quiet_days": 30,
        }
    )


def bare_insert(env, recorder, campaign):
    """The seconds that PostgreSQL needs for the rows alone."""
    seconds = recorder.timed(
        env,
        "floor: INSERT ... SELECT of as many rows",
        lambda: env.cr.execute(
            """INSERT INTO o2c_call (campaign_id, company_id, survey_id, partner_id,
                   person_id, phone, subject_key, state, priority, verdict, listed_by,
                   attempt_count, next_try_at, create_date, write_date)
               SELECT %s, %s, %s, id, id, phone, 'customer:' || id, 'to_call', '0',
                      'unknown', 'rule', 0, now(), now(), now()
                 FROM res_partner WHERE name = %s""",
            [campaign.id, campaign.company_id.id, campaign.survey_id.id, NAME],
        ),
    )
    env.cr.rollback()
    # what was rolled back is swept away, as if it had never been
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE o2c_call")
    env.cr._cnx.autocommit = False
    return seconds


def measure(env, recorder, campaign, floor):
    now = fields.Datetime.now()
    bare = recorder.timed(env, "floor: bare count", lambda: env.cr.execute(COUNTED))

    def count():
        return {"n": campaign._count_targets(now)["called"]}

    def refresh():
        names = ("added", "taken_out", "put_back")
        return dict(zip(names, campaign._refresh(now), strict=True))

    recorder.timed(env, "count while typing, nobody listed", count, bare)
    recorder.timed(env, "first list", refresh, floor)
    env.flush_all()
    recorder.timed(env, "again, nothing to change", refresh, floor)
    recorder.timed(env, "count while typing", count, bare)
    line = {"kind": "area", "zip_prefixes": "2"}
    campaign.rule_ids = [Command.create(line)]
    recorder.timed(env, "half of it taken out", refresh, floor)
    campaign.rule_ids = [Command.clear()]
    recorder.timed(env, "and put back", refresh, floor)
    campaign.write({"sampling": "cells", "area_by": "state"})
    recorder.timed(env, "a sample of it", refresh, floor)
    call = env["o2c.call"].search([("campaign_id", "=", campaign.id)], limit=1)
    later = now + timedelta(seconds=1)
    recorder.timed(
        env,
        "one call judged again",
        lambda: {"wanted": campaign._still_wanted(call, later)[0] is None},
    )


if __name__ == "__main__":
    main()
