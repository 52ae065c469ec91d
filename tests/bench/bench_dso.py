"""DSO three ways, best possible DSO, ADD and CEI of 24 months, over all customers.

Data: 10,000 customers with 200,000 invoices over 24 months (``O2C_BENCH_CUSTOMERS``,
``O2C_BENCH_INVOICES``; large is 50,000 and 1,000,000), 85 % of them paid from 5 days
before to 34 days after the due date, each by a payment of its own that is matched with
it. The prototypes are made through Odoo, their rows are copied by SQL and committed.

Three times: from the ledger; the snapshots of all customers and months written, then
found right; from the snapshots. The figures are checked against plain SQL of another
form. Targets at large: 9 s from the ledger, .3 s from snapshots; 5 and .1 are good.
"""

from datetime import date, timedelta

from credit_measure import CUSTOMERS, INVOICES, bench_env, measure, say
from credit_seed import INDEXES, NAME, _customers, _next_id

from odoo import Command

MONTHS = 24
TABLES = ["account_move", "account_move_line", "account_partial_reconcile"]
PLAN = """
CREATE TEMP TABLE plan AS
SELECT n, %(first)s + mod(n * 7919, %(customers)s)::int AS customer, issued,
       issued + 30 AS due,
       CASE WHEN mod(n, 20) > 2 AND issued + 25 + mod(n * 31, 40)::int < current_date
            THEN issued + 25 + mod(n * 31, 40)::int END AS paid_on,
       (100 + mod(n * 104729, 4000))::numeric AS amount
  FROM (SELECT n, current_date - 5 - mod(n * 6151, 725)::int AS issued
          FROM generate_series(0::bigint, %(invoices)s - 1) n) AS x
"""
# what the ledger says, in another form: balances and residuals as of a day
BALANCE = """
SELECT SUM(l.balance) FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
 WHERE l.parent_state = 'posted' AND l.company_id = %s AND l.date <= %s
"""
OVERDUE = """
SELECT SUM(GREATEST(0, owed - credit)) FROM (
    SELECT partner_id, SUM(still) FILTER (WHERE still > 0 AND due < %(day)s) AS owed,
           COALESCE(-SUM(still) FILTER (WHERE still < 0), 0) AS credit
      FROM (SELECT l.partner_id, l.date_maturity AS due,
                   l.balance - COALESCE((SELECT SUM(r.amount)
                       FROM account_partial_reconcile r
                      WHERE r.debit_move_id = l.id AND r.max_date <= %(day)s), 0)
                   + COALESCE((SELECT SUM(r.amount)
                       FROM account_partial_reconcile r
                      WHERE r.credit_move_id = l.id AND r.max_date <= %(day)s), 0)
                   AS still
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id
               AND a.account_type = 'asset_receivable'
             WHERE l.parent_state = 'posted' AND l.company_id = %(company)s
               AND l.date <= %(day)s) AS item
     GROUP BY partner_id) AS customer
"""


def main():
    with bench_env() as env:
        insight = env["o2c.credit.insight"]
        company = env.company.root_id
        if not env["res.partner"].search_count([("name", "=", f"{NAME} 0")]):
            seed(env)
        until = company._o2c_credit_today().replace(day=1)
        ledger = lambda: insight._rows(company)  # noqa: E731
        check(env, company, ledger())
        say("dso", "24 months from the ledger", *measured(env, ledger, 3))
        Snapshot = env["o2c.credit.snapshot"]
        take = lambda: Snapshot._take(company, MONTHS)  # noqa: E731
        say("dso", "snapshots written", *once(env, take))
        say("dso", "snapshots found right", *once(env, take))
        env.cr.execute("ANALYZE o2c_credit_snapshot")
        rows = insight._rows(company)
        check(env, company, rows)
        whole = lambda: insight._rows(company)  # noqa: E731
        say("dso", "24 months from the snapshots", *measured(env, whole))
        part = {"field": "country_id", "value": False}
        narrowed = lambda: insight._rows(company, part)  # noqa: E731
        say("dso", "the same of a segment (all of them)", *measured(env, narrowed))
        say("dso", "dashboard", *measured(env, insight.dashboard))
        forecast = lambda: env["o2c.cash.forecast"]._make(  # noqa: E731
            company, until - timedelta(days=1), False
        )
        say("dso", "cash forecast of one day", *once(env, forecast))
        env.cr.rollback()


def check(env, company, rows):
    """Stop when a figure is not what the ledger says."""
    assert len(rows) == MONTHS, len(rows)
    for row in rows:
        env.cr.execute(BALANCE, [company.id, row["date"]])
        (balance,) = env.cr.fetchone()
        assert row["receivable"] == balance, (row["date"], row["receivable"], balance)
    for row in (rows[5], rows[-1]):
        env.cr.execute(OVERDUE, {"company": company.id, "day": row["date"]})
        (overdue,) = env.cr.fetchone()
        assert row["overdue"] == overdue, (row["date"], row["overdue"], overdue)


