from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from .common import CareCommon

CENT = Decimal("0.01")


@tagged("post_install", "-at_install")
class TestCreditNote(CareCommon):
    """The draft credit note: on the right lines, to the cent, with its taxes."""

    def _grant(self, invoice, amount, lines=None):
        """The draft credit note over ``amount``, all of it contested and granted."""
        dispute = self._dispute(invoice, amount, lines=lines)
        self._decide(dispute, amount)
        return dispute.credit_note_id

    def _totals(self, move):
        return move.amount_untaxed, move.amount_tax, move.amount_total

    def test_tax_on_top(self):
        invoice = self._bill(1000, tax=self._tax(22))
        credit = self._grant(invoice, 305)  # 250 * 1.22
        self.assertEqual(self._totals(credit), (250, 55, 305))

    def test_tax_included(self):
        invoice = self._bill(1220, tax=self._tax(22, included=True))
        self.assertEqual(invoice.amount_total, 1220)
        credit = self._grant(invoice, 305)
        self.assertEqual(self._totals(credit), (250, 55, 305))
        self.assertEqual(credit.invoice_line_ids.price_unit, 305)

    def test_every_cent_is_met(self):
        for included in (False, True):
            tax = self._tax(22, included)
            invoice = self._bill(99.99, 0.07, 1234.56, tax=tax)
            lines = invoice.invoice_line_ids
            for amount in ("0.01", "0.03", "0.05", "77.77", "299.99", "300.01"):
                with self.subTest(included=included, amount=amount):
                    credit = invoice._o2c_draft_credit(Decimal(amount), lines, "?")
                    self.assertEqual(credit.amount_total, float(amount))
                    self.assertEqual(credit.state, "draft")

    def test_what_no_price_can_reach(self):
        # with 100 % on top every price gives an even number of cents: the tax gives way
        invoice = self._bill(1000, tax=self._tax(100))
        credit = self._grant(invoice, 0.03)
        self.assertEqual(credit.amount_total, 0.03)
        credit.action_post()
        self.assertEqual(invoice.amount_residual, 1999.97)

    def test_only_the_contested_lines(self):
        invoice = self._bill(100, 200, 700)
        second, third = invoice.invoice_line_ids[1:]
        credit = self._grant(invoice, 90, lines=second | third)
        self.assertEqual(credit.invoice_line_ids.mapped("name"), ["Line 2", "Line 3"])
        # 90 over 200 and 700
        self.assertEqual(credit.invoice_line_ids.mapped("price_total"), [20, 70])
        self.assertEqual(credit.invoice_line_ids.product_id, self.product)

    def test_a_whole_line_is_credited_as_it_was(self):
        invoice = self._bill(post=False)
        invoice.invoice_line_ids.write({"quantity": 3, "discount": 10})
        invoice.action_post()
        credit = self._grant(invoice, 2700)  # 3 * 1000 - 10 %
        line = credit.invoice_line_ids
        self.assertEqual((line.quantity, line.discount), (3, 10))
        self.assertEqual(line.price_unit, 1000)

    def test_a_part_of_a_discounted_line(self):
        invoice = self._bill(post=False, tax=self._tax(10))
        invoice.invoice_line_ids.write({"quantity": 3, "discount": 10})
        invoice.action_post()
        credit = self._grant(invoice, 297)  # a tenth of 2970
        self.assertEqual(self._totals(credit), (270, 27, 297))

    def test_two_taxes_and_two_lines_with_their_own(self):
        low, high = self._tax(10), self._tax(22)
        invoice = self._bill(100, 100, 100, post=False)
        first, second, third = invoice.invoice_line_ids
        first.tax_ids, second.tax_ids, third.tax_ids = low, high, low + high
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 364)  # 110 + 122 + 132
        credit = self._grant(invoice, 182)
        self.assertEqual(self._totals(credit), (150, 32, 182))
        self.assertEqual(
            [line.tax_ids for line in credit.invoice_line_ids],
            [low, high, low + high],
        )

    def test_a_fixed_tax(self):
        eco = self._tax(2)
        eco.amount_type = "fixed"
        invoice = self._bill(100, tax=eco)
        credit = self._grant(invoice, 51)
        self.assertEqual(self._totals(credit), (49, 2, 51))

    def test_a_global_discount_shares_in_it(self):
        invoice = self._bill(1000, -100)
        credit = self._grant(invoice, 90)
        self.assertEqual(credit.invoice_line_ids.mapped("price_total"), [100, -10])

    def test_notes_and_sections_are_left_out(self):
        invoice = self._bill(1000, post=False)
        invoice.write(
            {
                "invoice_line_ids": [
                    Command.create({"display_type": "line_section", "name": "Cups"}),
                    Command.create({"display_type": "line_note", "name": "Handmade"}),
                ]
            }
        )
        invoice.action_post()
        credit = self._grant(invoice, 300)
        self.assertEqual(len(credit.invoice_line_ids), 1)

    def test_the_order_is_not_invoiced_again(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        credit = self._grant(invoice, 300)
        credit.action_post()
        self.assertEqual(order.order_line.qty_invoiced, 10)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(credit.o2c_order_ids, order)

    def test_no_goods_come_back_into_stock(self):
        category = self.product.categ_id.copy(
            {"property_valuation": "real_time", "property_cost_method": "average"}
        )
        self.product.write(
            {"is_storable": True, "standard_price": 60, "categ_id": category.id}
        )
        invoice = self._bill(1000)
        cost = invoice.line_ids.filtered(lambda line: line.display_type == "cogs")
        credit = self._grant(invoice, 300)
        credit.action_post()
        back = credit.line_ids.filtered(lambda line: line.display_type == "cogs")
        self.assertTrue(cost, "the case needs goods whose cost is booked with the sale")
        self.assertFalse(back)

    def test_the_customers_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.customer.lang = "it_IT"
        credit = self._grant(self._bill(), 300)
        self.assertTrue(credit.ref)


@tagged("post_install", "-at_install")
class TestCurrency(CareCommon):
    """Disputes of invoices in another currency and of another company."""

    def test_another_currency(self):
        # 2 of the document are 1 of the company since 2017
        currency = self.setup_other_currency("EUR")
        invoice = self._bill(1000, currency_id=currency.id, tax=self._tax(10))
        self.assertEqual(invoice.amount_total, 1100)
        dispute = self._dispute(invoice, 333.33)
        self.assertEqual(dispute.currency_id, currency)
        self.assertEqual(dispute.amount, 333.33)
        self.assertEqual(dispute.amount_company, 166.67)  # 166.665 up
        self.assertHeld(invoice, 166.67)
        self.assertEqual(invoice.o2c_disputed_amount, 333.33)

        self._decide(dispute, 100)
        self.assertHeld(invoice, 50)  # 166.67 * 100 / 333.33 = 50.0015
        credit = dispute.credit_note_id
        self.assertEqual((credit.currency_id, credit.amount_total), (currency, 100))

        credit.action_post()
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual(dispute.state, "settled")
        self.assertHeld(invoice, 0)

    def test_the_rate_is_the_invoices_not_todays(self):
        currency = self.setup_other_currency("EUR")
        invoice = self._bill(1000, currency_id=currency.id)
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2026-11-01", "rate": 4.0}
        )
        dispute = self._dispute(invoice, 300)
        self.assertEqual(dispute.amount_company, 150)

    def test_a_credit_note_at_another_rate_settles_too(self):
        currency = self.setup_other_currency("EUR")
        invoice = self._bill(1000, currency_id=currency.id)
        dispute = self._dispute(invoice, 1000)
        self._decide(dispute, 1000)
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2026-10-01", "rate": 2.5}
        )
        dispute.credit_note_id.action_post()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(dispute.state, "settled")

    def test_the_threshold_counts_in_company_currency(self):
        currency = self.setup_other_currency("EUR")
        self.company.o2c_dispute_threshold = 150
        invoice = self._bill(1000, currency_id=currency.id)
        at, above = self._dispute(invoice, 300), self._dispute(invoice, 300.02)
        self.assertFalse(at.needs_leader)  # 150.00
        self.assertTrue(above.needs_leader)  # 150.01

    def test_another_company(self):
        data = self.setup_other_company()
        company = data["company"]
        company.o2c_dispute_threshold = 500
        agent = self._person("care_agent", login="care_b", company=company)
        env = self.env(context={"allowed_company_ids": company.ids})
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-02",
                "company_id": company.id,
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 800, "tax_ids": []})
                ],
            }
        )
        invoice.action_post()
        ticket = (
            env["o2c.ticket"]
            .with_user(agent)
            .create({"name": "Broken", "invoice_id": invoice.id})
        )
        self.assertEqual(ticket.company_id, company)
        dispute = (
            env["o2c.dispute"]
            .with_user(agent)
            ._open(ticket, invoice.with_user(agent), 300, "Broken")
        )
        self.assertEqual(dispute.company_id, company)
        self._decide(dispute, 300, user=agent)
        credit = dispute.sudo().credit_note_id
        self.assertEqual(credit.company_id, company)
        self.assertEqual(credit.journal_id.company_id, company)
        self.assertEqual(credit.amount_total, 300)
