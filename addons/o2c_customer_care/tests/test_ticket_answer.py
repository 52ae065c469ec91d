import base64

from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MockEmail

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestCannedAnswer(CareCommon, MockEmail):
    """A text of the house in the customer's language, by two clicks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("it_IT")
        cls.reason = cls.env.ref("o2c_customer_care.reason_quality_missing_parts")
        cls.answer = cls._answer(
            "Pictures",
            "<p>Dear {{ object.addressee }}, about {{ object.number }}.</p>",
            reason_id=cls.reason.parent_id.id,
        )
        english = "Dear {{ object.addressee }}, about {{ object.number }}."
        italian = "Gentile {{ object.addressee }}, per {{ object.number }}."
        cls.answer.update_field_translations("body", {"it_IT": {english: italian}})

    @classmethod
    def _answer(cls, name, body="<p>Hello</p>", **values):
        vals = {"name": name, "body": body, **values}
        return cls.env["o2c.canned.answer"].create(vals)

    def test_in_the_customers_language(self):
        self.customer.lang = "it_IT"
        ticket = self._ticket()
        self.assertEqual(
            self.answer._render_for(ticket),
            f"<p>Gentile {self.customer.name}, per {ticket.number}.</p>",
        )
        ticket.lang = "en_US"
        self.assertIn("Dear", self.answer._render_for(ticket))

    def test_what_a_customer_writes_is_no_markup(self):
        answer = self._answer("Subject", "<p>{{ object.name }}</p>")
        ticket = self._ticket(name='<img src="x"> & more')
        self.assertEqual(
            answer._render_for(ticket), "<p>&lt;img src=&#34;x&#34;&gt; &amp; more</p>"
        )

    def test_only_names_can_be_filled_in(self):
        for body in (
            "{{ object.access_token }}",
            "{{ object.partner_id.credit }}",
            "{{ 7 * 7 }}",
            "{{ object.env }}",
        ):
            with self.subTest(body), self.assertRaisesRegex(ValidationError, "cannot"):
                self._answer("Bad", f"<p>{body}</p>")

    def test_an_empty_name_gives_nothing(self):
        answer = self._answer("Order", "<p>[{{ object.order_id.name }}]</p>")
        self.assertEqual(answer._render_for(self._ticket()), "<p>[]</p>")

    def test_the_most_exact_stand_first(self):
        everywhere = self._answer("Everywhere", sequence=1)
        exact = self._answer("Exact", reason_id=self.reason.id)
        kind = self._answer("Kind", kind="complaint")
        self._answer("Praise", kind="praise")
        other = self.env.ref("o2c_customer_care.reason_credit_credit_limit")
        self._answer("Credit", reason_id=other.id)
        found = self.env["o2c.canned.answer"]._for_ticket(
            self._ticket(reason_id=self.reason.id)
        )
        ours = everywhere | exact | kind | self.answer
        self.assertEqual(
            [a.id for a in found if a in ours],
            [exact.id, self.answer.id, kind.id, everywhere.id],
        )
        self.assertFalse(found.filtered(lambda a: a.name in ("Praise", "Credit")))

    def test_two_clicks_and_it_is_sent(self):
        ticket = self._ticket(reason_id=self.reason.id)
        choices = call_kw(
            self.env["o2c.ticket"].with_user(self.agent),
            "answer_choices",
            [ticket.ids],
            {},
        )
        self.assertIn({"id": self.answer.id, "name": "Pictures"}, choices["answers"])
        action = ticket.action_answer(answer_id=self.answer.id)
        self.assertEqual(self.answer.use_count, 1)
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn(ticket.number, composer.body)
        self.assertEqual(composer.partner_ids, self.customer)
        self.assertEqual(composer.o2c_next, "answered")
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertEqual(ticket.stage, "answered")
        self.assertIn(f"about {ticket.number}", str(ticket.message_ids.mapped("body")))
        self.assertTrue(ticket.first_reply_at)

    def test_waiting_for_the_customer_after_the_mail(self):
        ticket = self._go(self._ticket(), "acknowledged")
        context = {**ticket.action_answer()["context"], "default_o2c_next": "waiting"}
        composer = self.env["mail.compose.message"].with_user(self.agent)
        composer = composer.with_context(**context).create({"body": "Which box?"})
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertEqual((ticket.stage, ticket.waiting_for), ("waiting", "customer"))

    def test_documents_of_the_product(self):
        document = self.env["product.document"].create(
            {
                "name": "Data sheet",
                "datas": base64.b64encode(b"sheet"),
                "res_model": "product.template",
                "res_id": self.product.product_tmpl_id.id,
            }
        )
        order = self._order()
        ticket = self._ticket(order_id=order.id)
        self.assertIn(document, ticket.document_ids)
        self.assertNotIn(document, self._ticket().document_ids)
        action = ticket.action_answer(document_id=document.id)
        composer = self.env["mail.compose.message"].with_user(self.agent)
        composer = composer.with_context(**action["context"]).create({"body": "Here"})
        self.assertEqual(composer.attachment_ids.name, "Data sheet")
        self.assertNotEqual(composer.attachment_ids, document.ir_attachment_id)

    def test_agents_read_and_leaders_write_them(self):
        model = self.env["o2c.canned.answer"]
        with self.assertRaises(AccessError):
            call_kw(
                model.with_user(self.agent),
                "write",
                [self.answer.ids, {"name": "?"}],
                {},
            )
        call_kw(
            model.with_user(self.leader), "write", [self.answer.ids, {"name": "X"}], {}
        )
        salesperson = self._user("salesperson")
        with self.assertRaises(AccessError):
            call_kw(model.with_user(salesperson), "search", [[]], {})