def measured(env, action, runs=5):
    return measure(env, action, runs)[:1]


def once(env, action):
    return measure(env, action, 0)[:1]


# ------------------------------------------------------------------ the data
def seed(env):
    """Invoices and payments copied from one of each."""
    invoice, payment, partial = prototypes(env)
    env.flush_all()
    cr = env.cr
    cr.execute("SET session_replication_role = replica")
    cr.execute(INDEXES, [TABLES])
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f"DROP INDEX {name}")
    first = _customers(cr, CUSTOMERS)
    values = {"first": first, "customers": CUSTOMERS, "invoices": INVOICES}
    cr.execute(PLAN, values)
    copies = copy_moves(cr, invoice, "issued", "TRUE")
    paid = copy_moves(cr, payment, "paid_on", "s.paid_on IS NOT NULL")
    values = {
        "debit_move_id": f"{copies} + s.n",
        "credit_move_id": f"{paid} + s.n",
        "amount": "s.amount",
        "debit_amount_currency": "s.amount",
        "credit_amount_currency": "s.amount",
        "max_date": "s.paid_on",
        "full_reconcile_id": "NULL",
    }
    base = _next_id(cr, "account_partial_reconcile")
    copy(cr, "account_partial_reconcile", partial, {"id": f"{base} + s.n"} | values)
    for _name, definition in indexes:
        cr.execute(definition)
    cr.execute("SET session_replication_role = DEFAULT")
    for table in (*TABLES, "res_partner"):
        cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    cr.commit()
    cr.execute("ANALYZE")
    cr.commit()
    env.invalidate_all()


def prototypes(env):
    """(invoice, payment entry, match) of a customer who is then copied."""
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company)
    customer = env["res.partner"].create({"name": NAME, "is_company": True})
    line = Command.create({"name": NAME, "price_unit": 100, "tax_ids": []})
    vals = {"move_type": "out_invoice", "partner_id": customer.id}
    day = date(2020, 1, 1)
    dated = {"invoice_date": day, "date": day, "invoice_line_ids": [line]}
    invoice = env["account.move"].create({**vals, **dated})
    invoice.action_post()
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    owed = invoice.line_ids.filtered(
        lambda ln: ln.account_id.account_type == "asset_receivable"
    )
    sides = [(journal.default_account_id, 100, 0), (owed.account_id, 0, 100)]
    payment = env["account.move"].create(
        {
            "journal_id": journal.id,
            "date": day,
            "line_ids": [
                Command.create(
                    {
                        "account_id": account.id,
                        "partner_id": customer.id,
                        "debit": debit,
                        "credit": credit,
                    }
                )
                for account, debit, credit in sides
            ],
        }
    )
    payment.action_post()
    came = payment.line_ids.filtered(lambda ln: ln.account_id == owed.account_id)
    (owed | came).reconcile()
    return owed, came, owed.matched_credit_ids.id


def copy_moves(cr, line, day, which):
    """Copy a move with its receivable line; the id of the line of the first row.

    The other lines are left out: no figure looks at them.
    """
    base = _next_id(cr, "account_move")
    sign = "-" if line.balance < 0 else ""
    who = {"partner_id": "s.customer", "commercial_partner_id": "s.customer"}
    values = {
        "id": f"{base} + s.n",
        "name": f"p.name || '-{base}-' || s.n",
        "date": f"s.{day}",
        "invoice_date": f"s.{day}" if line.move_id.invoice_date else "NULL",
        "invoice_date_due": "s.due" if line.move_id.invoice_date else "NULL",
        "access_token": "NULL",
    }
    copy(cr, "account_move", line.move_id.id, values | who, which)
    first = _next_id(cr, "account_move_line")
    rest = "CASE WHEN s.paid_on IS NULL THEN s.amount ELSE 0 END"
    values = {
        "id": f"{first} + s.n",
        "move_id": f"{base} + s.n",
        "partner_id": "s.customer",
        "date": f"s.{day}",
        "date_maturity": f"s.{'paid_on' if sign else 'due'}",
        "full_reconcile_id": "NULL",
        "balance": f"{sign}s.amount",
        "amount_currency": f"{sign}s.amount",
        "debit": "0" if sign else "s.amount",
        "credit": "s.amount" if sign else "0",
        "amount_residual": "0" if sign else rest,
        "amount_residual_currency": "0" if sign else rest,
        "reconciled": "TRUE" if sign else "s.paid_on IS NOT NULL",
    }
    copy(cr, "account_move_line", line.id, values, which)
    return first


def copy(cr, table, original, values, which="s.paid_on IS NOT NULL"):
    """Copy a row for each row of the plan, with ``values`` (SQL over p and s)."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in cr.fetchall()]
    names = ", ".join(f'"{name}"' for name in columns)
    chosen = ", ".join(values.get(name, f'p."{name}"') for name in columns)
    cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen}"
        f" FROM {table} p, plan s WHERE p.id = %s AND {which}",
        [original],
    )


if __name__ == "__main__":
    main()
