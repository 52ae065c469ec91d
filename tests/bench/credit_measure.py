"""What the credit benchmarks share: the data, the clock, the line that is printed."""

import json
import os
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.module import initialize_sys_path
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parent))
from credit_seed import NAME, seed

CUSTOMERS = int(os.environ.get("O2C_BENCH_CUSTOMERS", "10000"))
INVOICES = int(os.environ.get("O2C_BENCH_INVOICES", "200000"))
RUNS = 5


@contextmanager
def bench_env():
    """The environment of the superuser; a bench that makes its own data uses it."""
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


@contextmanager
def bench(peers=()):
    """(env, id of the first customer); the data are made when they are not there.

    :param peers: add-ons of the folder ``BENCH_ADDONS`` to be installed beside ours,
        when it is given
    """
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with peer_registry(database, peers).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        known = env["res.partner"].search([("name", "=", f"{NAME} 0")])
        first = known.id or seed(env, CUSTOMERS, INVOICES)
        yield env, first
        cr.rollback()


def peer_registry(database, peers):
    """The registry, with these add-ons of ``BENCH_ADDONS`` when it is given."""
    folder = os.environ.get("BENCH_ADDONS")
    if not (folder and peers):
        return Registry(database)
    config["addons_path"] = [*config["addons_path"], folder]
    initialize_sys_path()
    return Registry.new(database, install_modules=peers, update_module=True)


def measure(env, action, runs=RUNS):
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


def say(bench_name, what, seconds, **more):
    """Print one result and append it to the file of results."""
    size = {"customers": CUSTOMERS, "invoices": INVOICES}
    result = {"bench": bench_name, "what": what, **size, "seconds": round(seconds, 5)}
    numbers = ", ".join(f"{name} {value}" for name, value in more.items())
    print(f"{what:44} {seconds:9.4f} s  {numbers}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result | more) + "\n")
