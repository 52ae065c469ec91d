"""From the order to closing, with two broken boxes in between."""

from odoo.tests import tagged

from .story import StoryCommon


class Tale(StoryCommon):
    """The chapters; each goes on where the one before ended."""

    def monday_ten_boxes_are_delivered(self, order=None):
        # When Nordlicht orders ten boxes on Monday, 2 March, for 1,200
        with self._at("2026-03-02 08:00:00"):
            if not order:
                order = self.quotation()
                self.confirms(order)
            # Then the order is confirmed and waits for the warehouse
            self.assertStage(order, "processing", since="2026-03-02 08:00:00")
        # When the warehouse ships them at noon and accounting invoices
        with self._at("2026-03-02 12:00:00"):
            self.ships(order)
            invoice = self.invoices(order)
            self.env.flush_all()
        # Then the order is delivered, and the whole 1,200 is to be collected
        self.assertStage(order, "payment")
        self.assertCollectable(invoice, "1200")
        self.assertEqual(order.o2c_customer_verdict, "unknown")
        return order, invoice

    def thursday_the_customer_is_called(self, order):
        # Given a campaign that calls two to five days after delivery
        campaign = self._campaign()
        # On Tuesday it is too early, on Thursday it is time
        with self._at("2026-03-03 09:00:00"):
            campaign.with_user(self.leader).action_refresh()
            self.assertFalse(campaign.call_ids)
        with self._at("2026-03-05 09:00:00"):
            campaign.with_user(self.leader).action_refresh()
            self.assertListed(campaign, order)
            # When the call agent takes the next call
            call = self.takes_next_call()
        # Then he knows whom to ring
        self.assertEqual(call.phone, "+39 02 5550 1234")
        return call

    def he_says_damaged(self, call):
        # When the customer says: damaged, two of ten
        with self._at("2026-03-05 09:04:00"):
            self.hears(
                call,
                received="yes",
                condition="damaged",
                fast="yes",
                precise="yes",
                overall="6",
                words="Two of ten boxes are broken.",
            )
        # Then a complaint is open at once, with what the customer said
        order, ticket = call.sudo().order_id, self.ticket_of(call)
        self.assertEqual(ticket.name, f"Arrived damaged: {order.name}")
        self.assertEqual((ticket.kind, ticket.order_id), ("complaint", order))
        self.assertIn("Two of ten boxes are broken.", ticket.description)
        # and the order says so and keeps open
        self.assertEqual(order.o2c_customer_verdict, "not_ok")
        self.assertKeptOpen(order, "complaint")
        return ticket

    def the_talk_is_remembered(self, order, call):
        # Then the talk of four minutes is in the contact ledger
        contact = order.o2c_contact_ids.filtered(lambda c: c.purpose == "quality")
        self.assertEqual(
            (contact.outcome, contact.duration, contact.user_id),
            ("Answered: Not accepted", 4, self.agent),
        )
        # and nobody calls a second time about it
        with self._at("2026-03-06 09:00:00"):
            campaign = call.sudo().campaign_id
            self.assertEqual(campaign._refresh(self.env.cr.now()), (0, 0, 0))

    def two_boxes_are_contested(self, ticket, invoice):
        # When care disputes 240 for the two boxes, tax included
        with self._at("2026-03-05 10:00:00"):
            dispute = self.disputes(ticket, invoice, 240.0)
        # Then 240 are out of collection and the other 960 go on
        self.assertCollectable(invoice, "960")
        self.assertKeptOpen(ticket.order_id, "complaint", "dispute")
        return dispute

    def they_are_credited(self, dispute, invoice):
        # When the care leader accepts and accounting posts the credit note
        with self._at("2026-03-06 10:00:00"):
            self.decides(dispute, "accepted")
            credit = dispute.credit_note_id
            self.assertEqual((credit.state, credit.amount_total), ("draft", 240.0))
            self.assertCollectable(invoice, "960")
            self.posts(credit)
        # Then 960 are owed, all of it is collectable, and the dispute is settled
        self.assertEqual(invoice.amount_residual, 960.0)
        self.assertCollectable(invoice, "960")
        self.assertEqual(dispute.state, "settled")

    def the_rest_is_paid(self, order, invoice):
        # When the customer pays 960 a week later
        with self._at("2026-03-12 10:00:00"):
            self.receives(invoice, 960.0)
            self.env.flush_all()
        # Then nothing is owed, yet the complaint keeps the order from closing
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertStage(order, "settlement")
        self.assertKeptOpen(order, "complaint")

    def the_complaint_is_answered(self, order, ticket):
        # When care has answered and closes the ticket
        with self._at("2026-03-13 10:00:00"):
            self.closes(ticket)
            self.env.flush_all()
        # Then the order is closed since that moment; what was said stays said
        self.assertKeptOpen(order)
        self.assertStage(order, "closed", since="2026-03-13 10:00:00")
        self.assertEqual(order.o2c_customer_verdict, "not_ok")

    def from_delivery_to_closing(self, order=None):
        order, invoice = self.monday_ten_boxes_are_delivered(order)
        call = self.thursday_the_customer_is_called(order)
        ticket = self.he_says_damaged(call)
        self.the_talk_is_remembered(order, call)
        dispute = self.two_boxes_are_contested(ticket, invoice)
        self.they_are_credited(dispute, invoice)
        self.the_rest_is_paid(order, invoice)
        self.the_complaint_is_answered(order, ticket)


@tagged("post_install", "-at_install")
class TestStory(Tale):
    """The tale of the cups, as orders, care and the call team live it."""

    def test_two_broken_boxes(self):
        self.from_delivery_to_closing()

    def test_all_is_well(self):
        # Given an order that was delivered, invoiced and paid on Monday
        campaign = self._campaign()
        with self._at("2026-03-02 12:00:00"):
            order = self.quotation()
            self.confirms(order)
            self.ships(order)
            self.receives(self.invoices(order), 1200.0)
            self.env.flush_all()
        self.assertStage(order, "closed")
        # When the customer says on Thursday that all is well
        with self._at("2026-03-05 09:00:00"):
            campaign.with_user(self.leader).action_refresh()
            call = self.takes_next_call()
            self.hears(call, received="yes", condition="good", overall="10")
        # Then nothing follows but his word
        self.assertEqual(order.o2c_customer_verdict, "ok")
        self.assertFalse(self.Ticket.search([("order_id", "=", order.id)]))
        self.assertStage(order, "closed")
