from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .intake_common import IntakeCommon


@tagged("post_install", "-at_install")
class TestIntakeThread(IntakeCommon):
    """Answers find their ticket; what found none is placed by a leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._mail(ID="<first@known.example>")

    def _texts(self, ticket):
        mails = ticket.message_ids.filtered(lambda m: m.message_type == "email")
        return [str(mail.body) for mail in mails]

    def test_by_reference(self):
        message = self._sent(self.first).message_id
        self.assertFalse(self._feed(self._raw("reply_reference", MESSAGE_ID=message)))
        self.assertIn("what you asked for", self._texts(self.first)[0])
        entry = self._entry("<reply-ref@known.example>")
        self.assertEqual((entry.outcome, entry.ticket_id), ("reply", self.first))

    def test_by_number(self):
        for case, sender, found in (
            ("himself", "rita@known.example", True),
            ("a colleague of his", "office@known.example", True),
            ("a stranger", "spy@strange.example", False),
        ):
            with self.subTest(_case=case):
                new = self._feed(
                    self._raw(
                        "reply_number",
                        NUMBER=self.first.number,
                        FROM=sender,
                        ID=f"<{sender}.1>",
                    )
                )
                self.assertEqual(not new, found)
                self.assertFalse(new and new.partner_id == self.customer)

    def test_by_seal_from_another_address(self):
        new = self._feed(self._raw("reply_seal", REFERENCE=self.first.mail_reference))
        self.assertFalse(new)
        self.assertIn("photo", self._texts(self.first)[0])

    def test_wrong_seal(self):
        wrong = self.first.number + "~" + "0" * 16
        self.assertEqual(len(self._feed(self._raw("reply_seal", REFERENCE=wrong))), 1)

    def test_merged_ticket_goes_on_where_it_was_merged_into(self):
        other = self._ticket()
        self.first.sudo().merged_into_id = other
        message = self._sent(self.first).message_id
        self._feed(self._raw("reply_reference", MESSAGE_ID=message))
        self.assertIn("what you asked for", self._texts(other)[0])

    # ------------------------------------------------------------- by a leader
    def _strange(self):
        self.assertFalse(self._feed(self._raw("newsletter")))
        return self._entry("<news1@offers.example>")

    def test_one_click_makes_a_ticket(self):
        entry = self._strange()
        self.team.member_ids += self.leader
        entry.with_user(self.leader).action_make_ticket()
        ticket = entry.ticket_id
        self.assertEqual(ticket.name, "40 % on office chairs")
        self.assertIn("Only this week", self._texts(ticket)[0])
        self.assertEqual(entry.handled_by, self.leader)
        self.assertFalse(entry.is_open)
        # still a newsletter: nobody acknowledges it
        self.assertFalse(self._sent(ticket))
        with self.assertRaises(UserError):
            entry.with_user(self.leader).action_make_ticket()

    def test_choice_of_ticket(self):
        entry = self._strange()
        action = entry.with_user(self.leader).action_route()
        wizard = self.env[action["res_model"]].with_user(self.leader)
        wizard = wizard.create({"entry_id": entry.id, "ticket_id": self.first.id})
        wizard.action_route()
        self.assertIn("Only this week", self._texts(self.first)[0])
        self.assertEqual((entry.outcome, entry.ticket_id), ("reply", self.first))

    def test_choice_of_customer(self):
        self._feed(self._raw("no_sender"))
        entry = self._entry("<nosender@nowhere.example>").with_user(self.leader)
        action = entry.action_make_ticket()
        self.assertEqual(action["res_model"], "o2c.intake.route")
        wizard = self.env[action["res_model"]].with_user(self.leader)
        with self.assertRaises(UserError):
            wizard.create({"entry_id": entry.id}).action_route()
        wizard.create(
            {"entry_id": entry.id, "partner_id": self.customer.id}
        ).action_route()
        self.assertEqual(entry.ticket_id.partner_id, self.customer)

    def test_only_a_leader(self):
        entry = self._strange()
        for action in ("action_make_ticket", "action_route", "action_put_aside"):
            with self.subTest(_case=action), self.assertRaises(AccessError):
                getattr(entry.with_user(self.agent), action)()
        self.assertTrue(entry.is_open)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_writes_entries(self):
        entry = self._strange()
        for user in (self.leader, self.agent, self.accountant):
            with self.subTest(_case=user.login), self.assertRaises(AccessError):
                entry.with_user(user).write({"outcome": "ticket"})
        with self.assertRaises(AccessError):
            entry.with_user(self.accountant).read(["subject"])

    def test_how_it_came_in_is_not_written_by_hand(self):
        with self.assertRaises(UserError):
            self.first.with_user(self.agent).write({"email_from": "x@y.example"})
