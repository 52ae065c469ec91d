"""Days and payments for the invoices of ``credit_seed.py``, by SQL.

There every invoice has the day of the prototype, and what is paid is only marked as
that. Here each is dated 30 days before it is due, and each customer paid what he paid
of a month by one payment, matched with its invoices. Run once, committed.
"""

NAME = "Bench payment"
# the days of the invoices
DAYS = """
UPDATE account_move_line l
   SET date = due.date, invoice_date = due.date
  FROM (SELECT move_id, LEAST(date_maturity - 30, current_date) AS date
          FROM account_move_line WHERE date_maturity IS NOT NULL
           AND partner_id >= %(first)s) AS due
 WHERE due.move_id = l.move_id
"""
MOVES = """
UPDATE account_move m SET date = l.date, invoice_date = l.date
  FROM account_move_line l
 WHERE l.move_id = m.id AND l.date_maturity IS NOT NULL AND l.partner_id >= %(first)s
"""
# one payment for what a customer paid of a month: when the last was due, and some days
BATCHES = """
CREATE TEMP TABLE batch AS
SELECT row_number() OVER () - 1 AS n, partner_id, month, amount,
       LEAST(last + mod(partner_id, 40) - 10, current_date) AS date
  FROM (SELECT partner_id, date_trunc('month', date_maturity) AS month,
               SUM(balance) AS amount, MAX(date_maturity) AS last
          FROM account_move_line
         WHERE partner_id >= %(first)s AND reconciled AND balance > 0
           AND account_id = %(account)s
         GROUP BY 1, 2) AS paid
"""
PAYMENT_MOVES = """
INSERT INTO account_move (id, name, state, move_type, journal_id, company_id, date,
                          partner_id, commercial_partner_id, currency_id, auto_post,
                          payment_state)
SELECT %(move)s + n, 'BENCH/' || n, 'posted', 'entry', %(journal)s, %(company)s, date,
       partner_id, partner_id, %(currency)s, 'no', 'not_paid'
  FROM batch
"""
PAYMENT_LINES = """
INSERT INTO account_move_line (id, move_id, move_name, parent_state, journal_id,
       company_id, company_currency_id, currency_id, account_id, partner_id, date,
       date_maturity, name, debit, credit, balance, amount_currency, amount_residual,
       amount_residual_currency, reconciled, display_type)
SELECT %(line)s + 2 * n + side, %(move)s + n, 'BENCH/' || n, 'posted', %(journal)s,
       %(company)s, %(currency)s, %(currency)s,
       CASE side WHEN 0 THEN %(account)s ELSE %(bank)s END, partner_id, date, date,
       %(name)s, side * amount, (1 - side) * amount, (2 * side - 1) * amount,
       (2 * side - 1) * amount, 0, 0, side = 0, 'payment_term'
  FROM batch, generate_series(0, 1) AS side
"""
PARTIALS = """
INSERT INTO account_partial_reconcile (debit_move_id, credit_move_id, amount,
       debit_amount_currency, credit_amount_currency, company_id, debit_currency_id,
       credit_currency_id, max_date)
SELECT l.id, %(line)s + 2 * b.n, l.balance, l.balance, l.balance, %(company)s,
       %(currency)s, %(currency)s, GREATEST(l.date, b.date)
  FROM account_move_line l
  JOIN batch b ON b.partner_id = l.partner_id
   AND b.month = date_trunc('month', l.date_maturity)
 WHERE l.reconciled AND l.balance > 0 AND l.account_id = %(account)s
   AND l.partner_id >= %(first)s
"""
SEQUENCES = ("account_move", "account_move_line", "account_partial_reconcile")


def match(env, first):
    """Date and pay the invoices from the customer ``first`` on, unless it was done."""
    cr = env.cr
    cr.execute("SELECT 1 FROM account_move WHERE name = 'BENCH/0'")
    if cr.fetchone():
        return
    values = _values(cr, first)
    cr.execute("SET session_replication_role = replica")
    for query in (DAYS, MOVES, BATCHES, PAYMENT_MOVES, PAYMENT_LINES, PARTIALS):
        cr.execute(query, values)
    cr.execute("SET session_replication_role = DEFAULT")
    for table in SEQUENCES:
        cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    env.invalidate_all()
    cr.commit()
    cr.execute("ANALYZE")
    cr.commit()


def _values(cr, first):
    cr.execute(
        "SELECT l.account_id, l.company_id, l.currency_id FROM account_move_line l"
        " WHERE l.partner_id = %s AND l.date_maturity IS NOT NULL LIMIT 1",
        [first],
    )
    account, company, currency = cr.fetchone()
    cr.execute(
        "SELECT id, default_account_id FROM account_journal"
        " WHERE type = 'bank' AND company_id = %s LIMIT 1",
        [company],
    )
    journal, bank = cr.fetchone()
    ids = []
    for table in ("account_move", "account_move_line"):
        cr.execute(f"SELECT max(id) + 1 FROM {table}")
        ids.append(cr.fetchone()[0])
    return {
        "first": first,
        "account": account,
        "company": company,
        "currency": currency,
        "journal": journal,
        "bank": bank,
        "move": ids[0],
        "line": ids[1],
        "name": NAME,
    }
