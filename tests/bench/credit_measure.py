"""What the credit benchmarks share: the data, the clock, the line that is printed."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.module import initialize_sys_path
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parent))
from credit_seed import NAME, seed
from measure import Recorder, bench_env
from measure import median as measure

__all__ = ["bench", "bench_env", "measure", "peer_registry", "say"]

CUSTOMERS = int(os.environ.get("O2C_BENCH_CUSTOMERS", "10000"))
INVOICES = int(os.environ.get("O2C_BENCH_INVOICES", "200000"))


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


def say(bench_name, what, seconds, **more):
    """Print one result and append it to the file of results."""
    size = {"customers": CUSTOMERS, "invoices": INVOICES}
    Recorder(bench_name, **size).say(what, seconds, **more)
