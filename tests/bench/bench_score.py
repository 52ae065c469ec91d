"""How well the score tells bad customers from good ones, on two public ledgers.

Needs the folder O2C_DATASETS. The ledgers go into the history of two companies of the
benchmark's database, and the product scores them as of the first of several months
(`_score(as_of)`), knowing nothing later; nothing is committed. The protocol is told in
`ledgers.py`. Where the ledger ends less than 90 days after a date, the label looks as
far as it can, and the line says so.
"""

import json
import os
import random
import statistics as stats
import sys
from datetime import date
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parent))
import ledgers

BOOTSTRAPS = 300
CAD_IN_USD = 0.75
B2B_DATES = [
    (date(2019, 2, 1), 90),
    (date(2019, 3, 1), 90),
    (date(2019, 4, 1), 90),
    (date(2019, 4, 14), 90),
]
# what became of them is known before the later ones are asked about
FIT_DATES = [date(2019, 1, 15), date(2019, 2, 1), date(2019, 2, 14)]
LATER_DATES = [(date(2019, 5, 15), 60), (date(2019, 6, 13), 30)]
IBM_DATES = [(date(2013, month, 1), 90) for month in (6, 7, 8, 9)]


def main():
    if not ledgers.folder():
        print("skipped: O2C_DATASETS does not name the folder of the data sets")
        return
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        b2b, ibm = load(env, "B2B", ledgers.read_b2b()), None
        measure(env, b2b, B2B_DATES, 30, "G5: B2B > 30 days in 90, as shipped")
        measure(env, b2b, B2B_DATES, 30, "G5o: the same, open balance only", True)
        measure(env, b2b, LATER_DATES, 30, "B2B > 30 days, later, in 60 and 30")
        measure(env, b2b, B2B_DATES, 15, "B2B > 15 days in 90, as shipped")
        measure(env, b2b, LATER_DATES, 15, "B2B > 15 days, later, in 60 and 30")
        ibm = load(env, "IBM", ledgers.read_ibm())
        measure(env, ibm, IBM_DATES, 15, "G3: IBM > 15 days in 90, not fitted")
        halves(env, b2b)
        refit(env, b2b)
        cr.rollback()


def halves(env, ledger):
    """The probability set right on half of the customers, measured on the others."""
    from odoo.addons.o2c_credit.domain import score, statistics  # noqa: PLC0415

    card = env["o2c.scorecard"]._in_force(ledger[0].company_id)._card()
    rows = scored(ledger, B2B_DATES, 30)
    names = sorted({row[0] for row in rows})
    random.Random(7).shuffle(names)
    learnt = set(names[::2])
    train = [row for row in rows if row[0] in learnt]
    offset, slope = statistics.fit_line(
        [-row[1] for row in train], [row[3] for row in train]
    )
    right = score.calibrated(card, -offset, -slope)
    test = [
        (name, risk, score.probability(right, -risk), bad)
        for name, risk, _chance, bad in rows
        if name not in learnt
    ]
    report("G6: probability from the other half of customers", test, [90])


def refit(env, ledger):
    """A card fitted on the first dates, asked about the later ones; probability too."""
    if not env["o2c.scorecard"]._can_fit():
        print("the fitted cards are skipped: numpy is not installed")
        return
    company = ledger[0].company_id
    expert = env["o2c.scorecard"]._in_force(company)
    for late, names in ((30, ("G1", "G1o")), (15, ("G2", "G2o"))):
        base = expert._copy_version(company_id=company.id)
        base.late_days = late
        for what, whole in (
            ("probability only", False),
            ("new bins and weights", True),
        ):
            card = base._recalibrated(company, FIT_DATES, whole)
            card.action_activate()
            for name, open_only in zip(names, (False, True), strict=True):
                text = f"{name}: > {late} days, later, {what}{' open' * open_only}"
                measure(env, ledger, LATER_DATES, late, text, open_only)


def load(env, name, items):
    """A company with this ledger as its history: (company, items by customer, ids)."""
    company = env["res.company"].create({"name": f"Score {name}"})
    groups = ledgers.by_customer(items)
    partners = env["res.partner"].create([{"name": f"{name} {c}"} for c in groups])
    ids = dict(zip(groups, partners.ids, strict=True))
    env["o2c.history.item"].create(
        [
            {
                "company_id": company.id,
                "partner_id": ids[item.customer],
                "source": name,
                "external_id": f"{item.number} {number}",
                "number": item.number,
                "currency_id": company.currency_id.id,
                "amount_currency": item.amount,
                "amount": round(item.amount * rate(item), 2),
                "open_amount": 0
                if item.settled
                else round(item.amount * rate(item), 2),
                "invoice_date": item.issued,
                "due_date": item.due,
                "settled_date": item.settled,
                "disputed": item.disputed,
            }
            for number, item in enumerate(items)
            if item.amount > 0
        ]
    )
    pairs = [(partner, company) for partner in partners]
    accounts = env["o2c.credit.account"].create(
        [{"partner_id": partner.id, "company_id": company.id} for partner, _c in pairs]
    )
    of = dict(zip(groups, accounts, strict=True))
    env.flush_all()
    return accounts, groups, of


def rate(item):
    return CAD_IN_USD if item.currency == "CAD" else 1.0


def measure(env, ledger, dates, late, what, open_only=False):
    rows = scored(ledger, dates, late, open_only)
    report(what, rows, [horizon for _day, horizon in dates])


def scored(ledger, dates, late, open_only=False):
    """(customer, risk, probability, bad) of everybody who is asked about."""
    accounts, groups, of = ledger
    rows = []
    for day, horizon in dates:
        results = accounts._score(as_of=day)
        for customer, items in groups.items():
            if not ledgers.asked(items, day, late):
                continue
            if open_only and not ledgers.has_open(items, day):
                continue
            result = results[of[customer]]
            bad = ledgers.is_bad(items, day, late, horizon)
            rows.append((customer, -result.points, result.probability, bad))
    return rows


def report(what, rows, horizons):
    from odoo.addons.o2c_credit.domain import statistics  # noqa: PLC0415

    risks, chances, bads = ([row[n] for row in rows] for n in (1, 2, 3))
    low, high = interval(rows, statistics.auc)
    figures = {
        "auc": statistics.auc(risks, bads),
        "auc_low": low,
        "auc_high": high,
        "ks": statistics.ks(risks, bads),
        "slope": statistics.calibration_slope(chances, bads),
        "ece": statistics.calibration_error(chances, bads),
        "expected": stats.fmean(chances),
        "found": stats.fmean(bads),
    }
    figures = {name: round(value, 3) for name, value in figures.items()}
    line = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    print(f"{what:44} n {len(rows)}, bad {sum(bads)}, {line}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        result = {"bench": "score", "what": what, "n": len(rows), **figures}
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps({**result, "horizons": horizons}) + "\n")


def interval(rows, measure_of):
    """The 95 % interval of a measure, by drawing customers anew."""
    groups = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    names, draw, found = sorted(groups), random.Random(7), []
    for _n in range(BOOTSTRAPS):
        picked = [
            row for name in draw.choices(names, k=len(names)) for row in groups[name]
        ]
        value = measure_of([row[1] for row in picked], [row[3] for row in picked])
        if value is not None:
            found.append(value)
    found.sort()
    return found[int(0.025 * len(found))], found[int(0.975 * len(found))]


if __name__ == "__main__":
    main()
