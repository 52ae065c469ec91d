"""The aged balance per customer: of today, of 90 days ago, as totals and as details.

Data: 50,000 customers and 1,000,000 invoices (``O2C_BENCH_CUSTOMERS`` and
``O2C_BENCH_INVOICES``), see ``credit_seed.py`` and ``matched_seed.py``. Beside it the
shortest SQL that adds up the same balance, and with ``BENCH_ADDONS`` (a folder with the
peer's add-ons, see ``shared/bench/README.md``) the peer's own aged balance of the same
ledger, its answer compared with ours.

Targets at large: today 1.5 s (1 is good), past 4 s (2.5), workbook of totals 6 s (3),
of details 20 s (10).
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("O2C_BENCH_CUSTOMERS", "50000")
os.environ.setdefault("O2C_BENCH_INVOICES", "1000000")
from credit_measure import bench, measure, say
from matched_seed import match

FLOOR = """
SELECT l.partner_id, SUM(l.amount_residual), width_bucket(
       %(day)s - COALESCE(l.date_maturity, l.date), ARRAY[1, 31, 61, 91, 181])
  FROM account_move_line l
 WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted'
   AND l.account_id IN (
       SELECT id FROM account_account WHERE account_type = 'asset_receivable')
 GROUP BY 1, 3
"""
FLOOR_PAST = """
SELECT l.partner_id, SUM(l.balance - COALESCE(d.amount, 0) + COALESCE(c.amount, 0))
  FROM account_move_line l
  LEFT JOIN (SELECT debit_move_id AS id, SUM(amount) AS amount
               FROM account_partial_reconcile WHERE max_date <= %(day)s GROUP BY 1) d
         ON d.id = l.id
  LEFT JOIN (SELECT credit_move_id AS id, SUM(amount) AS amount
               FROM account_partial_reconcile WHERE max_date <= %(day)s GROUP BY 1) c
         ON c.id = l.id
 WHERE l.parent_state = 'posted' AND l.date <= %(day)s
   AND l.account_id IN (
       SELECT id FROM account_account WHERE account_type = 'asset_receivable')
 GROUP BY 1
HAVING SUM(l.balance - COALESCE(d.amount, 0) + COALESCE(c.amount, 0)) <> 0
"""
PEER = "report.account_financial_report.aged_partner_balance"
PEER_XLSX = "a_f_r.report_aged_partner_balance_xlsx"
RUNS = 3


def main():
    with bench(peers=["account_financial_report"]) as (env, first):
        match(env, first)
        today = env.company._o2c_credit_today()
        past = today - timedelta(days=90)
        for what, day, floor in (
            ("today", today, FLOOR),
            ("90 days ago", past, FLOOR_PAST),
        ):
            _compare(env, what, day, floor)
        balance = _balance(env, today)
        for what, make in (
            ("totals", balance._totals_xlsx),
            ("details", balance._details_xlsx),
        ):
            seconds, queries = measure(env, make, RUNS)
            say(
                "aged", f"workbook, {what}", seconds, queries=queries, bytes=len(make())
            )
        if PEER in env:
            _peer(env, today, past)
        else:
            print("without the peer: BENCH_ADDONS is not given or not installed")


def _balance(env, day):
    return env["o2c.aged.balance"].create({"as_of": day})


def _compare(env, what, day, query):
    def floor():
        env.cr.execute(query, {"day": day})
        return env.cr.fetchall()

    seconds, _queries = measure(env, floor, RUNS)
    say("aged", f"{what}: floor", seconds)
    balance = _balance(env, day)
    ours, queries = measure(env, balance._balance, RUNS)
    rows = balance._balance()
    total = round(float(sum(row["total"] for row in rows)), 2)
    same = abs(total - float(sum(row[1] for row in floor()))) < 0.005
    ratio = round(ours / seconds, 1)
    say("aged", f"{what}: per customer", ours, queries=queries, ratio=ratio, same=same)
    screen, queries = measure(
        env, lambda: env["o2c.aged.balance"].table({"as_of": day.isoformat()}), RUNS
    )
    say("aged", f"{what}: first page of the screen", screen, queries=queries)


# ------------------------------------------------------------------ the peer
def _peer(env, today, past):
    for what, day in (("today", today), ("90 days ago", past)):
        question = _peer_question(env, day, details=False)
        seconds, queries = measure(env, lambda q=question: _peer_data(env, q), 1)
        found = _peer_data(env, question)
        total = sum(account["residual"] for account in found["aged_partner_balance"])
        ours = float(sum(row["total"] for row in _balance(env, day)._balance()))
        same = abs(total - ours) < 0.005
        say("aged", f"peer, {what}", seconds, queries=queries, same=same)
    reports = env["ir.actions.report"]
    for what in ("totals", "details"):
        wizard, data = _peer_question(env, today, details=what == "details")
        seconds, queries = measure(
            env, lambda w=wizard, d=data: reports._render(PEER_XLSX, w.ids, d), 1
        )
        say("aged", f"peer, workbook, {what}", seconds, queries=queries)


def _peer_question(env, day, details):
    accounts = env["account.account"].search(
        [("account_type", "=", "asset_receivable")]
    )
    wizard = env["aged.partner.balance.report.wizard"].create(
        {
            "date_at": day,
            "account_ids": [(6, 0, accounts.ids)],
            "target_move": "posted",
            "show_move_line_details": details,
        }
    )
    data = wizard._prepare_report_data()
    # dates come back from the web client as texts
    return wizard, {k: str(v) if isinstance(v, date) else v for k, v in data.items()}


def _peer_data(env, question):
    wizard, data = question
    return env[PEER]._get_report_values(wizard.ids, data)


if __name__ == "__main__":
    main()
