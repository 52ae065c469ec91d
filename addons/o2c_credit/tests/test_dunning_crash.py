"""Notices are sent once: killed at twelve points and resumed, two processes at once.

Real processes on the real database and a real mail server that remembers what it took;
what they commit is removed afterwards.
"""

import multiprocessing
import os
import tempfile
from collections import Counter
from datetime import timedelta

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from . import test_race
from .crash_processes import NOTICE, POINTS, Sender
from .race_processes import CONTEXT
from .smtp_sink import SmtpSink

CUSTOMERS = 4
ROUNDS = 3
# what was in the air when the process was killed, and only that, comes twice
IN_THE_AIR = "the mail server has it, nothing is committed"


@tagged("post_install", "-at_install")
class TestDunningCrash(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.made = []
        cls.addClassCleanup(cls._remove)
        with cls.registry.cursor() as cr:
            cls._prepare(api.Environment(cr, SUPERUSER_ID, CONTEXT))
            cls.groups = cls._make_notices(api.Environment(cr, SUPERUSER_ID, CONTEXT))
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.sink = SmtpSink(os.path.join(folder.name, "sink.tsv"))
        cls.addClassCleanup(cls.sink.stop)

    # ------------------------------------------------------------- the ground
    @classmethod
    def _keep(cls, records):
        cls.made.append((records._table, records.ids))
        return records

    @classmethod
    def _prepare(cls, env):
        company = env.company.root_id
        company.email = company.email or "office@seller.example.com"
        cls.strategy = cls._keep(
            env["o2c.dunning.strategy"].create(
                {
                    "name": "Crash",
                    "currency_id": company.currency_id.id,
                    "any_day": True,
                    "quiet_days": 0,
                    "max_contacts": 0,
                    "step_ids": [
                        Command.create(
                            {"name": "First", "days": 1, "payment_link": False}
                        )
                    ],
                }
            )
        ).id
        accounts = [("asset_receivable", "O2CCRASH1"), ("income", "O2CCRASH2")]
        cls.receivable, cls.income = (
            env["account.account"]
            .create(
                [
                    {"name": code, "code": code, "account_type": kind}
                    for kind, code in accounts
                ]
            )
            .ids
        )
        values = {"name": "Crash", "code": "OCRA", "type": "sale"}
        journal = {**values, "default_account_id": cls.income}
        cls.journal = env["account.journal"].create(journal).id

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            for table, ids in reversed(cls.made):
                test_race.TestRace._delete(cr, table, ids)
            env = api.Environment(cr, SUPERUSER_ID, CONTEXT)
            env["account.journal"].browse(cls.journal).unlink()  # and its alias
            env["account.account"].browse([cls.receivable, cls.income]).unlink()

    # ------------------------------------------------------------- the notices
    @classmethod
    def _make_notices(cls, env):
        """Runs over customers with one overdue invoice each: ids of their notices."""
        company, count = env.company.root_id, len(POINTS) + ROUNDS
        partners = env["res.partner"].create(
            [
                {
                    "name": f"Crash {number}",
                    "is_company": True,
                    "lang": "en_US",
                    "email": f"buyer{number}@crash.example.com",
                    "property_account_receivable_id": cls.receivable,
                }
                for number in range(CUSTOMERS * count)
            ]
        )
        cls._keep(partners)
        cls._keep(cls._invoices(env, partners, company))
        pairs = [(partner, company) for partner in partners]
        found = env["o2c.credit.account"]._of(pairs)
        accounts = env["o2c.credit.account"].union(*found.values())
        accounts.strategy_id = cls.strategy
        return [
            cls._run(env, company, accounts[first : first + CUSTOMERS])
            for first in range(0, len(accounts), CUSTOMERS)
        ]

    @classmethod
    def _run(cls, env, company, accounts):
        run = env["o2c.dunning.run"].create(
            {"company_id": company.id, "account_ids": accounts.ids, "sending": True}
        )
        cls._keep(run)
        run._generate()
        run.notice_ids.state = "approved"
        return run.notice_ids.sorted("id").ids

    @classmethod
    def _invoices(cls, env, partners, company):
        day = company._o2c_credit_today() - timedelta(days=9)
        line = {"name": "x", "price_unit": 100, "tax_ids": []}
        moves = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "journal_id": cls.journal,
                    "partner_id": partner.id,
                    "invoice_date": day,
                    "invoice_date_due": day,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create({**line, "account_id": cls.income})
                    ],
                }
                for partner in partners
            ]
        )
        moves.action_post()
        return moves

    # ------------------------------------------------------------- what came out
    def assertOnce(self, ids, twice=0):
        """Every customer got his mail, and everything is written down once.

        :param twice: how many mails may have come a second time
        """
        got = self.sink.got()
        by_address, by_message = Counter(a for a, _m in got), Counter(got)
        self.assertEqual(len(by_address), CUSTOMERS)  # none is lost
        self.assertEqual(len(got) - CUSTOMERS, twice)
        # the second has the Message-ID of the first
        self.assertEqual(len(by_message), CUSTOMERS)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            notices = env[NOTICE].browse(ids)
            self.assertEqual(set(notices.mapped("state")), {"sent"})
            self.assertEqual(len(notices.contact_id), CUSTOMERS)
            self.assertEqual(len(notices.kept_message_id), CUSTOMERS)
            self.assertEqual(
                set(notices.line_ids.line_id.mapped("o2c_dunning_level")), {1}
            )
            self._assert_written_once(env, notices)

    def _assert_written_once(self, env, notices):
        for model, domain in (
            ("o2c.contact", [("partner_id", "in", notices.customer_id.ids)]),
            ("o2c.credit.event", [("account_id", "in", notices.account_id.ids)]),
            ("mail.message", [("message_id", "in", notices.mapped("message_uid"))]),
            ("o2c.dunning.notice.line", [("notice_id", "in", notices.ids)]),
        ):
            self.assertEqual(env[model].search_count(domain), CUSTOMERS, model)
        self.assertEqual(set(notices.mapped("dunned_paid")), {0})

    # ------------------------------------------------------------- killed
    def test_killed_and_resumed(self):
        for point in POINTS:
            with self.subTest(point):
                self.sink.forget()
                ids = self.groups.pop()
                database, port = get_db_name(), self.sink.port
                killed = Sender(database, port, ids, point=point)
                self.assertEqual(killed.wait(), -9)
                before = len(self.sink.got())
                self.assertEqual(Sender(database, port, ids).wait(), 0)
                self.assertOnce(ids, twice=1 if point == IN_THE_AIR else 0)
                self.assertLessEqual(before, CUSTOMERS)

    # ------------------------------------------------------------- at once
    def test_two_processes_at_once(self):
        for _round in range(ROUNDS):
            self.sink.forget()
            ids = self.groups.pop()
            barrier = multiprocessing.get_context("fork").Barrier(2)
            senders = [
                Sender(get_db_name(), self.sink.port, ids, barrier=barrier)
                for _process in range(2)
            ]
            self.assertEqual([sender.wait() for sender in senders], [0, 0])
            # what one of them had to leave to the other is sent by the next job
            self.assertEqual(Sender(get_db_name(), self.sink.port, ids).wait(), 0)
            self.assertOnce(ids)
