"""What the work list says of customers, and who gets whom."""

from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .work_common import NOW, WorkCommon

CALL = {
    "channel": "phone",
    "direction": "out",
    "purpose": "collection",
    "summary": "They pay on Friday",
}


@tagged("post_install", "-at_install")
class TestWorkList(WorkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._overdue()

    # ------------------------------------------------------------- figures
    def test_an_overdue_invoice_is_work(self):
        item = self._item()
        self.assertRecordValues(
            item,
            [
                {
                    "state": "open",
                    "action": "call",
                    "overdue": 1000.0,
                    "open_amount": 1000.0,
                    "days": 20,
                    "item_count": 1,
                    "points": 10,
                    "user_id": self.collector.id,
                }
            ],
        )
        self.assertEqual(
            item.contributions, [[self.rule.id, 20, 10]], "the rule and its number"
        )

    def test_what_is_due_today_is_no_work(self):
        account = self._debtor("Punctual")
        move = self.env["account.move"].search([("partner_id.name", "=", "Punctual")])
        move.line_ids.filtered("date_maturity").date_maturity = "2026-03-30"
        self.assertEqual(self._item(account).state, "done")
        move.line_ids.filtered("date_maturity").date_maturity = "2026-03-29"
        self.assertRecordValues(self._item(account), [{"state": "open", "days": 1}])

    def test_paid_is_no_work_any_more(self):
        self._item()
        self._pay(self.invoice, payment_date="2026-03-29")
        self.assertRecordValues(
            self._item(), [{"state": "done", "action": "none", "points": 0}]
        )

    def test_what_happens_is_seen_soon(self):
        """A payment, a promise, a call: noted once and read by the job, not hourly."""
        item, change = self._item(), self.env["o2c.work.change"]
        self.env.cr.precommit.run()
        change.search([]).unlink()
        self._pay(self.invoice, payment_date="2026-03-29")
        self.env.cr.precommit.run()
        noted = change.search([])
        self.assertEqual(noted.partner_id, self.customer)
        self.assertEqual(len(noted), 1)
        # a test does not commit
        job = patch.object(self.env.registry["ir.cron"], "_commit_progress")
        with self._at(NOW), job:
            self.Item._cron_changes()
        self.assertFalse(change.search([]))
        self.assertEqual(item.state, "done")

    def test_whose_work_is_noted(self):
        """A call and a hold are; nothing is noted when nothing happened."""
        change = self.env["o2c.work.change"]
        for happens in (
            lambda: self.env["o2c.contact"]._log(self.customer, [], **CALL),
            lambda: self._hold(self.invoice, "collection", amount=10),
        ):
            self.env.cr.precommit.run()
            change.search([]).unlink()
            happens()
            self.env.cr.precommit.run()
            self.assertEqual(change.search([]).partner_id, self.customer)

    def test_a_payment_on_account_is_matched_first(self):
        self._item()
        self._payment(1000.0)
        self.assertRecordValues(
            self._item(),
            [{"action": "match", "unmatched": 1000.0, "expected_value": 0.0}],
        )

    def test_contested_is_not_asked_for(self):
        with self._at(NOW):
            self._hold(self.invoice, "collection", amount=300)
        self.assertRecordValues(self._item(), [{"overdue": 700.0, "held": 300.0}])

    def test_a_promise_pauses_its_amount(self):
        with self._at(NOW):
            self.account._promise(1000, date(2026, 4, 5))
        item = self._item()
        self.assertRecordValues(
            item, [{"state": "waiting", "overdue": 0.0, "promised": 1000.0}]
        )
        self.assertIn("1,000.00", item.reason_text)

    def test_amounts_in_another_currency_are_ranked_in_the_company_s(self):
        currency = self.env.ref("base.EUR")
        currency.active = True
        rate = {"name": "2026-01-01", "rate": 2.0, "company_id": self.company.id}
        currency.rate_ids = [Command.clear(), Command.create(rate)]
        self._overdue(600.0, currency_id=currency.id)
        self.assertRecordValues(
            self._item(), [{"overdue": 1300.0, "open_amount": 1300.0}]
        )

    def test_imported_items_are_work_too(self):
        self.env["o2c.history.item"].create(
            {
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "source": "old",
                "external_id": "1",
                "currency_id": self.company.currency_id.id,
                "number": "OLD/1",
                "invoice_date": "2026-01-01",
                "due_date": "2026-01-31",
                "amount": 250.0,
                "open_amount": 250.0,
            }
        )
        self.assertRecordValues(self._item(), [{"overdue": 1250.0, "days": 58}])

    def test_the_whole_company_says_the_same_as_one_customer(self):
        others = [self._debtor(f"Debtor {n}", 100.0 * n) for n in range(1, 4)]
        with self._at(NOW):
            self.Item._refresh_company(self.company)
        names = ["overdue", "points", "action", "expected_value", "days"]
        for account in [self.account, *others]:
            item = self.Item.search([("account_id", "=", account.id)])
            whole = item.read(names)
            self.assertEqual(self._item(account).read(names), whole)

    def test_customers_without_account_get_one(self):
        stranger = self._customer(name="Stranger")
        self._overdue(70.0, partner_id=stranger.id)
        self.assertFalse(self._accounts(stranger))
        with self._at(NOW):
            self.Item._refresh_company(self.company)
        item = self.Item.search([("partner_id", "=", stranger.id)])
        self.assertEqual(item.overdue, 70.0)

    def test_a_refresh_that_changes_nothing_writes_nothing(self):
        item = self._item()
        item.refreshed_at = "2026-01-01 00:00:00"
        self.env.flush_all()
        self._item()
        self.assertEqual(str(item.refreshed_at), "2026-01-01 00:00:00")

    # ------------------------------------------------------------- rank
    def test_points_come_first_then_the_value_of_a_call(self):
        small = self._debtor("Small", 100.0)
        self._debtor("Large", 9000.0)
        self._rule("amount", -3, start=5000)
        with self._at(NOW):
            self.Item._refresh_company(self.company)
        mine = self.Item.with_user(self.collector).sudo(False)
        with self._at(NOW):
            by_points = [row["customer"] for row in mine.queue()["rows"]]
            by_value = mine.queue({"order": "value"})["rows"]
        self.assertEqual(by_points, ["Nordlicht", "Small", "Large"])
        names = [row["customer"] for row in by_value]
        self.assertEqual(names, ["Large", "Nordlicht", "Small"])
        self.assertEqual(small.work_item_ids.points, 10)

    def test_the_queue_counts_what_it_shows(self):
        self._debtor("Small", 100.0)
        self._debtor("Of the colleague", 100.0, collector=self.colleague)
        with self._at(NOW):
            self.Item._refresh_company(self.company)
            mine = self.Item.with_user(self.collector).sudo(False)
            queue = mine.queue()
            self.assertEqual((queue["count"], len(queue["rows"])), (2, 2))
            self.assertIn("1,100.00", queue["overdue"])
            self.assertEqual(mine.queue({"scope": "all"})["count"], 3)
            self.assertEqual(mine.queue({"scope": "pool"})["count"], 0)
            self.assertEqual(mine.queue({"text": "small"})["count"], 1)
            self.assertEqual(mine.queue({"action": "email"})["count"], 0)

    # ------------------------------------------------------------- claims
    def test_a_claimed_customer_is_given_to_nobody_else(self):
        self._item()
        other = self._debtor("Other")
        self._item(other)
        first = self._next(scope="all")
        second = self._next(self.colleague, scope="all")
        self.assertEqual(first.account_id | second.account_id, self.account | other)
        self.assertEqual(first.sudo().claimed_by_id, self.collector)
        self.assertFalse(
            self._next(self._user("collector", login="third"), scope="all")
        )

    def test_a_claim_ends_after_its_minutes(self):
        self._item()
        self._next(scope="all")
        self.company.o2c_work_claim_minutes = 20
        items = self.Item.with_user(self.colleague).sudo(False)
        with self._at("2026-03-30 09:20:00"):
            self.assertTrue(items.take_next({"scope": "all"}))

    def test_a_claim_lasts_its_minutes(self):
        self._item()
        self._next(scope="all")
        items = self.Item.with_user(self.colleague).sudo(False)
        with self._at("2026-03-30 09:19:59"):
            self.assertFalse(items.take_next({"scope": "all"}))

    def test_who_takes_the_next_lets_go_the_one_before(self):
        self._item()
        self._item(self._debtor("Other"))
        first = self._next()
        with self._at(NOW):
            mine = self.Item.with_user(self.collector).sudo(False)
            second = mine.take_next({}, first.ids)
        self.assertNotEqual(second, first.id)
        self.assertFalse(first.sudo().claimed_by_id)

    def test_who_paid_meanwhile_is_not_given(self):
        self._item()
        self._pay(self.invoice, payment_date="2026-03-29")
        self.assertFalse(self._next())
        item = self.account.work_item_ids
        self.assertRecordValues(item, [{"state": "done", "claimed_by_id": False}])

    def test_nobody_acts_on_a_customer_of_a_colleague_s_screen(self):
        item = self._item()
        self._next()
        before = self.Contact.search_count([])
        with self._at(NOW), self.assertRaisesRegex(UserError, "works on"):
            self._as(self.colleague, item).log_call({"result": "reached"})
        with self._at(NOW):
            self.assertFalse(self._as(self.colleague, item).take())
        self.assertEqual(self.Contact.search_count([]), before)

    # ------------------------------------------------------------- rights
    def test_only_collectors_work_on_it(self):
        item = self._item()
        for login in ("salesperson", "accountant"):
            user = self._user(login)
            with self.assertRaises(AccessError):
                self._rpc(user, "o2c.work.item", "log_call", item.ids, {"result": "x"})
            with self.assertRaises(AccessError):
                self._rpc(user, "o2c.work.item", "detail", item.ids)
            with self.assertRaises(AccessError):
                self.Item.with_user(user).sudo(False).queue()

    def test_nobody_writes_the_list_by_hand(self):
        item = self._item()
        for user in (self.collector, self.manager):
            with self.assertRaises(AccessError):
                self._rpc(user, "o2c.work.item", "write", item.ids, {"points": 99})
        self.assertEqual(item.points, 10)

    def test_another_company_s_list_is_not_seen(self):
        item = self._item()
        other = self._company()
        stranger = self._user("collector", login="stranger", company=other)
        with self.assertRaises(AccessError):
            self._rpc(stranger, "o2c.work.item", "detail", item.ids)
        with self.assertRaises(AccessError):
            self._rpc(stranger, "o2c.work.item", "take", item.ids)

    def test_collectors_do_not_change_the_ranking(self):
        for values in ({"points": 99}, {"active": False}):
            with self.assertRaises(AccessError):
                self._rpc(
                    self.collector, "o2c.work.rule", "write", self.rule.ids, values
                )
