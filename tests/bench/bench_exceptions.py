"""The exception queue and the notices at volume: every ready rule over all orders.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``), see ``order_seed.py``, with
their timelines. Nearly all orders of the copies are years late, so that the first
search opens more exceptions than a company will ever have: the worst case.

Target: a search by all rules in 30 s at most when everything is new, and in a few
seconds when nothing has changed; notices of a month collected in a few.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env
from order_seed import ORDERS, ready

RECORD = Recorder("exceptions", orders=ORDERS)


def main():
    with bench_env() as env:
        ready(env)
        _searches(env)
        _notices(env)


def _searches(env):
    env.cr.execute("DELETE FROM o2c_exception")
    env.cr.commit()
    Exceptions = env["o2c.exception"]
    rules = Exceptions._rules_of_companies()

    def look(detail=False):
        counts = [0, 0, 0]
        for rule, company in rules:
            start = time.perf_counter()
            found = Exceptions._find(rule, company)
            env.cr.commit()
            counts = [a + b for a, b in zip(counts, found, strict=True)]
            if detail:
                RECORD.say(
                    f"rule: {rule.name}", time.perf_counter() - start, found=found[0]
                )
        return dict(zip(("opened", "changed", "closed"), counts, strict=True))

    RECORD.timed(
        env, "search: everything is new", lambda: look(detail=True), rules=len(rules)
    )
    env.cr.execute("ANALYZE o2c_exception")
    env.cr.commit()
    look()
    RECORD.timed(env, "search: nothing has changed", look, rules=len(rules))
    env.cr.execute("UPDATE sale_order SET o2c_stage = 'closed' WHERE id % 100 = 0")
    env.cr.commit()
    RECORD.timed(env, "search: one in a hundred is settled", look, rules=len(rules))
    env.cr.execute("SELECT count(*) FROM o2c_exception WHERE state = 'open'")
    RECORD.say("open in the end", 0, exceptions=env.cr.fetchone()[0])


def _notices(env):
    env.cr.execute("DELETE FROM o2c_notification")
    rules = env["o2c.notification.rule"].with_context(active_test=False).search([])
    rules = rules.filtered(lambda r: r.trigger == "milestone")
    rules.write({"active": True, "max_age": 24 * 30})
    env.cr.execute(
        "UPDATE o2c_notification_rule SET since = now() - interval '60 days'"
    )
    env.cr.commit()
    env.invalidate_all()

    def collect():
        made = sum(env["o2c.notification"]._collect(rule) for rule in rules)
        env.cr.commit()
        return {"collected": made}

    RECORD.timed(env, "notices of thirty days", collect, rules=len(rules))
    RECORD.timed(env, "notices: nothing new", collect, rules=len(rules))


if __name__ == "__main__":
    main()
