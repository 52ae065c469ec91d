from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .queue_common import QueueCase


@tagged("post_install", "-at_install")
class TestCreditStory(QueueCase):
    """A café owes too much and wants more: from the question to the invoice."""

    def setUp(self):
        super().setUp()
        # The administrator says who decides what: Clara alone up to 2,000 over the
        # limit, more than that together with Hanna.
        self.low = self._tier(self.manager, 2000, name="Credit manager")
        self.high = self._tier(
            self.manager | self.boss, None, second=2000, name="Two people"
        )
        # And that nobody buys who owes more than 500 for more than 30 days, except
        # who pays in advance.
        self.env["o2c.credit.rule"].create(
            {
                "name": "More than 500 for more than 30 days",
                "company_id": self.company.id,
                "kind": "days_overdue",
                "amount": 500,
                "days": 30,
            }
        )
        self._bill(600, invoice_date="2026-01-05", invoice_date_due="2026-02-04")

    def test_from_the_question_to_the_invoice(self):
        order = self._order(self._line(qty=40), confirm=False, user_id=self.seller.id)
        hold = self._sara_asks(order)
        self._the_wrong_people_try(hold)
        self._two_people_agree(hold)
        self._the_money_arrives(hold)
        # It leaves and is invoiced.
        self.assertEqual(self._deliver(order).state, "done")
        self.assertEqual(self._invoice(order).amount_total, 4000)
        before = len(self._documents(order))
        self._run_job()
        self.assertEqual(len(self._documents(order)), before)

    def _sara_asks(self, order):
        # Sara confirms an order of 4,000 for goods: it waits, and she reads why.
        self._confirm(order)
        hold = self._credit_holds(order)
        self.assertEqual((order.state, hold.credit_state), ("draft", "waiting"))
        self.assertIn("exceeded by $\xa03,600.00", hold.note)
        self.assertIn("30 days", hold.note)
        self.assertEqual(hold.credit_decision_id.kind, "held")
        self.assertEqual(
            {hit["kind"] for hit in hold.credit_decision_id.hits if hit["holds"]},
            {"limit_exceeded", "days_overdue"},
        )
        self.assertEqual(hold.credit_tier_id, self.high)
        seen = order.with_user(self.seller).sudo(False)
        self.assertIn(hold.credit_responsible_id.name, seen.o2c_credit_queue_text)
        return hold

    def _the_wrong_people_try(self, hold):
        # Neither she nor the collector nor the order manager decides, however they
        # try; nothing is written.
        tries = ("release", "condition", "reject")
        for role in ("salesperson", "collector", "order_manager", "accountant"):
            for outcome in tries:
                with (
                    self.subTest(role, outcome=outcome),
                    self.assertNothingWritten("o2c.hold", "o2c.credit.decision"),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    self._decide(hold, self._user(role), outcome, deposit=1)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._rpc(self.manager, "o2c.hold", "write", hold.ids, {"state": "ended"})

    def _two_people_agree(self, hold):
        # Clara is ready to let it pass when 1,500 have come; it is above her tier, so
        # Hanna is asked, and Clara cannot agree with herself.
        terms = {"outcome": "condition", "deposit": 1500}
        self._decide(hold, self.manager, note="He pays a part ahead", **terms)
        self.assertEqual(hold.credit_state, "second")
        self.assertEqual(hold.credit_responsible_id, self.boss)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._decide(hold, self.manager, **terms)
        self._decide(hold, self.boss, note="Agreed", **terms)
        self.assertEqual((hold.state, hold.credit_state), ("open", "condition"))
        seen = hold.order_id.with_user(self.seller).sudo(False)
        self.assertIn("1,500.00", seen.o2c_credit_queue_text)

    def _the_money_arrives(self, hold):
        order = hold.order_id
        # A part of the money is not enough; with the rest it goes on by itself, once.
        self._payment(1499.99)
        self._run_job()
        self.assertEqual(order.state, "draft")
        self._payment(0.01)
        self._run_job()
        self.assertConfirmed(order)
        self.assertTrue(hold.released_by_rule)
        documents = self._documents(order)
        self.assertEqual(
            documents.mapped("kind")[:4],
            ["held", "first_approval", "released_on_condition", "released"],
        )
        people = [document.decided_by_id for document in documents[:4]]
        nobody = self.env["res.users"]
        self.assertEqual(people, [nobody, self.manager, self.boss, nobody])
        self.assertTrue(all(documents.mapped("is_intact")))

    def test_rejected_changed_and_asked_again(self):
        # Clara rejects an order; Sara is told why.
        order = self._waiting(1900.0)
        hold = self._credit_holds(order)
        reason = self.env.ref("o2c_credit.reason_overdue")
        self._decide(
            hold, outcome="reject", reason_id=reason.id, note="First the old bill"
        )
        self.assertIn("First the old bill", order.o2c_credit_queue_text)
        self.assertEqual(self._documents(order).mapped("kind"), ["held", "rejected"])
        # He pays the old bill, nothing moves: what a person rejected stays rejected.
        self._payment(600)
        self._run_job()
        self.assertEqual((hold.state, order.state), ("open", "draft"))
        # She makes it smaller and asks again: it passes.
        order.order_line.price_unit = 900.0
        self._confirm(order)
        self.assertConfirmed(order)

    def _documents(self, order):
        return self.env["o2c.credit.decision"].search(
            [("order_id", "=", order.id)], order="id"
        )
