from odoo.service.model import call_kw
from odoo.tests import Form, tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestRiskCard(CreditCommon):
    """What people see of a customer's credit where they sell."""

    def test_headroom_for_whoever_sells(self):
        self.assertIsNone(self.customer._o2c_sales_headroom(self.company))
        self.assertFalse(self._accounts())  # nothing was made for it
        self._account(1000)
        self._order(self._line(qty=7))
        self.assertEqual(self.customer._o2c_sales_headroom(self.company), 300)
        contact = self._customer(parent_id=self.customer.id)
        seller = contact.with_user(self.seller).sudo(False)
        self.assertEqual(seller._o2c_sales_headroom(self.company), 300)

    def test_card_of_the_customer_for_those_who_may_see_it(self):
        self._account(1000)
        self.customer.user_id = self.seller
        for role, sees in (
            ("salesperson", True),
            ("collector", True),
            ("warehouse", False),
        ):
            user = self._user(role)
            sections = self.customer.with_user(user).sudo(False)._o2c_card_sections()
            credit = [s for s in sections if s["key"] == "credit"]
            self.assertEqual(bool(credit), sees, role)

    def test_row_of_the_card_opens_the_credit_account(self):
        account = self._account(1000)
        self.customer.user_id = self.seller
        customer = self.customer.with_user(self.seller).sudo(False)
        sections = customer._o2c_card_sections()
        (credit,) = [s for s in sections if s["key"] == "credit"]
        self.assertEqual(
            [(line["label"], line["record"]) for line in credit["lines"]],
            [
                (label, ["o2c.credit.account", account.id])
                for label in ("Credit limit", "Exposure", "Headroom")
            ],
        )
        env = self.env(user=self.seller, su=False)
        rows = call_kw(
            env["o2c.credit.account"], "web_read", [account.ids, {"partner_id": {}}], {}
        )
        self.assertEqual(rows[0]["partner_id"], self.customer.id)
        self.customer.user_id = self._user("credit_manager")
        other = self.customer.with_user(self.seller).sudo(False)
        keys = [section["key"] for section in other._o2c_card_sections()]
        self.assertNotIn("credit", keys)

    def test_risk_card_of_the_quotation(self):
        self._account(1000)
        self._order(self._line(qty=7))
        order = self._quotation(500.0).with_user(self.seller).sudo(False)
        card = order.o2c_credit_card
        self.assertEqual(card["standing"], "over")
        self.assertEqual(card["title"].replace("\xa0", ""), "Over the limit by $200.00")
        figures = {
            line["label"]: line["value"].replace("\xa0", "") for line in card["lines"]
        }
        self.assertEqual(
            figures,
            {
                "Credit limit": "$1,000.00",
                "Exposure": "$700.00",
                "This order": "$500.00",
                "Headroom after it": "$-\ufeff200.00",
            },
        )
        # bars of 1,200: used 700, asked 500, the limit at 1,000
        self.assertAlmostEqual(card["used"], 58.333, 3)
        self.assertAlmostEqual(card["asked"], 41.667, 3)
        self.assertAlmostEqual(card["limit"], 83.333, 3)

    def test_risk_card_follows_the_quotation_being_written(self):
        self._account(100)
        form = Form(self._quotation(50.0))
        self.assertEqual(form.o2c_credit_card["standing"], "within")
        with form.order_line.edit(0) as line:
            line.price_unit = 101.0
        self.assertEqual(form.o2c_credit_card["standing"], "over")
        free = self._customer(name="Free")
        form.partner_id = free
        self.assertEqual(form.o2c_credit_card["standing"], "unlimited")
        self.assertFalse(self._accounts(free))  # looking makes no account

    def test_risk_card_of_a_confirmed_order_does_not_count_it_twice(self):
        self._account(1000)
        order = self._quotation(600.0)
        self._confirm(order)
        order.invalidate_recordset()
        card = order.o2c_credit_card
        self.assertEqual((card["standing"], card["used"]), ("within", 60.0))
        self.assertEqual(card["asked"], 0)
        order._action_cancel()
        self.assertFalse(order.o2c_credit_card)

    def test_newcomer_has_a_class_and_is_told_to_be_one(self):
        card = self._quotation(500.0).o2c_credit_card
        self.assertIn(card["risk_class"], tuple("ABCDE"))
        self.assertIn("Nothing is known yet", " ".join(card["reasons"]))
        self.assertLessEqual(len(card["reasons"]), 5)

    def test_expected_loss_beside_the_margin(self):
        self._account(1000)
        self.company.o2c_loss_given_default = 40
        service = self._service(invoice_policy="order", standard_price=60.0)
        order = self._order(self._line(service, qty=5, price=100.0), confirm=False)
        loss = order.o2c_credit_card["loss"]
        self.assertEqual(loss["margin"].replace("\xa0", ""), "$200.00")
        self.assertIn("500.00", loss["formula"])
        self.assertIn("40 %", loss["formula"])
        self.assertFalse(loss["missing"])
        service.standard_price = 0
        order.invalidate_recordset()
        loss = order.o2c_credit_card["loss"]
        self.assertFalse(loss["margin"])
        self.assertIn("nobody entered costs", loss["missing"])

    def test_unlimited_customer_shows_what_he_owes(self):
        self._account()
        self._bill(300.0)
        card = self._quotation(500.0).o2c_credit_card
        figures = {line["label"]: line["value"] for line in card["lines"]}
        self.assertEqual(figures["Exposure"].replace("\xa0", ""), "$300.00")
        self.assertEqual(card["standing"], "unlimited")
