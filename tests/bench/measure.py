"""What the benchmarks share: the environment, the clock, the line that is printed."""

import json
import os
import statistics
import time
from contextlib import contextmanager
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def bench_registry():
    """The registry of the database that this benchmark was given."""
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    return Registry(database)


@contextmanager
def bench_env():
    """The environment of the superuser; a bench that makes its own data uses it."""
    with bench_registry().cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


class Recorder:
    """Prints the results of one benchmark and appends them to the file of results.

    :param name: of the benchmark
    :param size: of the data, said beside every number
    """

    def __init__(self, name, **size):
        self.name, self.size = name, size

    def say(self, what, seconds, **more):
        result = {"bench": self.name, "what": what, **self.size}
        result |= {"seconds": round(seconds, 5), **more}
        numbers = ", ".join(f"{name} {value}" for name, value in more.items())
        print(f"{what:50} {seconds:9.4f} s  {numbers}", flush=True)
        if out := os.environ.get("O2C_BENCH_OUT"):
            with Path(out).open("a", encoding="utf-8") as file:
                file.write(json.dumps(result) + "\n")

    def timed(self, env, what, action, floor=None, **more):
        """Run ``action`` once; returns the seconds it took.

        :param action: what it returns as a dict is said beside the seconds
        :param floor: seconds that the same costs at the least; says how many times that
        """
        before, cpu, start = env.cr.sql_log_count, _cpu(env), time.perf_counter()
        found = action()
        seconds = time.perf_counter() - start
        python, sql = (round(b - a, 2) for a, b in zip(cpu, _cpu(env), strict=True))
        more |= {"queries": env.cr.sql_log_count - before}
        more |= {"cpu_python": python, "cpu_sql": sql}
        more |= {"ratio": round(seconds / floor, 2)} if floor else {}
        more |= found if isinstance(found, dict) else {}
        self.say(what, seconds, **more)
        return seconds

    def fresh(self, registry, what, user_id, work, runs=7):
        """The median of fresh transactions of a user, after one that is not counted."""
        seconds, queries = [], []
        for _run in range(runs + 1):
            with registry.cursor() as cr:
                env = api.Environment(cr, user_id, {"lang": "en_US"})
                before, start = cr.sql_log_count, time.perf_counter()
                work(env)
                seconds.append(time.perf_counter() - start)
                queries.append(cr.sql_log_count - before)
                cr.rollback()
        median = statistics.median(seconds[1:])
        self.say(what, median, queries=statistics.median(queries[1:]))


def median(env, action, runs=5):
    """(median of the seconds, median of the queries) after one run to warm up.

    :param runs: 0: the first run is what is measured
    """
    seconds, queries = [], []
    for _run in range(runs + 1):
        env.flush_all()
        env.invalidate_all()
        before, start = env.cr.sql_log_count, time.perf_counter()
        action()
        env.flush_all()
        seconds.append(time.perf_counter() - start)
        queries.append(env.cr.sql_log_count - before)
    first = min(runs, 1)
    return statistics.median(seconds[first:]), statistics.median(queries[first:])


def _cpu(env):
    """Processor seconds of this program and of its connection's PostgreSQL process.

    On a busy machine they say more than the clock on the wall; the second is nothing
    when PostgreSQL is on another machine.
    """
    env.cr.execute("SELECT pg_backend_pid()")
    stat = Path(f"/proc/{env.cr.fetchone()[0]}/stat")
    ticks = stat.read_text().rsplit(") ", 1)[1].split()[11:13] if stat.exists() else ()
    return time.process_time(), sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
