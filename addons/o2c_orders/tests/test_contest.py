"""A customer contests an amount of an invoice, without anybody following disputes."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase
from odoo.addons.o2c_orders.tests.common import O2cCommon


@tagged("post_install", "-at_install")
class TestContest(O2cCommon):
    def _posted(self, **values):
        line = Command.create({"name": "Cups", "price_unit": 1000.0, "tax_ids": []})
        options = {
            "move_type": "out_invoice",
            "partner_id": self.customer.id,
            "invoice_date": "2026-03-02",
            "invoice_line_ids": [line],
        }
        invoice = self.env["account.move"].create({**options, **values})
        invoice.action_post()
        return invoice

    def _contest(self, invoice, amount, text="Three cups were broken", **options):
        return invoice._o2c_contest(amount, text, **options)

    def _free(self, invoice):
        return float(invoice._o2c_contestable())

    def test_the_amount_is_held_out_of_collection(self):
        invoice = self._posted()
        self._contest(invoice, 300)
        hold = invoice._o2c_holds(Phase.COLLECTION)[invoice]
        self.assertEqual((hold.amount, hold.is_partial), (300.0, True))
        self.assertEqual(self._free(invoice), 700.0)

    def test_it_enters_the_contact_ledger(self):
        invoice = self._posted()
        self._contest(invoice, 300, channel="portal")
        contact = self.Contact.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(contact), 1)
        self.assertEqual(
            (contact.channel, contact.purpose, contact.direction),
            ("portal", "complaint", "in"),
        )

    def test_twice_adds_up(self):
        invoice = self._posted()
        # the spine's own way, also where a module opens disputes instead
        invoice._o2c_hold_contested(300.0, "Three cups were broken", None)
        hold = invoice._o2c_hold_contested(200.0, "And two were missing", None)
        self.assertEqual(hold.amount, 500.0)
        self.assertEqual(hold.note, "Three cups were broken\nAnd two were missing")

    def test_not_more_than_is_open(self):
        invoice = self._posted()
        self._contest(invoice, 600)
        with (
            self.assertNothingWritten("o2c.hold", "o2c.contact"),
            self.assertRaisesRegex(UserError, "400.00"),
        ):
            self._contest(invoice, 400.01)

    def test_in_the_currency_of_the_invoice(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        rate = {"name": "2026-01-01", "rate": 2.0, "company_id": self.company.id}
        euro.rate_ids = [Command.clear(), Command.create(rate)]
        invoice = self._posted(currency_id=euro.id)
        self._contest(invoice, 300)
        hold = invoice._o2c_holds(Phase.COLLECTION)[invoice]
        self.assertEqual(hold.amount, 150.0)
        self.assertEqual(self._free(invoice), 700.0)

    def test_a_draft_is_not_contested(self):
        invoice = self._posted()
        invoice.button_draft()
        with (
            self.assertNothingWritten("o2c.hold", "o2c.contact"),
            self.assertRaises(UserError),
        ):
            self._contest(invoice, 300)
