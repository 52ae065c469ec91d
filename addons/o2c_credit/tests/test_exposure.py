from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestExposure(CreditCommon):
    """What a customer owes, to the cent, in company currency (US dollars)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(5000)
        # euros per dollar
        rates = [("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        cls.euro = cls.setup_other_currency("EUR", rates=rates)

    def _in_euro(self, **values):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": self.euro.id}
        )
        return {"pricelist_id": pricelist.id, **values}

    # ------------------------------------------------------------- the example
    def test_worked_example(self):
        dollars = self._bill(1000)
        self._pay(dollars, 350.5, payment_date="2026-03-11")  # 649.50 stay
        self._hold(dollars, "collection", amount=200)  # contested
        euros = self._bill(500, currency_id=self.euro.id)  # 625.00
        # 100 € of it settle 125.00 of the 625.00, whatever they are worth now
        self._pay(euros, 100, currency_id=self.euro.id, payment_date="2026-03-11")
        self._payment(80)
        self._bill(
            120, post=False, currency_id=self.euro.id, invoice_date="2026-03-11"
        )  # 240.00
        with self._at("2026-03-02 09:00:00"):
            order = self._order(self._line(price=99.99), **self._in_euro())
        self._deliver(order, 4)
        # 4 x 99.99 € = 399.96 €, at half a euro 799.92
        self._invoice(order, invoice_date="2026-03-11")
        # 6 x 99.99 € = 599.94 €, at .8 euros 749.925
        tax = self.company_data["default_tax_sale"]  # 15 %
        service = self._service(invoice_policy="order")
        line = self._line(service, 3, 33.33, tax_ids=[Command.set(tax.ids)])
        self._order(line)  # 99.99 + 15 % = 114.9885
        self.assertExposure(
            self.account,
            receivables="1949.42",  # 649.50 + 500.00 + 799.92
            disputed="200.00",
            credits="80.00",
            orders="864.92",  # 749.93 + 114.99
            draft_invoices="240.00",
        )
        self.assertEqual(self.account.exposure, 2774.34)
        self.assertEqual(self.account.headroom, 2225.66)

    # ------------------------------------------------------------- receivables
    def test_payments_and_credit_notes(self):
        bill = self._bill(1000)
        self.assertExposure(self.account, receivables=1000)
        payment = self._payment(300)
        self.assertExposure(self.account, receivables=1000, credits=300)
        lines = (bill.line_ids | payment.move_id.line_ids).filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()
        self.assertExposure(self.account, receivables=700)
        self._credit(bill, amount=100)
        self.assertExposure(self.account, receivables=600)
        self._pay(bill)
        self.assertExposure(self.account)
        loose = self._bill(50, move_type="out_refund")
        self.assertExposure(self.account, credits=50)
        loose.button_draft()
        self.assertExposure(self.account)

    def test_contacts_count_with_their_customer_and_others_do_not(self):
        contact = self._customer(parent_id=self.customer.id)
        self._bill(10, partner_id=contact.id)
        self._bill(500, partner_id=self._customer(name="Another").id)
        self.assertExposure(self.account, receivables=10)

    def test_instalments(self):
        term = self.pay_terms_b  # 30 % now, the rest later
        bill = self._bill(1000, invoice_payment_term_id=term.id)
        self._pay(bill, 300)
        self.assertExposure(self.account, receivables=700)

    def test_contested_amounts(self):
        bill = self._bill(1000)
        line = bill.line_ids.filtered(
            lambda ln: ln.account_id.account_type == "asset_receivable"
        )
        self._hold(bill, "collection", amount=300)
        self.assertExposure(self.account, receivables=1000, disputed=300)
        self._hold(line, "collection", amount=100)
        self.assertExposure(self.account, receivables=1000, disputed=400)
        self._pay(bill, 900)
        self.assertExposure(self.account, receivables=100, disputed=100)

    def test_contested_as_the_ledger_says(self):
        """The one query and the spine's reading agree."""
        bill = self._bill(1000)
        self._hold(bill, "collection", amount=700)
        self._hold(bill, "collection", amount=600, origin=bill)
        held = bill._o2c_held_amount(Phase.COLLECTION, {bill: Decimal(1000)})
        self.assertEqual(held, {bill: Decimal(1000)})
        self.assertExposure(self.account, receivables=1000, disputed=1000)

    def test_other_holds_leave_the_exposure_alone(self):
        bill = self._bill(1000)
        self._hold(bill, "invoicing", amount=100)
        self._hold(bill, "collection", amount=100, date_from="2030-01-01")
        over = self._hold(bill, "collection", amount=200, origin=self.customer)
        over._release("Settled", automatic=True)
        self._hold(bill, "collection", origin=bill)  # the whole: a pause, no dispute
        self.assertExposure(self.account, receivables=1000)

    # ------------------------------------------------------------- orders
    def test_goods_on_their_way_to_the_invoice(self):
        order = self._order(confirm=False)
        self.assertExposure(self.account)
        order.action_confirm()
        self.assertExposure(self.account, orders=1000)
        self._deliver(order, 4)
        self.assertExposure(self.account, orders=600, delivered=400)
        bill = self._invoice(order, post=False)
        self.assertExposure(self.account, orders=600, draft_invoices=400)
        bill.action_post()
        self.assertExposure(self.account, orders=600, receivables=400)
        self._pay(bill)
        self.assertExposure(self.account, orders=600)
        self._deliver(order)
        self._pay(self._invoice(order))
        self.assertExposure(self.account)

    def test_more_delivered_than_ordered(self):
        order = self._order(self._line(qty=2))
        self._deliver(order, 3)
        self.assertExposure(self.account, delivered=300)
        self._invoice(order)
        self.assertExposure(self.account, receivables=300)

    def test_a_short_delivery_that_nobody_completes(self):
        order = self._order()
        self._deliver(order, 4)
        self.assertExposure(self.account, orders=600, delivered=400)
        backorder = order.picking_ids.filtered(lambda p: p.state != "done")
        backorder.action_cancel()
        self.assertExposure(self.account, delivered=400)

    def test_what_is_credited_does_not_come_back(self):
        order = self._order()
        self._deliver(order)
        bill = self._invoice(order)
        self._credit(bill)
        self.assertExposure(self.account)

    def test_what_is_taken_back_does_not_either(self):
        order = self._order()
        picking = self._deliver(order)
        bill = self._invoice(order)
        self._return(picking, 3)
        self._credit(bill, amount=300)
        self.assertExposure(self.account, receivables=700)

    def test_cancelled_orders_do_not_count(self):
        order = self._order()
        order._action_cancel()
        self.assertExposure(self.account)

    def test_down_payment(self):
        service = self._service(invoice_policy="order")
        order = self._order(self._line(service))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": 300,
            }
        )
        ahead = wizard._create_invoices(order)
        self.assertExposure(self.account, orders=700, draft_invoices=300)
        ahead.action_post()
        self._pay(ahead)
        self.assertExposure(self.account, orders=700)
        order._create_invoices(final=True).action_post()  # less what was paid ahead
        self.assertExposure(self.account, receivables=700)

    def test_returned_pieces_in_an_order(self):
        """A line of less than nothing makes room."""
        service = self._service(invoice_policy="order")
        lines = [self._line(service, 10, 100), self._line(service, -2, 100)]
        order = self._order(*lines)
        self.assertExposure(self.account, orders=800)
        order._create_invoices(final=True).action_post()
        self.assertExposure(self.account, receivables=800)

    def test_the_total_counts_not_the_sum_of_its_lines(self):
        """With rounding over the whole order they differ by a cent."""
        self.company.tax_calculation_rounding_method = "round_globally"
        tax = self.company_data["default_tax_sale"]
        service = self._service(invoice_policy="order")
        line = self._line(service, 1, 0.1, tax_ids=[Command.set(tax.ids)])
        order = self._order(*[line] * 3)
        self.assertEqual(order.order_line.mapped("price_total"), [0.12, 0.12, 0.12])
        self.assertExposure(self.account, orders="0.35")  # 0.30 + 0.045
