"""What a collector does in the work list, and what it leaves behind."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .work_common import NOW, WorkCommon


@tagged("post_install", "-at_install")
class TestWorkAction(WorkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._overdue()

    def _do(self, method, *args, user=None):
        """As a client does it, at ``NOW``."""
        item = self.account.work_item_ids or self._item()
        with self._at(NOW):
            user = user or self.collector
            return self._rpc(user, "o2c.work.item", method, item.ids, *args)

    def _contacts(self):
        return self.Contact.search([("partner_id", "=", self.customer.id)])

    # ------------------------------------------------------------- calls
    def test_a_call_enters_the_ledger_and_the_customer_rests(self):
        self._do("log_call", {"result": "reached", "note": "Pays soon", "duration": 4})
        self.assertRecordValues(
            self._contacts(),
            [
                {
                    "channel": "phone",
                    "purpose": "collection",
                    "direction": "out",
                    "collection_result": "reached",
                    "details": "Pays soon",
                    "duration": 4,
                    "user_id": self.collector.id,
                }
            ],
        )
        self.assertEqual(
            self._contacts().document_ids.mapped("name"), [self.invoice.name]
        )
        item = self.account.work_item_ids
        self.assertRecordValues(item, [{"state": "waiting", "action": "wait"}])
        self.assertEqual(str(item.wait_until), "2026-04-02")

    def test_nobody_answered_tomorrow_again(self):
        self._do("log_call", {"result": "not_reached"})
        item = self.account.work_item_ids
        self.assertRecordValues(item, [{"state": "open", "action": "call"}])
        self.assertEqual(str(item.snoozed_until), "2026-03-31")
        self.assertFalse(self._next())
        with self._at("2026-03-31 09:00:00"):
            mine = self.Item.with_user(self.collector).sudo(False)
            self.assertEqual(mine.take_next(), item.id)

    def test_a_call_needs_a_result(self):
        with self.assertRaisesRegex(UserError, "how the call ended"):
            self._do("log_call", {"result": "whatever"})
        self.assertFalse(self._contacts())

    def test_a_person_of_another_customer_is_refused(self):
        stranger = self._customer(name="Stranger")
        with self.assertRaisesRegex(UserError, "no contact of the customer"):
            self._do("log_call", {"result": "reached", "person_id": stranger.id})
        self.assertFalse(self._contacts())

    def test_a_call_with_a_day_puts_him_aside_until_then(self):
        self._do("log_call", {"result": "message", "next_date": "2026-04-20"})
        self.assertEqual(str(self.account.work_item_ids.snoozed_until), "2026-04-20")

    # ------------------------------------------------------------- phone steps
    def _phone_notice(self):
        strategy = self.env["o2c.dunning.strategy"].create(
            {
                "name": "By phone",
                "step_ids": [
                    Command.create({"name": "Call", "days": 5, "channel": "phone"})
                ],
            }
        )
        run = self.env["o2c.dunning.run"].create(
            {"company_id": self.company.id, "day": "2026-03-29"}
        )
        line = self.invoice.line_ids.filtered("date_maturity")
        return self.env["o2c.dunning.notice"].create(
            {
                "run_id": run.id,
                "account_id": self.account.id,
                "company_id": self.company.id,
                "customer_id": self.customer.id,
                "partner_id": self.customer.id,
                "currency_id": self.company.currency_id.id,
                "strategy_id": strategy.id,
                "step_id": strategy.step_ids.id,
                "level": 1,
                "channel": "phone",
                "uuid": "test-phone",
                "day": "2026-03-29",
                "state": "to_call",
                "line_ids": [
                    Command.create(
                        {
                            "line_id": line.id,
                            "level": 1,
                            "cycle": 0,
                            "due_date": "2026-03-10",
                            "residual": 1000.0,
                            "claimed": 1000.0,
                        }
                    )
                ],
            }
        )

    def test_a_phone_step_is_work_and_a_call_closes_it(self):
        notice = self._phone_notice()
        item = self._item()
        self.assertTrue(item.phone_since)
        self.assertIn("dunning strategy", item.reason_text)
        self._do("log_call", {"result": "not_reached"})
        self.assertEqual(notice.state, "to_call", "nobody was reached")
        self._do("log_call", {"result": "reached"})
        self.assertEqual(notice.state, "sent")
        self.assertFalse(self.account.work_item_ids.phone_since)

    # ------------------------------------------------------------- promise, dispute
    def test_a_promise_is_one_contact_and_pauses(self):
        made = self._do("promise", {"amount": 600, "date": "2026-04-10", "note": "Fri"})
        promise = self.env["o2c.promise"].browse(made)
        self.assertRecordValues(
            promise, [{"amount": 600.0, "state": "open", "user_id": self.collector.id}]
        )
        self.assertEqual(promise.contact_id, self._contacts())
        self.assertEqual(self._contacts().collection_result, "promise")
        item = self.account.work_item_ids
        self.assertRecordValues(item, [{"overdue": 400.0, "promised": 600.0}])

    def test_a_promise_over_more_than_is_open_leaves_nothing(self):
        self._item()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._do("promise", {"amount": 1000.01, "date": "2026-04-10"})
        self.assertFalse(self._contacts())
        self.assertFalse(self.account.promise_ids)

    def test_a_dispute_takes_its_amount_out(self):
        vals = {"move_id": self.invoice.id, "amount": 250, "note": "Two are broken"}
        self._do("dispute", vals)
        item = self.account.work_item_ids
        self.assertRecordValues(item, [{"overdue": 750.0, "held": 250.0}])
        self.assertIn("dispute", self._contacts().mapped("collection_result"))

    def test_a_dispute_needs_words_and_an_invoice_of_his(self):
        foreign = self._overdue(partner_id=self._customer(name="Stranger").id)
        with self.assertRaisesRegex(UserError, "Choose the invoice"):
            self._do("dispute", {"move_id": foreign.id, "note": "x"})
        with self.assertRaisesRegex(UserError, "what the customer says"):
            self._do("dispute", {"move_id": self.invoice.id, "note": " "})
        self.assertEqual(self._item().held, 0)

    # ------------------------------------------------------------- aside, e-mail
    def test_put_aside_and_brought_back(self):
        self._do("snooze", "2026-04-03", "Month end")
        self.assertFalse(self._next())
        self._do("wake")
        self.assertTrue(self._next())

    def test_not_put_aside_until_today(self):
        with self.assertRaisesRegex(UserError, "after today"):
            self._do("snooze", "2026-03-30")
        self.assertFalse(self._item().snoozed_until)

    def test_a_broken_promise_brings_him_back(self):
        self._do("snooze", "2026-04-30")
        self.env["o2c.credit.event"].create(
            {
                "account_id": self.account.id,
                "kind": "broken_promise",
                "date": "2026-03-30",
                "amount": 100,
            }
        )
        item = self._item()
        self.assertFalse(item.snoozed_until)
        self.assertIn("broke a promise", item.reason_text)

    def test_the_composer_writes_to_who_pays(self):
        person = self._customer(name="Paola", parent_id=self.customer.id)
        self.account.payer_contact_id = person
        with patch.object(type(self.account), "_statement_pdf", lambda *_a: b"%PDF"):
            context = self._do("write_email")["context"]
        files = self.env["ir.attachment"].browse(context["default_attachment_ids"])
        self.assertEqual(files.mapped("raw"), [b"%PDF"])
        self.assertEqual(context["default_partner_ids"], person.ids)
        self.assertEqual(context["default_res_ids"], self.account.ids)

    def test_only_collectors_do_any_of_it(self):
        self._item()
        for method, args in {
            "promise": [{"amount": 1, "date": "2026-04-10"}],
            "dispute": [{"move_id": self.invoice.id, "note": "x"}],
            "snooze": ["2026-04-03"],
            "wake": [],
            "write_email": [],
            "take": [],
            "release": [],
        }.items():
            with self.subTest(method), self.assertRaises(AccessError):
                self._do(method, *args, user=self._user("accountant"))
        self.assertFalse(self._contacts())

    # ------------------------------------------------------------- the screen
    def test_everything_about_the_customer(self):
        self._do("log_call", {"result": "reached", "note": "Hello"})
        self._do("promise", {"amount": 600, "date": "2026-04-10"})
        shown = self._do("detail")
        (row,) = shown["items"]
        self.assertEqual(row["number"], self.invoice.name)
        self.assertEqual((row["days"], row["asked"]), (20, 400.0))
        self.assertEqual(shown["promises"][0]["state"], "open")
        self.assertEqual(shown["contacts"][-1]["details"], "Hello")
        self.assertEqual(shown["phone"], "+39 02 5550 1234")
        self.assertTrue(shown["mine"])

    def test_a_credit_is_an_item_below_zero(self):
        self._payment(100.0)
        rows = self._do("detail")["items"]
        self.assertEqual([row["credit"] for row in rows], [False, True])
