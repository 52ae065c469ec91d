from odoo.tests import tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestComplaintSafe(DisputeCommon):
    """Which complaints of a customer are open, for whoever spares him."""

    def _open(self, customers=None, companies=None):
        customers = customers or self.customer
        companies = companies or self.env.company
        return customers._o2c_open_complaints(companies)

    def test_kinds_and_stages(self):
        cases = (
            ("complaint", True),
            ("return", True),
            ("refusal", True),
            ("enquiry", False),
            ("praise", False),
            ("assistance", False),
        )
        for kind, safe in cases:
            with self.subTest(kind):
                customer = self._customer(name=f"Café {kind}")
                ticket = self._ticket(partner_id=customer.id, kind=kind)
                found = self._open(customer)
                expected = {customer.id: [(ticket.number, "complaint")]} if safe else {}
                self.assertEqual(found, expected)
                self._close(ticket)
                self.assertEqual(self._open(customer), {})

    def test_a_contested_amount_whatever_it_came_with(self):
        invoice = self._bill(1000)
        ticket = self._ticket(kind="enquiry", invoice_id=invoice.id)
        dispute = self._dispute(invoice, 300, ticket=ticket)
        key = self.customer.id
        self.assertEqual(self._open(), {key: [(ticket.number, "dispute")]})
        self._decide(dispute, 0)
        self.assertEqual(self._open(), {})
        lawsuit = self._lawsuit(dispute)
        self.assertEqual(self._open(), {key: [(ticket.number, "litigation")]})
        lawsuit.with_user(self.leader)._end("withdrawn", 300, "Not worth it")
        self.assertEqual(self._open(), {})

    def test_each_company_for_itself(self):
        self._ticket()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertEqual(self._open(companies=other), {})
        self.assertEqual(list(self._open()), self.customer.ids)

    def test_who_may_not_read_the_ticket_is_told_the_number(self):
        ticket = self._ticket(user_id=self.agent.id)
        clerk = self._user("warehouse")
        found = self.customer.with_user(clerk)._o2c_complaint_of(self.env.company)
        self.assertEqual(found, (ticket.number, "complaint"))

    def test_a_hundred_customers_cost_one_query(self):
        customers = self.env["res.partner"]
        for number in range(100):
            customer = self._customer(name=f"Café {number}")
            self._ticket(partner_id=customer.id)
            customers |= customer
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self._open(customers)
        self.assertEqual(len(found), 100)
