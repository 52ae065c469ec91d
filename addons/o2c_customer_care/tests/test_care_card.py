from odoo.tests import tagged

from .contact_data_common import ContactDataCommon


@tagged("post_install", "-at_install")
class TestCareCard(ContactDataCommon):
    """What customer care shows on the customer card; every row leads somewhere."""

    def _sections(self, user=None):
        card = self.customer.with_user(user or self.agent).o2c_card()
        return {section["key"]: section["lines"] for section in card["sections"]}

    def test_debt(self):
        old = self._bill(1000, invoice_date="2025-01-01", invoice_date_due="2025-01-31")
        self._bill(500, invoice_date="2025-02-01", invoice_date_due="2025-03-31")
        self._dispute(old, 300)
        (line,) = self._sections()["debt"]
        self.assertEqual(line["record"], ["account.move", old.id])
        self.assertEqual(line["tone"], "danger")
        currency = self.company.currency_id
        self.assertIn(currency.format(1500), line["value"])
        self.assertIn(currency.format(300), line["value"])
        self.assertIn("invoices: 2", line["value"])

    def test_who_reads_no_invoices_sees_no_debt(self):
        self._bill(1000, invoice_date="2025-01-01", invoice_date_due="2025-01-31")
        self.assertNotIn("debt", self._sections(self._user("warehouse")))

    def test_paid_or_not_due_is_no_debt(self):
        self._bill(1000, invoice_date="2025-01-01", invoice_date_due="2999-01-31")
        self.assertNotIn("debt", self._sections())

    def test_disputes(self):
        dispute = self._dispute(self._bill(1000), 300)
        (line,) = self._sections()["disputes"]
        self.assertEqual(line["record"], ["o2c.dispute", dispute.id])
        self.assertIn(self.company.currency_id.format(300), line["value"])
        self.assertIn(dispute.ticket_id.number, line["value"])
        self._decide(dispute, 0)
        self.assertNotIn("disputes", self._sections())

    def test_remedies(self):
        invoice = self._bill(1000)
        ticket = self._ticket(invoice_id=invoice.id)
        remedy = self.env["o2c.remedy"].with_user(self.agent)
        remedy = remedy._propose(
            ticket.with_user(self.agent),
            "credit",
            "Broken",
            [],
            amount=50,
            invoice_id=invoice.id,
        )
        (line,) = self._sections()["remedies"]
        self.assertEqual(line["record"], ["o2c.remedy", remedy.id])

    def test_satisfaction(self):
        ticket = self._ticket(person_id=self.person.id)
        self._close(ticket)
        rating = ticket.sudo()._current_rating()
        ticket.sudo().rating_apply(1, rating=rating, feedback="Nobody called")
        (line,) = self._sections()["satisfaction"]
        self.assertEqual(line["record"], ["o2c.ticket", ticket.id])
        self.assertIn("Nobody called", line["value"])
        self.assertEqual(line["tone"], "danger")

    def test_an_agent_sees_care_first(self):
        self._dispute(self._bill(1000), 300)
        keys = list(self._sections())
        self.assertEqual(keys[0], "contact_data")
        self.assertLess(keys.index("care"), keys.index("invoices"))
        keys = list(self._sections(self.accountant))
        self.assertLess(keys.index("invoices"), keys.index("care"))

    def test_a_new_ticket_from_the_card(self):
        action = self.person.with_user(self.agent).action_o2c_new_ticket()
        form = self.env["o2c.ticket"].with_user(self.agent)
        ticket = form.with_context(**action["context"]).create({"name": "Called"})
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual((ticket.person_id, ticket.channel), (self.person, "phone"))
