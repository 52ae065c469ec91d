"""How long a ledger of 18,793 invoices takes from the file to imported items.

Needs the folder O2C_DATASETS. The file goes the way of the screen: pieces, preparation,
check, import, with the proposed settings; 831 customers are made. Nothing is committed.
The floor beside it copies the same lines into a table without columns of meaning.
Target: 180 s, 60 s is good.
"""

import base64
import json
import os
import statistics
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

LEDGER = "ledger_b2b/receivables_2018-11_2019-07.csv"
PIECE = 256 * 1024
RUNS = 3


def main():
    folder = os.environ.get("O2C_DATASETS")
    if not folder:
        print("skipped: O2C_DATASETS does not name the folder of the data sets")
        return
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    path, registry = Path(folder) / LEDGER, Registry(database)
    floor = statistics.median(_run(registry, path, _copy) for _number in range(RUNS))
    taken = statistics.median(_run(registry, path, _import) for _number in range(RUNS))
    result = {"bench": "import", "invoices": 18793, "seconds": round(taken, 2)}
    line = json.dumps(result | {"floor": round(floor, 3), "runs": RUNS})
    print(line)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _run(registry, path, work):
    """Seconds of one run in a transaction that is rolled back."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        rate = {"name": "2012-01-01", "rate": 1.25}
        of = {"currency_id": env.ref("base.CAD").id, "company_id": env.company.id}
        env["res.currency.rate"].create({**rate, **of})
        start = time.perf_counter()
        work(env, path)
        env.flush_all()
        taken = time.perf_counter() - start
        cr.rollback()
        return taken


def _copy(env, path):
    env.cr.execute("CREATE TEMP TABLE floor (line text) ON COMMIT DROP")
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    env.cr.execute("INSERT INTO floor SELECT unnest(%s)", [lines])


def _import(env, path):
    imports = env["o2c.history.import"]
    record = imports.browse(imports.start(path.name))
    data = path.read_bytes()
    for number, at in enumerate(range(0, len(data), PIECE)):
        record.upload(number, base64.b64encode(data[at : at + PIECE]).decode())
    settings = record.prepare()["settings"]
    record.check(settings)
    done = record.apply(settings)
    if done["new"] != 18793:
        raise SystemExit(f"not what was to be imported: {done}")


if __name__ == "__main__":
    main()
