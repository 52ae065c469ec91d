"""Notices: made for 4,500 customers, sent as mails, printed as letters.

The mails go to a mail server on this machine that takes everything, without PDF, each
committed on its own. The letters are real PDF pages; a server of Odoo beside them gives
the style sheet, as in use. Data: ``credit_seed.py``.
"""

import importlib
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager

from credit_measure import bench, say

from odoo.tools import config

MAILS = int(os.environ.get("O2C_BENCH_MAILS", "500"))
LETTERS = int(os.environ.get("O2C_BENCH_LETTERS", "60"))
PORT = os.environ.get("O2C_BENCH_PORT", "8099")
REACHED = """
UPDATE res_partner
   SET email = 'b' || id || '@bench.example.com', lang = 'en_US', street = 'Street 1',
       city = 'Town', email_normalized = 'b' || id || '@bench.example.com',
       country_id = (SELECT id FROM res_country WHERE code = 'IT')
 WHERE name LIKE 'Bench debtor%'
"""
WITH_OVERDUE = """
SELECT DISTINCT p.commercial_partner_id
  FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
 WHERE l.amount_residual > 0 AND l.date_maturity < current_date - 8
   AND l.parent_state = 'posted' AND p.name LIKE 'Bench debtor%%'
 LIMIT %s
"""


def strategy(env, channel):
    """A strategy of one step, for every day."""
    return env["o2c.dunning.strategy"].create(
        {
            "name": f"Bench {channel}",
            "currency_id": env.company.currency_id.id,
            "any_day": True,
            "quiet_days": 0,
            "max_contacts": 0,
            "step_ids": [(0, 0, {"name": "First", "days": 7, "channel": channel})],
        }
    )


def accounts(env, customers):
    """The credit accounts of so many customers who are late."""
    env.cr.execute(WITH_OVERDUE, [customers])
    partners = env["res.partner"].browse(row[0] for row in env.cr.fetchall())
    pairs = [(partner, env.company.root_id) for partner in partners]
    found = env["o2c.credit.account"]._of(pairs)
    return env["o2c.credit.account"].union(*found.values())


def notices(env, who, plan):
    """(notices of a run over these accounts, seconds it took to make them)."""
    # what the chatter would note of it is no part of making notices
    who.with_context(tracking_disable=True).strategy_id = plan
    company = env.company.root_id
    run = env["o2c.dunning.run"].create(
        {"company_id": company.id, "account_ids": who.ids, "sending": True}
    )
    env.flush_all()
    env.invalidate_all()
    before, start = env.cr.sql_log_count, time.perf_counter()
    run._generate()
    seconds, queries = time.perf_counter() - start, env.cr.sql_log_count - before
    run.notice_ids.filtered(lambda n: n.state == "proposed").state = "approved"
    env.cr.commit()
    return run.notice_ids, seconds, queries


def mails(env, made):
    """Send these notices as mails; what the mail server got."""
    # the add-ons are found once the configuration is read
    sinks = importlib.import_module("odoo.addons.o2c_credit.tests.smtp_sink")
    with tempfile.TemporaryDirectory() as folder:
        sink = sinks.SmtpSink(os.path.join(folder, "sink.tsv"))
        config["smtp_server"], config["smtp_port"] = "127.0.0.1", sink.port
        try:
            made[:50]._send()  # the texts are compiled, the mail server is known
            start, queries = time.perf_counter(), env.cr.sql_log_count
            made[50:]._send()
            seconds = time.perf_counter() - start
            env.invalidate_all()
            sent = len(made.filtered(lambda n: n.state == "sent"))
            got = len(sink.got())
        finally:
            sink.stop()
    each = seconds / len(made[50:])
    say("notices", "a mail without PDF", each, mails=got, sent=sent, queries=queries)


@contextmanager
def web_server(env):
    """A server of Odoo that gives the style sheet of the letters."""
    command = shutil.which("odoo")
    if not command:
        yield
        return
    options = ["-d", env.cr.dbname, "--http-port", PORT, "--max-cron-threads=0"]
    url = f"http://127.0.0.1:{PORT}"
    env["ir.config_parameter"].set_param("report.url", url)
    env.cr.commit()
    server = subprocess.Popen([command, "server", *options, "--log-level=error"])
    try:
        for _second in range(60):
            try:
                urllib.request.urlopen(f"{url}/web/login", timeout=5)
                break
            except OSError:
                time.sleep(1)
        yield
    finally:
        server.terminate()
        server.wait()


def letters(env, made):
    """Print these notices as one batch."""
    with web_server(env):
        made[:2]._print_letters()  # the style sheet is made
        env.cr.commit()
        start = time.perf_counter()
        batch = made[2:]._print_letters()
        env.flush_all()
        seconds = time.perf_counter() - start
        env.cr.commit()
    each = seconds / batch.notice_count
    say("notices", "a letter of a batch", each, letters=batch.notice_count)


with bench() as (env, _first):
    env.cr.execute(REACHED)
    env.company.email = "office@bench.example.com"
    who = accounts(env, 4500)
    made, seconds, queries = notices(env, who, strategy(env, "email"))
    count = len(made)
    say("notices", "made for late customers", seconds, notices=count, queries=queries)
    mails(env, made[: 50 + MAILS])
    approved = [("state", "=", "approved")]
    posted = env["o2c.dunning.notice"].search(approved, limit=LETTERS)
    posted.channel = "letter"
    env.cr.commit()
    letters(env, posted)
