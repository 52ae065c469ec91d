"""The next call: one agent, twenty at once, from a list of 200,000.

Data: 200,000 due calls of as many customers in ten campaigns (``O2C_BENCH_CALLS``),
twenty agents who call for all of them, see ``call_seed.py``. Each reading is a
transaction of its own, committed. The floor is the least that any queue must do: read
the first due row from an index, lock it, mark it as taken.

Target: the next call in 50 ms.
"""

import importlib
import os
import random
import statistics
import sys
import threading
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).parent))
import call_seed
from measure import Recorder, bench_registry

CALLS = int(os.environ.get("O2C_BENCH_CALLS", "200000"))
CAMPAIGNS, AGENTS, TURNS = 10, 20, 5
QUERIES = "odoo.addons.o2c_quality_check.models.call_queue_query"
BARE = """
UPDATE o2c_call SET state = 'in_call', agent_id = %s, locked_at = %s
 WHERE id = (
    SELECT id FROM o2c_call
     WHERE campaign_id = %s AND state = 'to_call' AND is_call_back IS NOT TRUE
       AND priority = '0' AND next_try_at <= %s
     ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
"""


def main():
    registry = bench_registry()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        campaigns, agents = call_seed.seed(env, CALLS, CAMPAIGNS, AGENTS)
    recorder = Recorder("call queue", calls=CALLS, campaigns=CAMPAIGNS, agents=AGENTS)
    floor = bare(registry, recorder, campaigns[0], agents[0])
    one_agent(registry, recorder, agents, floor)
    nobody_due(registry, recorder, agents[0])
    at_once(registry, recorder, agents)
    explain(registry, agents[0])


def bare(registry, recorder, campaign, agent):
    """Seconds of one statement that takes a row, rolled back."""
    now, times = fields.Datetime.now(), []
    for _run in range(20):
        with registry.cursor() as cr:
            start = time.perf_counter()
            cr.execute(BARE, [agent, now, campaign, now])
            times.append(time.perf_counter() - start)
            cr.rollback()
    floor = statistics.median(times[1:])
    recorder.say("bare: read, lock, mark one row", floor)
    return floor


def one_agent(registry, recorder, agents, floor):
    """Every agent after the other: next call, its result, the next one."""
    taking, both, queries = [], [], []
    for agent in agents[:1] + agents:
        with registry.cursor() as cr:
            env = api.Environment(cr, agent, {"lang": "en_US"})
            before = cr.sql_log_count
            taking.append(timed(take, env))
            queries.append(cr.sql_log_count - before)
            cr.commit()
            both.append(timed(finish_and_take, env))
            cr.commit()
    said = {
        "queries": statistics.median(queries[1:]),
        "slowest": round(max(taking[1:]), 4),
    }
    say_ratio(recorder, "next call", statistics.median(taking[1:]), floor, **said)
    say_ratio(recorder, "result and next call", statistics.median(both[1:]), floor)


def nobody_due(registry, recorder, agent):
    """What it costs to say when somebody will be due."""
    recorder.fresh(
        registry,
        "when the next call is due",
        agent,
        lambda env: env["o2c.call"]._next_due_at(fields.Datetime.now()),
    )


def at_once(registry, recorder, agents):
    """All agents on real connections, in one process: pressed together, and at work."""
    for what, pause in (
        ("all agents press in the same moment", None),
        ("all agents at work, a call each 4 s", 4),
    ):
        times, taken, repeated = run(registry, agents, pause)
        ordered = sorted(times)
        recorder.say(
            what,
            statistics.median(times),
            p95=round(ordered[len(ordered) * 95 // 100], 4),
            taken=len(taken),
            different=len(set(taken)),
            repeated=repeated,
        )


def run(registry, agents, pause):
    """Every agent in a thread: seconds of each request, calls, repeated requests."""
    taken, times, repeats = [], [], []
    barrier = threading.Barrier(len(agents))

    def work(agent):
        chance = random.Random(agent)
        for _turn in range(TURNS):
            if pause:
                time.sleep(chance.uniform(0, 2 * pause))
            else:
                barrier.wait()
            start = time.perf_counter()
            call, again = serve(registry, agent)
            times.append(time.perf_counter() - start)
            taken.append(call)
            repeats.append(again)

    threads = [threading.Thread(target=work, args=(agent,)) for agent in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, taken, sum(repeats)


def serve(registry, agent):
    """One request as the server runs it: repeated when somebody was faster."""
    for again in range(5):
        with registry.cursor() as cr:
            env = api.Environment(cr, agent, {"lang": "en_US"})
            try:
                call = finish_and_take(env)
                env.flush_all()
                cr.commit()
                return call.id, again
            except ConcurrencyError:
                cr.rollback()
    raise RuntimeError("a request was repeated five times")


def take(env):
    call = env["o2c.call"]._take_next(env.user, fields.Datetime.now())
    env.flush_all()
    return call


def finish_and_take(env):
    held = env["o2c.call"]._held_by(env.user, fields.Datetime.now())
    if held:
        held.action_busy()
    return take(env)


def timed(action, env):
    start = time.perf_counter()
    action(env)
    return time.perf_counter() - start


def say_ratio(recorder, what, seconds, floor, **more):
    recorder.say(what, seconds, ratio=round(seconds / floor, 1), **more)


def explain(registry, agent):
    """Print which indexes the query behind it reads, and how many rows."""
    with registry.cursor() as cr:
        env = api.Environment(cr, agent, {})
        calls, now = env["o2c.call"].sudo(), fields.Datetime.now()
        turn = calls._campaigns_in_turn(env.user, now)
        # importable only after the registry is loaded
        queries = importlib.import_module(QUERIES)
        query = queries.due_query(env.user, now, turn, [1], [], 25)
        for (line,) in env.execute_query(SQL("EXPLAIN (ANALYZE, COSTS off) %s", query)):
            if "Scan" in line or "Time" in line:
                print(line.strip(), flush=True)


if __name__ == "__main__":
    main()
