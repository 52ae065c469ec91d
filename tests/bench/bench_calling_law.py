"""The law of calling: a register of 200,000 numbers, many callees, one dial.

Data: a register's list of ``O2C_BENCH_NUMBERS`` numbers (200,000) as people write them,
and a thousand customers in the United States. Measured: reading the file, the numbers
as E.164, the first import, a new list of three quarters of it, the law about a thousand
callees, and the decision with its log before one dial. The floor of an import is the
same ``COPY`` into a table without anything.
"""

import csv
import importlib
import io
import os
import sys
from datetime import date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env

NUMBERS = int(os.environ.get("O2C_BENCH_NUMBERS", "200000"))
CALLEES, DIALS = 1000, 20
MODULE = "odoo.addons.o2c_quality_check"
# Monday, eleven o'clock in New York
NOW = datetime(2026, 3, 2, 16)


def main():
    recorder = Recorder("calling law", numbers=NUMBERS, callees=CALLEES)
    with bench_env() as env:
        register(env, recorder)
        callees(env, recorder)
        env.cr.rollback()


def ours(name):
    """A module of the add-on, which is on the path once the registry is loaded."""
    return importlib.import_module(f"{MODULE}.{name}")


def register(env, recorder):
    read = ours("domain.register_file").read
    normal = ours("wizard.o2c_register_import").normal
    lines = (f"({212 + n // 10000}) 555-{n % 10000:04}" for n in range(NUMBERS))
    text = "\n".join(lines)
    found = {}

    def reading():
        found["rows"] = read(text).rows

    def normalising():
        found["numbers"] = [(normal(n, "US"), day) for n, day in found["rows"]]

    recorder.timed(env, "read the file", reading)
    recorder.timed(env, "numbers as E.164", normalising)
    rows, dnc = found["numbers"], env.ref("o2c_quality_check.register_us_dnc")
    floor = recorder.timed(env, "bare COPY", lambda: bare_copy(env.cr, rows))
    for what, part, on in (
        ("first import", rows, date(2026, 3, 1)),
        ("new list of three quarters", rows[: NUMBERS * 3 // 4], date(2026, 3, 2)),
    ):
        recorder.timed(
            env,
            what,
            lambda part=part, on=on: {"listed": dnc._replace(part, on)},
            floor,
        )


def bare_copy(cr, rows):
    cr.execute("CREATE TEMP TABLE bare_numbers (number text, since date)")
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    cr.copy_expert("COPY bare_numbers FROM STDIN WITH (FORMAT csv)", text)


def callees(env, recorder):
    country, DialAsk = env.ref("base.us").id, ours("models.o2c_calling_law").DialAsk
    partners = env["res.partner"].create(
        [
            {"name": f"B{n}", "phone": f"+1212666{n:04}", "country_id": country}
            for n in range(CALLEES)
        ]
    )
    asks = [
        DialAsk(p.id, p.id, p.phone, env.company.id, None, "marketing")
        for p in partners
    ]
    law = env["o2c.calling.law"]
    recorder.timed(env, "a thousand callees, first", lambda: judged(law, asks))
    recorder.timed(env, "a thousand callees, again", lambda: judged(law, asks))
    campaign = env["o2c.campaign"].create(
        {
            "name": "Bench",
            "kind": "telesales",
            "survey_id": env.ref("o2c_quality_check.script_delivery").id,
        }
    )
    calls = env["o2c.call"].create(
        [
            {
                "campaign_id": campaign.id,
                "company_id": env.company.id,
                "partner_id": partner.id,
                "phone": partner.phone,
                "next_try_at": NOW,
            }
            for partner in partners[:DIALS]
        ]
    )
    env.flush_all()

    def dial():
        for call in calls:
            call._may_dial(NOW)
        env.flush_all()

    recorder.timed(env, f"{DIALS} dials with their log", dial)


def judged(law, asks):
    decisions = law._judge(asks, NOW).values()
    return {"allowed": sum(decision.allowed for decision in decisions)}


if __name__ == "__main__":
    main()
