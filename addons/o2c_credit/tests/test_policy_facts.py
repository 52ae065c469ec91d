from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from .policy_common import DUE_29, DUE_30, DUE_31, TODAY, PolicyCommon


@tagged("post_install", "-at_install")
class TestFacts(PolicyCommon):
    """What each kind of rule reads, on both sides of its threshold."""

    def test_overdue(self):
        rule = self._rule("days_overdue", days=30, amount=5000)
        cases = [
            ("29 days", DUE_29, 9000, False),
            ("30 days", DUE_30, 9000, False),
            ("31 days", DUE_31, 9000, True),
            ("31 days, exactly 5,000", DUE_31, 5000, False),
            ("31 days, a cent more", DUE_31, 5000.01, True),
        ]
        for case, due, amount, hit in cases:
            with self.subTest(case), self._at(TODAY):
                customer = self._customer(name=case)
                self._owed(amount, due, partner_id=customer.id)
                order = self._quotation(10.0, partner_id=customer.id)
                self.assertEqual(self._hit(order), [rule.id] * hit)

    def test_what_is_paid_on_account_is_not_overdue(self):
        rule = self._rule("overdue_amount", amount=100)
        with self._at(TODAY):
            self._owed(300, DUE_31)
            order = self._quotation(10.0)
            self.assertEqual(self._hit(order), [rule.id])
            self._payment(199.99)
            self.assertEqual(self._hit(order), [rule.id])
            self._payment(0.01)
            self.assertFalse(self._hit(order))

    def test_events(self):
        cases = [
            ("broken_promise", {"days": 30}, {}),
            ("returned_payment", {"days": 30}, {}),
        ]
        for kind, values, details in cases:
            rule = self._rule(kind, **values)
            for date, hit in ((DUE_30, True), (DUE_31, False)):
                with self.subTest(kind, date=date), self._at(TODAY):
                    customer = self._customer(name=f"{kind} {date}")
                    event = self._event(kind, date, customer, **details)
                    order = self._quotation(10.0, partner_id=customer.id)
                    self.assertEqual(self._hit(order), [rule.id] * hit)
                    event.action_resolve()
                    self.assertFalse(self._hit(order))
            rule.active = False

    def test_dunning_steps(self):
        rule = self._rule("dunning_step", level=3)
        with self._at(TODAY):
            order = self._quotation(10.0)
            self._event("dunning_step", DUE_31, level=2)
            self.assertFalse(self._hit(order))
            third = self._event("dunning_step", DUE_29, level=3)
            self.assertEqual(self._hit(order), [rule.id])
            third.action_resolve()
            self.assertFalse(self._hit(order))

    def test_last_payment(self):
        rule = self._rule("last_payment", days=30)
        for date, hit in ((DUE_30, False), (DUE_31, True)):
            with self.subTest(date), self._at(TODAY):
                customer = self._customer(name=date)
                self._owed(500, DUE_31, partner_id=customer.id)
                order = self._quotation(10.0, partner_id=customer.id)
                self.assertFalse(self._hit(order))  # he never paid
                self._payment(1.0, partner_id=customer.id, date=date)
                self.assertEqual(self._hit(order), [rule.id] * hit)

    def test_a_credit_note_is_no_payment(self):
        self._rule("last_payment", days=30)
        with self._at(TODAY):
            self._owed(500, DUE_31)
            self._owed(5, DUE_31, move_type="out_refund")
            self.assertFalse(self._hit(self._quotation(10.0)))

    def test_payment_terms(self):
        rule = self._rule("better_term", days=30)
        own = self._term(30)
        self.customer.property_payment_term_id = own
        for days, hit in ((0, False), (60, False), (61, True)):
            with self.subTest(days):
                order = self._quotation(10.0, payment_term_id=self._term(days).id)
                self.assertEqual(self._hit(order), [rule.id] * hit)
        self.assertFalse(self._hit(self._quotation(10.0)))

    def test_the_last_instalment_counts(self):
        rule = self._rule("better_term", days=0)
        parts = [
            Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
            for days in (0, 90)
        ]
        term = self.env["account.payment.term"].create(
            {"name": "Halves", "line_ids": parts}
        )
        order = self._quotation(10.0, payment_term_id=term.id)
        self.assertEqual(self._hit(order), [rule.id])

    def test_discounts(self):
        rule = self._rule("better_discount", percent=5)
        product = self._service(lst_price=100.0)
        for case, values, hit in (
            ("none", {}, False),
            ("exactly", {"discount": 5.0}, False),
            ("more", {"discount": 5.01}, True),
            ("a price typed", {"price_unit": 94.99}, True),
            ("a higher price", {"price_unit": 120.0}, False),
        ):
            with self.subTest(case):
                line = self._line(product, 1, 100.0, **values)
                order = self._order(line, confirm=False)
                self.assertEqual(self._hit(order), [rule.id] * hit)

    def test_the_price_list_of_the_customer_is_his_own(self):
        rule = self._rule("better_discount", percent=5)
        product = self._service(lst_price=100.0)
        line = {"product_id": product.id, "compute_price": "percentage"}
        items = [Command.create({**line, "percent_price": 20.0})]
        prices = self.env["product.pricelist"].create({"name": "A", "item_ids": items})
        feature = self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user").implied_ids = [Command.link(feature.id)]
        dear = self._order(self._line(product, 1, 80.0), confirm=False)
        self.assertEqual(self._hit(dear), [rule.id])
        self.customer.specific_property_product_pricelist = prices
        self.assertFalse(self._hit(dear))

    def test_early_payment(self):
        rule = self._rule("better_discount", percent=1)
        term = self._term(30, early_discount=True, discount_percentage=2.0)
        order = self._quotation(10.0, payment_term_id=term.id)
        # the price of the quotation is not that of the product: see discounts
        order.order_line.product_id.lst_price = 10.0
        self.assertEqual(self._hit(order), [rule.id])
        self.customer.property_payment_term_id = term
        self.assertFalse(self._hit(order))

    def test_quantities(self):
        product, dozen = self._service(), self.env.ref("uom.product_uom_dozen")
        rule = self._rule(
            "quantity", days=7, quantity=24, product_id=product.id, at_delivery=True
        )
        with self._at("2026-06-08 09:59:59"):  # a second more than seven days before
            self._order(self._line(product, 100, 1.0))
        with self._at("2026-06-08 10:00:01"):
            self._order(self._line(product, 1, 1.0, product_uom_id=dozen.id))
        with self._at(TODAY):
            for quantity, hit in ((12, False), (12.5, True)):
                order = self._order(self._line(product, quantity, 1.0), confirm=False)
                self.assertEqual(self._hit(order), [rule.id] * hit, quantity)
            other = self._order(self._line(self._service(), 99, 1.0), confirm=False)
            self.assertFalse(self._hit(other))

    def test_quantities_of_a_category_and_in_a_batch(self):
        above = self.env["product.category"].create({"name": "Drinks"})
        wine = above.create({"name": "Wine", "parent_id": above.id})
        product = self._service(categ_id=wine.id)
        self._rule(
            "quantity",
            days=7,
            quantity=10,
            product_category_id=above.id,
            uom_id=product.uom_id.id,
        )
        lines = [self._line(product, number, 1.0) for number in (6, 6, 4)]
        orders = [self._order(line, confirm=False) for line in lines]
        self._confirm(self.env["sale.order"].concat(*orders), self._user("order_desk"))
        self.assertEqual([o.state for o in orders], ["sale", "draft", "sale"])

    def test_a_person_holds_it(self):
        rule = self._rule("forced_hold")
        order, other = self._quotation(10.0), self._quotation(10.0)
        self._hold(order, "manual", forced=True)
        self.assertEqual(self._hit(order), [rule.id])
        self.assertFalse(self._hit(other))

    def test_the_class(self):
        rule = self._rule("risk_class", risk_class="D")
        account = self._account()
        order = self._quotation(10.0)
        self.assertFalse(self._hit(order))
        for letter, hit in (("C", False), ("D", True), ("E", True)):
            account.risk_class = letter
            self.assertEqual(self._hit(order), [rule.id] * hit, letter)

    def test_all_are_read_for_whoever_asks(self):
        with self._at(TODAY):
            self._owed(300, DUE_31)
            self._event("broken_promise", DUE_30)
            account = self._account()
            facts = account._customer_facts()[account]
        self.assertEqual(facts.overdue, ((31, Decimal(300)),))
        self.assertEqual(facts.broken_promise_days, 30)
        self.assertEqual(facts.exposure.receivables, 300)

    def _term(self, days, **values):
        line = Command.create(
            {"value": "percent", "value_amount": 100, "nb_days": days}
        )
        vals = {"name": f"{days} days", "line_ids": [line], **values}
        return self.env["account.payment.term"].create(vals)


