from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .remedy_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyApproval(RemedyCommon):
    def test_without_tiers_another_leader(self):
        remedy = self._ask("goodwill", 5.0, user=self.leader)
        self.assertEqual(remedy.state, "proposed")
        with self.assertRaisesRegex(AccessError, "asked for .* yourself"):
            remedy.with_user(self.leader).action_approve()
        with self.assertRaisesRegex(AccessError, "care leader decides"):
            remedy.with_user(self.agent).action_approve()
        remedy.with_user(self.other_leader).action_approve()
        self.assertEqual(remedy.state, "made")
        self.assertEqual(remedy.approved_by_id, self.other_leader)

    def test_alone_and_above(self):
        self._tiers()
        _cases = [  # who, how much, done at once
            (self.agent, 49.99, True),
            (self.agent, 50, True),
            (self.agent, 50.01, False),
            (self.leader, 100, True),
            (self.leader, 100.01, False),
        ]
        for user, amount, alone in _cases:
            with self.subTest(user=user.login, amount=amount):
                remedy = self._ask("goodwill", amount, user=user)
                self.assertEqual(remedy.state, "made" if alone else "proposed")
                self.assertEqual(bool(remedy.approval_text), alone)

    def test_the_limit_of_a_tier(self):
        self._tiers()
        within = self._ask("goodwill", 500)
        within.with_user(self.leader).action_approve()
        self.assertEqual(within.state, "made")
        above = self._ask("goodwill", 1000.01)
        with self.assertRaisesRegex(UserError, "nobody may grant"):
            above.with_user(self.leader).action_approve()

    def test_four_eyes(self):
        self._tiers()
        remedy = self._ask("goodwill", 500.01)
        remedy.with_user(self.leader).action_approve()
        self.assertEqual((remedy.state, remedy.first_by_id), ("proposed", self.leader))
        with self.assertRaisesRegex(AccessError, "second person"):
            remedy.with_user(self.leader).action_approve()
        remedy.with_user(self.other_leader).action_approve()
        self.assertEqual(remedy.state, "made")
        self.assertIn(self.leader.name, remedy.approval_text)

    def test_the_tiers_of_a_kind(self):
        self._tiers(scope="gifts")
        credit = self._ask("credit", lines=self._of_invoice(1))
        with self.assertRaises(UserError):  # above the agents' tier, which is for all
            credit.with_user(self.leader).action_approve()

    def test_an_approver_is_asked(self):
        self.team.leader_id = self.other_leader
        remedy = self._ask("goodwill", 5.0)
        self.assertEqual(remedy.activity_ids.user_id, self.other_leader)
        self.assertIn(self.other_leader.name, remedy.waits_for)
        remedy.with_user(self.leader).action_approve()
        self.assertFalse(
            remedy.activity_ids.filtered(lambda a: "Approve" in (a.summary or ""))
        )

    def test_refused_with_a_reason(self):
        remedy = self._ask("goodwill", 5.0)
        with self.assertRaises(AccessError):
            remedy.with_user(self.agent)._refuse_request("No")
        remedy.with_user(self.leader)._refuse_request("Twice already this year")
        self.assertEqual(remedy.state, "refused")
        self.assertEqual(remedy.activity_ids.user_id, self.agent)
        self.assertIn("Twice already", remedy.activity_ids.summary)
        with self.assertRaises(UserError):
            remedy.with_user(self.leader).action_approve()

    def test_nobody_writes_one_by_hand(self):
        remedy = self._ask("goodwill", 5.0)
        _cases = [
            (self.agent, "write", [remedy.ids, {"state": "approved"}]),
            (self.leader, "write", [remedy.ids, {"amount": 1}]),
            (self.leader, "create", [{"ticket_id": remedy.ticket_id.id}]),
            (self.leader, "unlink", [remedy.ids]),
            (self.accountant, "action_approve", [remedy.ids]),
            (self.accountant, "action_carry_out", [remedy.ids]),
        ]
        for user, method, args in _cases:
            with self.subTest(user=user.login, method=method):
                model = self.env(user=user, su=False)["o2c.remedy"]
                with (
                    self.assertRaises(UserError),
                    self.assertNothingWritten("o2c.remedy"),
                    self.env.cr.savepoint(),
                ):
                    call_kw(model, method, args, {})

    def test_a_foreign_agent(self):
        stranger = self._person("care_agent", login="o2c_foreign_agent")
        ticket = self._case(user_id=self.agent.id)
        with self.assertRaises(AccessError):
            self._ask("goodwill", 5.0, ticket=ticket, user=stranger)
        remedy = self._ask("goodwill", 5.0, ticket=ticket)
        found = self.Remedy.with_user(stranger).search([("id", "=", remedy.id)])
        self.assertFalse(found)

    def test_another_company(self):
        other = self._company()
        remedy = self._ask("goodwill", 5.0)
        stranger = self._person("care_leader", login="o2c_far_leader", company=other)
        found = self.Remedy.with_user(stranger).search([("id", "=", remedy.id)])
        self.assertFalse(found)

    # ------------------------------------------------------------- once
    def test_two_clicks(self):
        one = self._ask("goodwill", 5.0, request_key="wizard:1")
        two = self._ask("goodwill", 5.0, request_key="wizard:1")
        self.assertEqual(one, two)

    def test_carried_out_once(self):
        remedy = self._give("goodwill", 5.0)
        with self.assertRaisesRegex(UserError, "cannot become"):
            remedy.with_user(self.agent).action_carry_out()
        self.assertEqual(
            self.env["account.move"].search_count([("o2c_remedy_id", "=", remedy.id)]),
            1,
        )

    def test_what_cannot_be_asked_for(self):
        _cases = [
            ("goodwill", {"amount": 0.0}, "more than zero"),
            ("goodwill", {"amount": -1.0}, "more than zero"),
            ("replacement", {}, "how many"),
            ("return", {"lines": self._of_order(1)}, "why the goods"),
            ("repair", {}, "which product"),
        ]
        ticket = self._case()
        for kind, values, text in _cases:
            with (
                self.subTest(kind=kind),
                self.assertRaisesRegex(UserError, text),
                self.env.cr.savepoint(),
            ):
                self._ask(kind, ticket=ticket, **values)

    def test_a_closed_ticket(self):
        ticket = self._close(self._case())
        with self.assertRaisesRegex(UserError, "closed"):
            self._ask("goodwill", 5.0, ticket=ticket)

    # ------------------------------------------------------------- the ticket
    def test_no_ticket_is_closed_over_a_remedy(self):
        ticket = self._case()
        remedy = self._ask("goodwill", 5.0, ticket=ticket)
        ticket.stage = "answered"
        with self.assertRaisesRegex(UserError, "still gets something"):
            ticket.with_user(self.agent).action_close()
        remedy.with_user(self.leader).action_approve()
        with self.assertRaisesRegex(UserError, "still gets something"):
            ticket.with_user(self.agent).action_close()
        remedy._document().action_post()
        ticket.with_user(self.agent).action_close()
        self.assertEqual(ticket.stage, "closed")


