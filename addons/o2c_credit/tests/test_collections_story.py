from datetime import date

from odoo.tests import tagged

from .dunning_send_common import SendingCase
from .interest_common import ClaimCommon


@tagged("post_install", "-at_install")
class TestCollectionsStory(SendingCase, ClaimCommon):
    """A restaurant in Milan owes a thousand and breaks its word once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user("credit_manager")
        cls._step(
            name="Second", days=12, charge_interest=True, charge_compensation=True
        )
        cls.item = cls._late(1000.0, due="2026-03-31")
        cls.Work = cls.env["o2c.work.item"]

    def _run_on(self, day):
        """A run by the collector on that day at eight; its notices."""
        with self._at(f"{day} 08:00:00"):
            runs = self.env["o2c.dunning.run"].with_user(self.collector).sudo(False)
            run = runs.create({"day": day, "account_ids": self.account.ids})
            run.action_generate()
        return run.sudo()

    def _goes_out(self, run):
        """The job sends an hour later what the run has made."""
        with self._at(f"{run.day} 09:00:00"):
            run.notice_ids.with_user(self.manager).sudo(False).action_approve()
            run.with_user(self.collector).sudo(False).action_send()
            return self._send(run.notice_ids)

    def _said(self, run):
        return run.proposal_ids.mapped(lambda p: p.step_id.name or p.code)

    def _work(self, day):
        with self._at(f"{day} 10:00:00"):
            self.Work._refresh(self.account)
        return self.Work.search([("account_id", "=", self.account.id)])

    # ------------------------------------------------------------- the tale
    def test_reminded_promised_broken_reminded_paid(self):
        self._first_reminder()
        promise = self._promise_that_is_broken()
        self._second_reminder()
        claim = self._interest_is_posted()
        self._pays_the_invoice_only(claim)
        self.assertEqual(promise.state, "broken", "late is not kept")
        self._pays_the_rest(claim)
        self.assertEqual(promise.state, "broken", "for ever")

    def _first_reminder(self):
        # A week late, the first reminder goes out: the invoice alone.
        run = self._run_on("2026-04-07")
        ((mail, recipients),) = self._goes_out(run)
        self.assertEqual(recipients, ("pay@buyer.example.com",))
        self.assertIn("1,000.00", mail["Subject"])
        self.assertSent(run.notice_ids, 1000)
        self.assertEqual(self.item.o2c_dunning_level, 1)
        # The same again has nothing more to say.
        self.assertFalse(self._run_on("2026-04-08").notice_ids)

    def _promise_that_is_broken(self):
        # Carlo calls; the customer promises all of it until the fifteenth.
        account = self.account.with_user(self.collector).sudo(False)
        with self._at("2026-04-09 10:00:00"):
            promise = account._promise(1000, date(2026, 4, 15), tolerance=3).sudo()
        self.assertEqual(self._said(self._run_on("2026-04-13")), ["promised"])
        self.assertEqual(self._work("2026-04-13").state, "waiting")
        # His credit is not the better for a word.
        self.assertExposure(self.account, receivables=1000)

        # Nothing comes. On the nineteenth it is broken, and Carlo has him back.
        with self._at("2026-04-19 06:00:00"):
            promise._judge()
        self.assertEqual(promise.state, "broken")
        events = self.env["o2c.credit.event"].search([("promise_id", "=", promise.id)])
        self.assertEqual(events.mapped("kind"), ["broken_promise"])
        self.assertEqual(self._work("2026-04-20").state, "open")
        return promise

    def _second_reminder(self):
        # Twenty-five days late: with 25 days of interest at 10.15 % and forty euros.
        run = self._run_on("2026-04-25")
        ((mail, _to),) = self._goes_out(run)
        notice = run.notice_ids
        self.assertSent(notice, 1046.95)
        self.assertEqual((notice.interest, notice.compensation), (6.95, 40))
        self.assertIn("1,046.95", mail["Subject"])
        self.assertEqual(self.item.o2c_dunning_level, 2)

    def _interest_is_posted(self):
        # Anna posts what the law grants, two days more of it.
        with self._at("2026-04-27 09:00:00"):
            claim = self._posted(self.item, "2026-04-27")
        self.assertEqual(self._parts(claim), {"costs": 40, "interest": 7.51})
        return claim

    def _pays_the_invoice_only(self, claim):
        # The customer pays the invoice: the claim stays, and is owed.
        with self._at("2026-04-28 09:00:00"):
            self._pay(self.item, 1000, "2026-04-28")
        self.assertTrue(self.item.reconciled)
        self.assertEqual(self._parts(claim), {"costs": 40, "interest": 7.51})
        self.assertExposure(self.account, receivables="47.51")

    def _pays_the_rest(self, claim):
        # Then he pays that too, and everything is closed.
        with self._at("2026-05-04 09:00:00"):
            for line in claim.entry_line_ids:
                self._pay(line, line.amount_residual, "2026-05-04")
        self.assertFalse(any(self._parts(claim).values()))
        self.assertExposure(self.account)
        self.assertEqual(self._said(self._run_on("2026-05-20")), [])
        self.assertNotEqual(self._work("2026-05-20").state, "open")
        self.assertEqual(self.item.o2c_dunning_level, 0)
        sent = self.Notice.search([("account_id", "=", self.account.id)])
        self.assertEqual(sent.mapped("state"), ["sent", "sent"])
        self.assertEqual(sum(sent.mapped("dunned_paid")), 0)