@tagged("post_install", "-at_install")
class TestPaid(PolicyCommon, AccountPaymentCommon):
    """What of an order counts as paid."""

    def _paid(self, order):
        return order.sudo()._o2c_paid().get(order, Decimal(0))

    def _online(self, order, amount, state="done", **values):
        transaction = self._create_transaction(
            flow="direct",
            state="draft",
            amount=amount,
            currency_id=order.currency_id.id,
            partner_id=self.customer.id,
            reference=f"{order.name}-{amount}-{state}",
            sale_order_ids=[(6, 0, order.ids)],
            **values,
        )
        # whether the provider can do this is not the question here
        self.cr.execute(
            "UPDATE payment_transaction SET state = %s WHERE id = %s",
            [state, transaction.id],
        )
        transaction.invalidate_recordset()

    def test_transactions(self):
        order = self._quotation(1000.0)
        for state, counts in (
            ("draft", 0),
            ("pending", 0),
            ("cancel", 0),
            ("error", 0),
            ("authorized", 100),
            ("done", 200),
        ):
            self._online(order, 100.0, state)
            self.assertEqual(self._paid(order), counts, state)

    def test_an_invoice_that_is_paid_counts_once(self):
        order = self._order(self._line(self._service(invoice_policy="order"), 1, 1000))
        bill = self._invoice(order)
        self.assertEqual(self._paid(order), 0)
        self._pay(bill, 400)
        self.assertEqual(self._paid(order), 400)
        self._credit(bill, amount=100)
        self.assertEqual(self._paid(order), 400)  # taken back is not paid

    def test_a_transaction_whose_invoice_is_settled_counts_once(self):
        order = self._order(self._line(self._service(invoice_policy="order"), 1, 1000))
        bill = self._invoice(order)
        self._online(order, 600.0, invoice_ids=[(6, 0, bill.ids)])
        self.assertEqual(self._paid(order), 600)
        self._pay(bill)
        self.assertEqual(self._paid(order), 1000)

    def test_prepaid_orders_are_exempt(self):
        free = self._exemption("prepaid", percent=50)
        self._rule("order_amount", amount=1, exemption_ids=[Command.link(free.id)])
        order = self._quotation(1000.0)
        self._online(order, 499.99)
        self._confirm(order)
        self.assertEqual(order.state, "draft")
        self._online(order, 0.01)
        self._confirm(order)
        self.assertConfirmed(order)
        (hit,) = self._documents(order)[-1].hits
        self.assertEqual((hit["exemption"], hit["holds"]), ("prepaid", False))
