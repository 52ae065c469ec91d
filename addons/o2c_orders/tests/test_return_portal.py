import re
from datetime import timedelta

from odoo import Command, fields, http
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, new_test_user, tagged

SECRET = "00000000-0000-4000-8000-000000000000"


class ReturnPortalCommon(HttpCase):
    """A consumer with a delivered order of five cups, and a stranger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freya = cls._visitor("o2c_freya")
        cls.other = cls._visitor("o2c_olaf")
        cls.product = cls.env["product.product"].create(
            {"name": "Cups", "type": "consu", "list_price": 10}
        )
        cls.order = cls._delivered(cls.freya.partner_id)
        cls.page = f"/my/orders/{cls.order.id}"
        cls.reason = cls.env.ref("o2c_orders.return_reason_changed_mind")
        cls.reason.automatic = False

    @classmethod
    def _visitor(cls, login):
        user = new_test_user(cls.env, login, "base.group_portal")
        user.partner_id.write({"is_company": False, "email": f"{login}@example.com"})
        return user

    @classmethod
    def _delivered(cls, partner):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "product_uom_qty": 5})
                ],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.quantity = 5
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_sms=True).button_validate()
        return order

    def _as(self, user):
        self.authenticate(user and user.login, user and user.login)

    def _post(self, path, **data):
        """A form sent from a page of ours; returns the answer, not redirected."""
        return self.url_open(
            self.page + path,
            data={"csrf_token": http.Request.csrf_token(self), **data},
            allow_redirects=False,
        )

    def _get(self, path):
        return self.url_open(self.page + path, allow_redirects=False)

    def _fields(self, quantity):
        line = self.order.order_line.id
        return {f"quantity_{line}": quantity, f"reason_{line}": self.reason.id}

    def assertSentAway(self, answer):
        """Sent back to the start page, without a word about what there is."""
        self.assertIn(answer.status_code, (302, 303))
        self.assertTrue(answer.headers["Location"].endswith("/my"), answer.headers)


@tagged("post_install", "-at_install")
class TestReturnPortal(ReturnPortalCommon):
    """The customer asks for a return of his own order, and of no other."""

    def test_ask(self):
        self._as(self.freya)
        self.assertIn("o2c_ask_return", self._get("").text)
        self.assertIn("Cups", self._get("/return").text)
        answer = self._post("/return/ask", note="Too small.", **self._fields(2))
        record = self.order.o2c_return_ids
        self.assertIn(f"/returns/{record.id}", answer.headers["Location"])
        self.assertEqual((record.source, record.state), ("portal", "requested"))
        self.assertEqual((record.line_ids.quantity, record.note), (2, "Too small."))
        self.assertIn(record.name, self._get(f"/returns/{record.id}").text)
        self.assertIn(record.name, self._get("").text)

    def test_too_much(self):
        self._as(self.freya)
        for quantity in (6, "many", -1, 0, "nan", "inf"):
            with self.subTest(quantity):
                answer = self._post("/return/ask", **self._fields(quantity))
                self.assertEqual(answer.status_code, 200)
                self.assertIn("alert-danger", answer.text)
        self.assertFalse(self.order.o2c_return_ids)

    def test_strangers(self):
        for user in (self.other, None):
            self._as(user)
            for key in ("", SECRET):
                with self.subTest(user=user and user.login, key=key):
                    query = f"?access_token={key}" if key else ""
                    self.assertSentAway(self._get("/return" + query))
                    self.assertSentAway(
                        self._post("/return/ask", access_token=key, **self._fields(1))
                    )
        self.assertFalse(self.order.o2c_return_ids)

    def test_key_of_the_order(self):
        self._as(None)
        key = self.order._portal_ensure_token()
        self._post("/return/ask", access_token=key, **self._fields(1))
        record = self.order.o2c_return_ids
        self.assertEqual(record.line_ids.quantity, 1)
        page = self._get(f"/returns/{record.id}?access_token={key}")
        self.assertIn(record.name, page.text)

    def test_no_change_by_get(self):
        self._as(self.freya)
        fields_ = "&".join(f"{k}={v}" for k, v in self._fields(1).items())
        self.assertEqual(self._get("/return/ask?" + fields_).status_code, 405)
        self.assertFalse(self.order.o2c_return_ids)

    def test_without_csrf(self):
        self._as(self.freya)
        answer = self.url_open(self.page + "/return/ask", data=self._fields(1))
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.order.o2c_return_ids)

    def test_return_of_another_order(self):
        mine = self._delivered(self.other.partner_id)
        record = mine._o2c_portal_return(
            [
                {
                    "order_line_id": mine.order_line,
                    "quantity": 1,
                    "reason_id": self.reason,
                }
            ],
            note="",
        )
        self._as(self.freya)
        for path in (f"/returns/{record.id}", f"/returns/{record.id}/label"):
            self.assertSentAway(self._get(path))

    def test_label(self):
        self._as(self.freya)
        self._post("/return/ask", **self._fields(1))
        record = self.order.o2c_return_ids
        self.assertSentAway(self._get(f"/returns/{record.id}/label"))
        record.action_authorise()
        answer = self._get(f"/returns/{record.id}/label")
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content)

    def test_switched_off(self):
        self.order.company_id.o2c_return_portal = False
        self._as(self.freya)
        self.assertNotIn("o2c_ask_return", self._get("").text)
        self.assertSentAway(self._get("/return"))
        self.assertSentAway(self._post("/return/ask", **self._fields(1)))

    def test_portal_users_have_no_model_rights(self):
        self.order._o2c_portal_return(
            [
                {
                    "order_line_id": self.order.order_line,
                    "quantity": 1,
                    "reason_id": self.reason,
                }
            ],
            note="",
        )
        env = self.env(user=self.freya, su=False)
        for model in ("o2c.return", "o2c.return.line", "o2c.withdrawal", "o2c.refusal"):
            with self.subTest(model), self.assertRaises(AccessError):
                call_kw(env[model], "search_read", [[]], {})


@tagged("post_install", "-at_install")
class TestWithdrawalPortal(ReturnPortalCommon):
    """Two steps; what is confirmed is what was shown, once."""

    def _step_one(self, quantity=2, **data):
        form = {"person_name": "Freya", "email": "freya@example.com"}
        answer = self._post(
            "/withdraw/check", **{**form, **self._fields(quantity), **data}
        )
        found = re.search(r'name="sealed" value="([^"]+)"', answer.text)
        return answer, found and found[1]

    def test_two_steps(self):
        self._as(self.freya)
        self.assertIn("Withdraw from contract here", self._get("").text)
        self.assertIn("Withdraw from contract here", self._get("/withdraw").text)
        answer, sealed = self._step_one()
        self.assertIn("Confirm withdrawal", answer.text)
        self.assertFalse(self.order.o2c_withdrawal_ids, "nothing declared yet")
        answer = self._post("/withdraw/confirm", sealed=sealed)
        record = self.order.o2c_withdrawal_ids
        self.assertIn(f"/withdrawals/{record.id}", answer.headers["Location"])
        self.assertEqual(
            (record.state, record.email), ("accepted", "freya@example.com")
        )
        self.assertEqual(record.line_ids.quantity, 2)
        page = self._get(f"/withdrawals/{record.id}").text
        self.assertIn(record.name, page)
        self.assertIn(record._moment(record.declared_at), page)

    def test_confirmed_twice(self):
        self._as(self.freya)
        _answer, sealed = self._step_one()
        first = self._post("/withdraw/confirm", sealed=sealed)
        again = self._post("/withdraw/confirm", sealed=sealed)
        self.assertEqual(first.headers["Location"], again.headers["Location"])
        self.assertEqual(len(self.order.o2c_withdrawal_ids), 1)

    def test_tampered_foreign_and_old(self):
        self._as(self.freya)
        _answer, sealed = self._step_one()
        for wrong in ("", "x", sealed[:-4] + "AAAA", sealed[5:], "A" + sealed):
            with self.subTest(wrong[:8]):
                self.assertSentAway(self._post("/withdraw/confirm", sealed=wrong))
        mine = self._delivered(self.freya.partner_id)
        self.page = f"/my/orders/{mine.id}"
        self.assertSentAway(self._post("/withdraw/confirm", sealed=sealed))
        self.assertFalse(mine.o2c_withdrawal_ids | self.order.o2c_withdrawal_ids)

    def test_what_is_missing(self):
        self._as(self.freya)
        for case in (
            {"person_name": " "},
            {"email": "nobody"},
            {f"quantity_{self.order.order_line.id}": "6"},
            {f"quantity_{self.order.order_line.id}": "0"},
            {f"quantity_{self.order.order_line.id}": "nan"},
        ):
            with self.subTest(case):
                answer, sealed = self._step_one(**case)
                self.assertIn("alert-danger", answer.text)
                self.assertFalse(sealed)

    def test_strangers(self):
        for user in (self.other, None):
            self._as(user)
            with self.subTest(user and user.login):
                self.assertSentAway(self._get("/withdraw"))
                answer, _sealed = self._step_one()
                self.assertSentAway(answer)
                self.assertSentAway(self._post("/withdraw/confirm", sealed="x"))
        for path in ("/withdraw/check", "/withdraw/confirm"):
            self.assertEqual(self._get(path).status_code, 405)

    def test_too_late(self):
        move = self.order.picking_ids.move_ids
        move.date = fields.Datetime.now() - timedelta(days=25)
        self.order.o2c_informed_on = move.date
        self.env.flush_all()
        self.order._o2c_touch_timeline()
        self._as(self.freya)
        self.assertNotIn("Withdraw from contract here", self._get("").text)
        self.assertSentAway(self._get("/withdraw"))

    def test_no_consumer(self):
        self.freya.partner_id.o2c_is_consumer = False
        self._as(self.freya)
        self.assertNotIn("Withdraw from contract here", self._get("").text)
        answer, _sealed = self._step_one()
        self.assertSentAway(answer)

    def test_sent(self):
        self._as(self.freya)
        _answer, sealed = self._step_one()
        self._post("/withdraw/confirm", sealed=sealed)
        record = self.order.o2c_withdrawal_ids
        path = f"/withdrawals/{record.id}/sent"
        self._post(path, reference="1Z999")
        self.assertEqual(record.sent_reference, "1Z999")
        self.assertFalse(record.refund_waits)
        self._as(self.other)
        self.assertSentAway(self._post(path, reference="forged"))
        self.assertEqual(record.sent_reference, "1Z999")

    def test_acknowledgement_is_his_own(self):
        self._as(self.freya)
        _answer, sealed = self._step_one()
        self._post("/withdraw/confirm", sealed=sealed)
        record = self.order.o2c_withdrawal_ids
        path = f"/withdrawals/{record.id}/paper"
        self.assertSentAway(self._get(path))
        record._acknowledge()
        self.assertEqual(self._get(path).content, record.acknowledgement_id.raw)
        self._as(self.other)
        self.assertSentAway(self._get(path))
