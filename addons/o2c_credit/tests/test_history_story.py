from odoo.tests import tagged

from .history_common import HEADERS, ImportCommon

LINE = "F1,C1,USD,2026-03-02,2026-04-01,900,"
PAID = "F1,C1,USD,2026-03-02,2026-04-01,900,2026-05-12"


@tagged("post_install", "-at_install")
class TestHistoryStory(ImportCommon):
    """An open item of the old ledger stops an order; its payment frees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.ref = "C1"
        cls.account = cls._account(1000)

    def test_imported_items_count_until_they_are_paid(self):
        self._import(LINE)
        self.assertEqual(self.account._facts()[self.account].imported, 900)
        order = self._quotation(200)
        self._confirm(order)
        self.assertHeld(order)
        self._import(PAID)
        self.assertEqual(self.account._facts()[self.account].imported, 0)
        self._run_job()
        self.assertConfirmed(order)

    def test_settled_by_hand_frees_as_well(self):
        self._import(LINE)
        order = self._quotation(200)
        self._confirm(order)
        self.assertHeld(order)
        wizard = self.env["o2c.history.settle"].with_user(self.manager).sudo(False)
        wizard.create({"item_ids": self._items().ids}).action_settle()
        self._run_job()
        self.assertConfirmed(order)

    def test_undone_it_counts_no_more(self):
        record, _result = self._import(LINE)
        self._step(record, "action_undo")
        self.assertEqual(self.account._facts()[self.account].imported, 0)

    def test_what_is_booked_in_odoo_counts_once(self):
        self._bill(900)
        self._import(LINE, options={"counts": False})
        facts = self.account._facts()[self.account]
        self.assertEqual((facts.receivables, facts.imported), (900, 0))

    def test_credit_notes_lower_it(self):
        self._import(LINE, "F2,C1,USD,2026-03-02,2026-04-01,-300,")
        self.assertEqual(self.account._facts()[self.account].imported, 600)

    def test_overdue_items_lower_the_score(self):
        days = [f"2025-{month:02}" for month in range(1, 10)]
        good = [f"P{d},C1,USD,{d}-01,{d}-20,900,{d}-20" for d in days]
        self._import(*good)
        with self._at("2026-05-12 09:00:00"):
            before = self.account._score()[self.account]
            self._import(LINE.replace("2026-04-01", "2026-03-03"))
            self.env.invalidate_all()
            after = self.account._score()[self.account]
        self.assertLess(after.points, before.points)
        self.assertGreater(after.probability, before.probability)
        self.assertGreaterEqual(after.risk_class, before.risk_class)

    def test_events_and_steps(self):
        headers = f"{HEADERS},dunning step,broken promise,returned payment"
        line = f"{LINE},2,2026-04-20,2026-04-25"
        self._import(line, headers=headers)
        self._import(line, headers=headers)  # entered once
        kinds = [(e.kind, str(e.date)) for e in self.account.event_ids.sorted("date")]
        expected = [
            ("broken_promise", "2026-04-20"),
            ("returned_payment", "2026-04-25"),
        ]
        self.assertEqual(kinds, expected)
        facts = self.account._customer_facts()[self.account]
        self.assertEqual(facts.dunning_step, 2)
        self._import(f"{PAID},2,,", headers=headers)
        self.account.invalidate_recordset()
        self.assertEqual(self.account._customer_facts()[self.account].dunning_step, 0)