@tagged("post_install", "-at_install")
class TestRemedyOffer(RemedyCommon):
    def test_offered_and_accepted(self):
        remedy = self._give("goodwill", 5.0, ask_customer=True)
        self.assertEqual(remedy.state, "approved")
        self.assertTrue(remedy.offered_at)
        self.assertEqual(len(remedy.message_ids.filtered("partner_ids")), 1)
        with self.assertRaisesRegex(UserError, "waits for the answer"):
            remedy.with_user(self.agent).action_carry_out()
        remedy._answer(True, self.customer)
        self.assertEqual((remedy.state, remedy.answer), ("made", "accepted"))
        contact = self.Contact.search(
            [("source_key", "=", f"o2c.remedy:{remedy.id}:answer")]
        )
        self.assertEqual((contact.direction, contact.channel), ("in", "portal"))
        with self.assertRaisesRegex(UserError, "not open"):
            remedy._answer(False, self.customer)

    def test_declined(self):
        remedy = self._give("goodwill", 5.0, ask_customer=True)
        remedy.with_user(self.agent).action_customer_declines()
        self.assertEqual((remedy.state, remedy.answer), ("cancelled", "declined"))
        self.assertIn("declines", remedy.activity_ids.summary)

    def test_what_cannot_be_done_is_told_to_us(self):
        """The customer accepts while the invoice was credited by somebody else."""
        remedy = self._give("credit", lines=self._of_invoice(10), ask_customer=True)
        self._credit(self.invoice, qty=1)
        with self.assertLogs("odoo.addons.o2c_customer_care", "ERROR"):
            remedy._answer(True, self.customer)
        self.assertEqual((remedy.state, remedy.answer), ("approved", "accepted"))
        self.assertIn("can still be credited", remedy.activity_ids.summary)

    def test_not_before_it_is_approved(self):
        remedy = self._ask("goodwill", 5.0, ask_customer=True)
        self.assertFalse(remedy.offered_at)
        with self.assertRaisesRegex(UserError, "not open"):
            remedy._answer(True, self.customer)
