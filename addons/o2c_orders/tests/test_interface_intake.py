import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .interface_common import InterfaceCommon

INTAKE = "odoo.addons.o2c_orders.models.o2c_interface_intake"


@tagged("post_install", "-at_install")
class TestInterfaceIntake(InterfaceCommon):
    """Orders of another system: each row alone, each external id once."""

    def test_an_order_comes_in(self):
        raw = self._raw(reference="PO 1", delivery_date="2026-12-15", channel="shop")
        row = self._take_in(raw)
        order = row.order_id
        self.assertEqual((row.outcome, order.state), ("created", "draft"))
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.client_order_ref, "PO 1")
        self.assertEqual(order.medium_id, self.env.ref("o2c_orders.medium_shop"))
        self.assertEqual(str(order.commitment_date), "2026-12-15 00:00:00")
        self.assertEqual(order.order_line.product_uom_qty, 5)
        self.assertEqual(order.amount_total, 500)
        self.assertEqual(order.create_uid, self.interface.user_id)
        self.assertEqual(order.company_id, self.company)

    def test_price_discount_and_text(self):
        line = {"product": "4006381333931", "quantity": 2, "price": 80}
        lines = [{**line, "discount": 25, "text": "Second choice"}]
        order = self._take_in(self._raw(lines=lines)).order_id
        self.assertEqual(order.order_line.product_id, self.product)
        self.assertEqual(order.order_line.name, "Second choice")
        self.assertEqual(order.amount_total, 120)

    def test_again_is_the_same(self):
        first = self._take_in(self._raw())
        with self.assertNothingWritten("sale.order", "sale.order.line"):
            again = self._take_in(self._raw())
        self.assertEqual(again.outcome, "unchanged")
        self.assertEqual(again.order_id, first.order_id)

    def test_again_with_another_content(self):
        order = self._take_in(self._raw()).order_id
        with self.assertNothingWritten("sale.order", "sale.order.line"):
            row = self._take_in(self._raw(reference="Other"))
        self.assertEqual(self._codes(row), [("external_id", "conflict")])
        self.assertEqual(order.amount_total, 500)

    def test_twice_in_one_message(self):
        first, second = self._take_in(self._raw(), self._raw())
        self.assertEqual((first.outcome, second.outcome), ("created", "error"))
        self.assertEqual(self._codes(second), [("external_id", "double")])

    def test_a_wrong_row_stops_no_other_and_leaves_nothing(self):
        wrong = self._raw("B", lines=[{"product": "CUPS", "quantity": 0}])
        unknown = self._raw("C", lines=[{"product": "NO", "quantity": 1}])
        rows = self._take_in(self._raw("A"), wrong, unknown, self._raw("D"))
        outcomes = ["created", "error", "error", "created"]
        self.assertEqual(rows.mapped("outcome"), outcomes)
        message = rows.message_id
        self.assertEqual((message.failed_count, message.state), (2, "partly"))
        orders = self.env["sale.order"].search(
            [("o2c_interface_id", "=", self.interface.id)]
        )
        self.assertEqual(sorted(orders.mapped("o2c_external_id")), ["A", "D"])
        self.assertFalse(rows[0].raw)
        self.assertEqual(rows[1].raw, wrong)

    def test_what_is_not_known(self):
        self._product(default_code="TWICE")
        self._product(default_code="TWICE")
        self._customer(ref="TWINS")
        self._customer(ref="TWINS")
        cases = [
            ({"customer": {"ref": "?"}}, ("customer.ref", "unknown_customer")),
            ({"customer": {"ref": "TWINS"}}, ("customer.ref", "ambiguous_customer")),
            ({"customer": {"name": "New"}}, ("customer.name", "unknown_customer")),
            ({"channel": "Moon"}, ("channel", "unknown_channel")),
            ({"currency": "XYZ"}, ("currency", "wrong_currency")),
            (
                {"lines": [{"product": "TWICE", "quantity": 1}]},
                ("lines.1.product", "ambiguous_product"),
            ),
        ]
        with self.assertNothingWritten("sale.order", "res.partner"):
            for number, (values, expected) in enumerate(cases):
                with self.subTest(expected):
                    row = self._take_in(self._raw(f"X{number}", **values))
                    self.assertEqual(self._codes(row), [expected])
                    self.assertTrue(row.issue_text)

    def test_customer_by_vat_and_by_mail(self):
        by_vat = self._customer(vat="IT00000010215", name="Vat")
        by_mail = self._customer(email="Mia@Bar.Example.com", name="Mail")
        rows = self._take_in(
            self._raw("A", customer={"vat": "IT00000010215"}),
            self._raw("B", customer={"email": "mia@bar.example.com"}),
        )
        self.assertEqual(rows.order_id.mapped("partner_id"), by_vat | by_mail)

    def test_new_customers_if_allowed(self):
        self.interface.creates_customers = True
        customer = {"ref": "N-1", "name": "New Bar", "city": "Rome", "country": "it"}
        rows = self._take_in(
            self._raw("A", customer=customer), self._raw("B", customer={"ref": "N-1"})
        )
        self.assertEqual(rows.mapped("outcome"), ["created", "created"])
        partner = rows.order_id.partner_id
        self.assertEqual(len(partner), 1)
        self.assertEqual((partner.city, partner.country_id.code), ("Rome", "IT"))

    def test_a_new_customer_goes_with_his_wrong_order(self):
        self.interface.creates_customers = True
        raw = self._raw(customer={"ref": "N-2", "name": "Gone"}, channel="Moon")
        with self.assertNothingWritten("res.partner"):
            self._take_in(raw)

    def test_customers_of_another_company_are_not_known(self):
        other = self._company()
        self._customer(ref="FAR", company_id=other.id)
        row = self._take_in(self._raw(customer={"ref": "FAR"}))
        self.assertEqual(self._codes(row), [("customer.ref", "unknown_customer")])

    def test_confirmed_at_once(self):
        self.interface.confirms = True
        self.assertEqual(self._take_in(self._raw()).order_id.state, "sale")

    def test_a_held_order_stays_and_says_so(self):
        self.interface.confirms = True
        self._hold(self.customer, "customer", note="Secret")
        row = self._take_in(self._raw())
        self.assertEqual((row.outcome, row.order_id.state), ("created", "draft"))
        answer = row._answer()
        self.assertEqual(
            answer["notice"], "Please get in touch with us about your order."
        )
        self.assertNotIn("Secret", str(answer))

    def test_an_error_here_is_recorded(self):
        model = type(self.interface)
        make = model._make_order

        def break_b(interface, order, digest, lookup):
            made = make(interface, order, digest, lookup)
            if order.external_id == "B":
                raise ZeroDivisionError
            return made

        with patch.object(model, "_make_order", break_b), mute_logger(INTAKE):
            rows = self._take_in(self._raw("A"), self._raw("B"), self._raw("C"))
        self.assertEqual(rows.mapped("outcome"), ["created", "error", "created"])
        self.assertEqual(self._codes(rows[1]), [("order", "refused")])

    def test_try_again_after_the_cause_is_gone(self):
        raw = self._raw(lines=[{"product": "LATER", "quantity": 1}])
        row = self._take_in(raw, self._raw("OK"))[0]
        self._product(default_code="LATER")
        message = row.message_id.with_user(self.manager)
        action = message.action_retry()
        again = self.env["o2c.interface.message"].browse(action["res_id"]).row_ids
        self.assertEqual(again.mapped("outcome"), ["created"])
        self.assertEqual(row.outcome, "retried")

    def test_a_file_by_hand(self):
        text = (
            "external_id;customer_ref;product;quantity\n"
            "A;C-500;CUPS;3\nA;;CUPS;1\nB;C-500;NO;1\n"
        )
        wizard = self.env["o2c.interface.upload"].with_user(self.manager)
        values = {"interface_id": self.interface.id, "filename": "march.csv"}
        values["content"] = base64.b64encode(text.encode())
        action = wizard.create(values).action_upload()
        message = self.env["o2c.interface.message"].browse(action["res_id"])
        self.assertEqual(message.subject, "march.csv")
        self.assertEqual(message.user_id, self.manager)
        self.assertEqual(message.row_ids.mapped("numbers"), ["2, 3", "4"])
        self.assertEqual(message.row_ids.mapped("outcome"), ["created", "error"])
        for wrong in (b"\xff\xfe", b"colour\nred\n"):
            values["content"] = base64.b64encode(wrong)
            with self.assertRaises(UserError), self.cr.savepoint():
                wizard.create(values).action_upload()

    def test_the_technical_user_can_do_nothing_else(self):
        user = self.interface.user_id
        self.assertTrue(user.share)
        self.assertTrue(user.has_group("o2c_orders.group_interface"))
        for model in ("sale.order", "o2c.interface", "o2c.interface.message"):
            records = self.env[model].with_user(user)
            for method, args in (("create", [{}]), ("search_read", [])):
                if (model, method) == ("sale.order", "search_read"):
                    continue  # portal users read their own orders: it has none
                with self.subTest(f"{model} {method}"), self.assertRaises(AccessError):
                    call_kw(records, method, args, {})
        self.assertFalse(self.env["sale.order"].with_user(user).search([]))

    def test_rights_of_people(self):
        desk, seller = self._user("order_desk"), self._user("salesperson")
        for user in (desk, seller):
            interface = self.interface.with_user(user)
            for method in ("action_new_key", "write"):
                args = [{"confirms": True}] if method == "write" else []
                with self.assertRaises(AccessError), self.cr.savepoint():
                    call_kw(interface.browse(), method, [interface.ids, *args], {})
        row = self._take_in(self._raw(customer={"ref": "?"}))
        with self.assertRaises(AccessError):
            row.message_id.with_user(desk).action_retry()
        with self.assertRaises(UserError):
            model = self.env["o2c.interface"].with_user(self.manager)
            values = {"name": "Trick", "user_id": self.env.ref("base.user_admin").id}
            call_kw(model, "create", [values], {})
        with self.assertRaises(UserError):
            admin = self.env.ref("base.user_admin").id
            args = [self.interface.ids, {"user_id": admin}]
            call_kw(model, "write", args, {})

    def test_no_key_for_a_user_with_other_rights(self):
        self.interface.user_id.group_ids += self.env.ref("base.group_portal")
        with self.assertRaises(UserError):
            self.interface.with_user(self.manager).action_new_key()

    def test_old_messages_are_forgotten(self):
        with self._at("2026-03-02 09:00:00"):
            old = self._take_in(self._raw("A")).message_id
        with self._at("2026-05-31 08:00:00"):
            self.env["o2c.interface.message"]._gc_messages()
            self.assertTrue(old.exists())
        with self._at("2026-05-31 10:00:00"):
            self.env["o2c.interface.message"]._gc_messages()
        self.assertFalse(old.exists())
