from contextlib import nullcontext
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestConfirmation(CreditCommon):
    """An order is confirmed if the limit covers it, otherwise it waits and says why."""

    def test_boundaries(self):
        cases = [
            ("a cent below", 1000, 999.99, True),
            ("exactly the limit", 1000, 1000.0, True),
            ("a cent above", 1000, 1000.01, False),
            ("a limit of zero", 0, 0.01, False),
            ("nothing to pay, limit zero", 0, 0.0, True),
            ("no limit", None, 1000000.0, True),
        ]
        for case, limit, amount, passes in cases:
            with self.subTest(case):
                customer = self._customer(name=case)
                self._account(limit, partner=customer)
                order = self._quotation(amount, partner_id=customer.id)
                self._confirm(order)
                self.assertEqual(order.state, "sale" if passes else "draft")
                self.assertEqual(bool(order._o2c_holds()[order]), not passes)

    def test_held_with_all_that_mattered(self):
        account = self._account(1000)
        self._order(self._line(qty=7))
        order = self._quotation(500.0)
        result = self._confirm(order)
        hold = self.assertHeld(
            order,
            credit_limit=1000,
            credit_exposure=700,
            credit_order_amount=500,
            credit_excess=200,
            requested_by_id=self.seller,
            placed_by_id=self.seller,
            forced=False,
            is_partial=False,
        )
        self.assertEqual(hold._origin_record(), account)
        self.assertEqual(hold.reason_id._phases(), {Phase.CONFIRMATION, Phase.DELIVERY})
        self.assertEqual(
            hold.note.replace("\xa0", ""),
            "The credit limit of $1,000.00 would be exceeded by $200.00: exposure"
            " $700.00 and this order $500.00.",
        )
        self.assertIn(hold.note, result["params"]["message"])
        self.assertEqual(order.o2c_confirm_requested_id, self.seller)

    def test_asking_again_changes_nothing(self):
        self._account(1000)
        order = self._quotation(1500.0)
        self._confirm(order)
        with self.assertNothingWritten("o2c.hold", "mail.message"):
            self._confirm(order)

    def test_a_changed_order_is_held_anew(self):
        self._account(1000)
        order = self._quotation(1500.0)
        self._confirm(order)
        order.order_line.price_unit = 1600.0
        self._confirm(order)
        self.assertHeld(order, credit_excess=600)
        self.assertEqual(len(self.Hold.search([("order_id", "=", order.id)])), 2)

    def test_made_smaller_it_passes(self):
        self._account(1000)
        order = self._quotation(1500.0)
        self._confirm(order)
        order.order_line.price_unit = 1000.0
        self._confirm(order)
        self.assertConfirmed(order)
        hold = self.Hold.search([("order_id", "=", order.id)])
        self.assertTrue(hold.released_by_rule)
        self.assertEqual(hold.release_note, "The credit limit covers the order now.")

    def test_signed_by_the_customer_in_the_portal(self):
        portal = self._user("customer")
        self.customer = portal.partner_id
        self._account(100)
        order = self._quotation(101.0)
        order.with_user(portal).sudo()._validate_order()
        hold = self.assertHeld(order, credit_excess=1, requested_by_id=portal)
        self.assertFalse(hold.reason_id.customer_text.count("$"))
        with self.assertRaises(AccessError):
            self._rpc(portal, "o2c.hold", "read", hold.ids, ["note"])
        with self.assertRaises(AccessError):
            self._rpc(portal, "sale.order", "read", order.ids, ["o2c_credit_card"])

    def test_the_account_is_made_when_it_is_needed(self):
        self.company.o2c_credit_default_limited = True
        self.company.o2c_credit_default_limit = 50
        contact = self._customer(name="Person", parent_id=self.customer.id)
        order = self._quotation(60.0, partner_id=contact.id)
        self._confirm(order)
        self.assertHeld(order, credit_limit=50, credit_excess=10)
        self.assertEqual(len(self._accounts()), 1)

    def test_it_is_the_invoiced_customer_who_owes(self):
        payer = self._customer(name="Payer")
        self._account(100, partner=payer)
        self._account(1000)
        order = self._quotation(500.0, partner_invoice_id=payer.id)
        self._confirm(order)
        self.assertHeld(order, credit_limit=100)

    # ------------------------------------------------------------- batches
    def test_a_batch_shares_the_limit(self):
        self._account(1000)
        amounts = [600.0, 600.0, 400.0, 1.0]
        orders = self.env["sale.order"].concat(*map(self._quotation, amounts))
        # in id order, in whichever order they were ticked
        self._confirm(orders.sorted("id", reverse=True))
        first, second, third, fourth = orders
        self.assertConfirmed(first, third)
        self.assertHeld(second, credit_exposure=600, credit_excess=200)
        self.assertHeld(fourth, credit_exposure=1000, credit_excess=1)

    def test_a_batch_of_several_customers(self):
        other = self._customer(name="Another")
        self._account(1000)
        self._account(10, partner=other)
        mine = self._quotation(900.0)
        theirs = self._quotation(900.0, partner_id=other.id)
        free = self._quotation(900.0, partner_id=self._customer(name="Free").id)
        self._confirm(mine | theirs | free)
        self.assertConfirmed(mine, free)
        self.assertHeld(theirs, credit_excess=890)

    # ------------------------------------------------------------- money and companies
    def test_another_currency_at_the_rate_of_the_confirmation(self):
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        account = self._account(1500)
        with self._at("2026-03-02 09:00:00"):
            order = self._quotation(800.0, pricelist_id=pricelist.id)
            self.assertEqual(order.currency_rate, 0.8)
        # 1,000 when it was written, 1,600 when it is confirmed
        with self._at("2026-03-12 09:00:00"):
            self._confirm(order)
            self.assertHeld(order, credit_order_amount=1600, credit_excess=100)
            account.credit_limit = 1600
        self.assertConfirmed(order)
        self.assertExposure(account, orders=1600)

    def test_each_company_decides_for_itself(self):
        other = self.setup_other_company()["company"]
        self._account(100)
        self._account(5000, company=other)
        order = self._quotation(1000.0)
        self._confirm(order)
        self.assertHeld(order, credit_limit=100)
        seller = self._user("salesperson", login="away", company=other)
        env = self.env(context={"allowed_company_ids": other.ids})
        service = self._service(company_id=other.id).with_env(env)
        there = env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": other.id,
                "user_id": seller.id,
                "order_line": [
                    Command.create({"product_id": service.id, "price_unit": 1000.0})
                ],
            }
        )
        self._confirm(there, seller)
        self.assertEqual(there.state, "sale")

    # ------------------------------------------------------------- what it costs
    def test_at_most_ten_queries(self):
        """What the check adds to a confirmation that passes."""
        self._account(100000)
        orders = [self._quotation(10.0) for _number in range(3)]
        orders.pop().action_confirm()  # what is read once is known
        costs = []
        unchecked = patch.object(type(self.env["sale.order"]), "_o2c_check_credit")
        for context in (unchecked, nullcontext()):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with context:
                orders.pop().action_confirm()
                self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1] - costs[0], 10, costs)
