"""Claims that are proposed after each period, each item once."""

from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .interest_common import ClaimCommon


@tagged("post_install", "-at_install")
class TestLateClaimJob(ClaimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._late(due="2026-03-21")
        cls.company.o2c_late_every = "monthly"

    def _run(self, today):
        self.company.o2c_late_period = False  # as if it had been killed
        return self.Claim._propose_period(self.company, date.fromisoformat(today))

    def _job(self):
        job = self.env.ref("o2c_credit.ir_cron_late_claim")
        with freeze_time("2026-04-10 09:00:00"), self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.env.invalidate_all()

    def test_off_by_default(self):
        self.env["res.company"].search([("id", "!=", 0)]).o2c_late_every = "never"
        self._job()
        self.assertFalse(self.Claim.search([("line_id", "=", self.line.id)]))
        field = self.env["res.company"]._fields["o2c_late_every"]
        self.assertEqual(field.default(self.env["res.company"]), "never")

    def test_job(self):
        self._job()
        claim = self.Claim.search([("line_id", "=", self.line.id)])
        self.assertEqual((claim.period, claim.state), ("2026-03", "open"))
        # ten days: what came after the month waits for the next one
        self.assertEqual((claim.as_of, claim.interest), (date(2026, 3, 31), 2.78))
        self.assertEqual(self.company.o2c_late_period, "2026-03")

    def test_once_a_period_whatever_became_of_it(self):
        claim = self._run("2026-04-10")
        self.assertFalse(self._run("2026-04-20"))
        claim.with_user(self.accountant).sudo(False).action_post()
        self.assertFalse(self._run("2026-04-21"))
        later = self._run("2026-05-01")
        self.assertNotEqual(later, claim)
        self.assertEqual((later.period, later.as_of), ("2026-04", date(2026, 4, 30)))
        self.assertEqual((claim.state, claim.period), ("posted", "2026-03"))
        # the fixed sum is owed once
        self.assertEqual((claim.compensation, later.compensation), (40, 0))

    def test_open_claim_follows(self):
        claim = self._run("2026-04-10")
        self.assertEqual(self._run("2026-05-10"), claim)
        self.assertEqual((claim.period, claim.days), ("2026-04", 40))

    def test_later_day_is_kept(self):
        claim = self._claim(self.line, "2026-04-08")
        self.assertFalse(self._run("2026-04-10"))
        self.assertEqual((claim.as_of, claim.period), (date(2026, 4, 8), False))

    def test_minimum(self):
        self.company.o2c_late_minimum = 42.79
        self.assertFalse(self._run("2026-04-10"))
        self.company.o2c_late_minimum = 42.78
        self.assertTrue(self._run("2026-04-10"))

    def test_quarter(self):
        self.company.o2c_late_every = "quarterly"
        claim = self._run("2026-06-30")
        self.assertEqual((claim.period, claim.as_of), ("2026-Q1", date(2026, 3, 31)))

    def test_database_keeps_two_apart(self):
        claim = self._run("2026-04-10")
        claim.with_user(self.accountant).sudo(False).action_post()
        second = self._claim(self.line, "2026-04-20").sudo()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            second.period = "2026-03"
            second.flush_recordset()
