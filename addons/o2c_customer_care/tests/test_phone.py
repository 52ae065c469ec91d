from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .intake_common import IntakeCommon

KEY = "0f0e0d0c-1111-2222-3333-444455556666"


@tagged("post_install", "-at_install")
class TestPhone(IntakeCommon, HttpCase):
    """The phone form: who rings, one key to log, one for a ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rita.phone = "+39 02 7771 2233"

    def _call(self, method, *args, user=None):
        partners = self.env["res.partner"].with_user(user or self.agent)
        # what a client may call, as a client calls it
        partners = partners.with_env(partners.env(su=False))
        return call_kw(partners, method, list(args), {})

    def _talk(self, **values):
        options = {
            "key": KEY,
            "direction": "in",
            "summary": "Where are the cups?",
            "notes": "Needs them on Friday",
            "seconds": 130,
            "kind": "complaint",
            "about": None,
        }
        return {**options, **values}

    def _contacts(self):
        return self.Contact.search([("source_key", "=", f"care-call:{KEY}")])

    def test_log_once(self):
        for _press in range(2):
            number = self._call("o2c_phone_log", self.rita.ids, self._talk())
        contact = self._contacts()
        self.assertEqual(contact.id, number)
        self.assertEqual(
            (contact.partner_id, contact.person_id), (self.customer, self.rita)
        )
        self.assertEqual((contact.channel, contact.duration), ("phone", 3))
        self.assertEqual((contact.direction, contact.user_id), ("in", self.agent))
        self.assertEqual(contact.details, "Needs them on Friday")

    def test_ticket_once(self):
        order = self._order()
        talk = self._talk(about=["sale.order", order.id])
        first = self._call("o2c_phone_ticket", self.rita.ids, talk)
        again = self._call("o2c_phone_ticket", self.rita.ids, talk)
        self.assertEqual(again["res_id"], first["res_id"])
        ticket = self.Ticket.browse(first["res_id"])
        self.assertEqual((ticket.order_id, ticket.kind), (order, "complaint"))
        self.assertEqual((ticket.person_id, ticket.user_id), (self.rita, self.agent))
        # one contact, with the length of the call
        self.assertEqual(ticket.o2c_contact_ids, self._contacts())
        self.assertEqual(ticket.o2c_contact_ids.duration, 3)
        self.assertFalse(self._sent(ticket))

    def test_order_of_somebody_else(self):
        order = self._order(partner_id=self._customer(name="Other").id)
        with self.assertRaises(UserError):
            self._call(
                "o2c_phone_ticket",
                self.rita.ids,
                self._talk(about=["sale.order", order.id]),
            )
        self.assertFalse(self._contacts())

    def test_other_models_are_no_subject(self):
        talk = self._talk(about=["res.users", self.agent.id])
        self._call("o2c_phone_log", self.rita.ids, talk)
        self.assertFalse(self._contacts().document_ids)

    def test_no_key(self):
        for key in (None, "", "1", "x" * 30):
            with self.subTest(_case=key), self.assertRaises(UserError):
                self._call("o2c_phone_log", self.rita.ids, self._talk(key=key))

    def test_new_caller_and_his_number(self):
        number = "+39 077 999 888"
        new = self._call("o2c_phone_new", "  Nino\nNeri ", number)
        partner = self.env["res.partner"].browse(new)
        self.assertEqual((partner.name, partner.phone), ("Nino Neri", number))
        with self.assertRaises(UserError):
            self._call("o2c_phone_new", " ", number)
        self._call("o2c_phone_keep_number", self.rita.ids, "+39 02 1112223")
        self.assertEqual(self.rita.phone, "+39 02 1112223")

    def test_the_number_of_who_works_here_is_not_changed(self):
        colleague = self.accountant.partner_id
        colleague.phone = "+39 02 4445556"
        with self.assertRaisesRegex(UserError, "is an employee and no customer"):
            self._call("o2c_phone_keep_number", colleague.ids, "+39 02 1112223")
        self.assertEqual(colleague.phone, "+39 02 4445556")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_customer_care(self):
        for method, args in (
            ("o2c_phone_choices", ()),
            ("o2c_phone_log", (self.rita.ids, self._talk())),
            ("o2c_phone_ticket", (self.rita.ids, self._talk())),
            ("o2c_phone_keep_number", (self.rita.ids, "+39 1")),
            ("o2c_phone_new", ("x", "+39 1")),
        ):
            for user in (self.accountant, self._user("customer")):
                with (
                    self.subTest(_case=f"{method} {user.login}"),
                    self.assertRaises(AccessError),
                ):
                    self._call(method, *args, user=user)
        self.assertFalse(self._contacts())

    def test_address(self):
        self.authenticate(self.agent.login, self.agent.login)
        answer = self.url_open("/o2c/care/phone?number=+3902555", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn(
            "/odoo/o2c-phone?o2c_number=%2B3902555", answer.headers["Location"]
        )

    def test_tour(self):
        order = self._order()
        self.start_tour(
            "/odoo/o2c-phone?o2c_number=%2B390277712233",
            "o2c_customer_care_phone",
            login=self.agent.login,
        )
        tickets = self.Ticket.search(
            [("call_key", "!=", False), ("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(tickets.mapped("order_id"), order)
        self.assertEqual(tickets.person_id, self.rita)
        calls = self.Contact.search(
            [
                ("source_key", "=like", "care-call:%"),
                ("partner_id", "=", self.customer.id),
            ]
        )
        self.assertEqual(
            sorted(calls.mapped("summary")), ["Asks for the price", "Cups are broken"]
        )
