from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestTicket(CareCommon):
    """A ticket from receipt to closing."""

    def test_it_starts_received_and_numbered(self):
        first, second = self._ticket(), self._ticket()
        self.assertEqual(first.stage, "received")
        self.assertEqual(int(second.number[2:]), int(first.number[2:]) + 1)
        self.assertEqual(first.display_name, f"{first.number} Cups arrived broken")

    def test_each_company_counts_for_itself(self):
        self._ticket()
        other = self.setup_other_company()["company"]
        ticket = self.env["o2c.ticket"].create(
            {"name": "Late", "partner_id": self.customer.id, "company_id": other.id}
        )
        self.assertEqual(ticket.number, "TK00001")
        self.assertFalse(ticket.team_id, "a team of another company")

    def test_customer_and_company_follow_from_the_order(self):
        order = self._order()
        ticket = self.env["o2c.ticket"].create({"name": "?", "order_id": order.id})
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.company_id, order.company_id)

    def test_the_order_follows_from_the_delivery_and_the_invoice(self):
        order = self._order()
        picking = self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(self._ticket(picking_id=picking.id).order_id, order)
        self.assertEqual(self._ticket(invoice_id=invoice.id).order_id, order)

    def test_a_contact_chosen_as_customer_becomes_the_person(self):
        freya = self._customer(name="Freya", parent_id=self.customer.id)
        ticket = self._ticket(partner_id=freya.id)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.person_id, freya)

    def test_only_the_customers_own_documents(self):
        other = self._customer(name="Other")
        order, invoice = self._order(partner_id=other.id), self._bill()
        for vals in (
            {"order_id": order.id},
            {"invoice_id": invoice.id, "partner_id": other.id},
        ):
            with self.assertRaisesRegex(ValidationError, "another customer"):
                self._ticket(**vals)

    def test_who_orders_need_not_be_who_pays(self):
        payer = self._customer(name="Head office")
        order = self._order(partner_invoice_id=payer.id)
        invoice = self._invoice(self._deliver(order).sale_id)
        self.assertEqual(invoice.partner_id, payer)
        self.assertEqual(self._ticket(order_id=order.id).partner_id, self.customer)
        ticket = self._ticket(invoice_id=invoice.id, partner_id=False)
        self.assertEqual(invoice.o2c_order_ids, order)
        self.assertEqual((ticket.partner_id, ticket.order_id), (payer, order))
        dispute = self._dispute(invoice, 1, ticket=self._ticket(order_id=order.id))
        self.assertEqual(dispute.partner_id, self.customer)

    def test_the_team_is_the_agents(self):
        second = self.env["o2c.ticket.team"].create(
            {"name": "B", "sequence": 1, "member_ids": self.leader.ids}
        )
        self.assertEqual(self._ticket().team_id, self.team)
        ticket = self.env["o2c.ticket"].with_user(self.leader)
        ticket = ticket.create({"name": "?", "partner_id": self.customer.id})
        self.assertEqual(ticket.team_id, second)

    def test_moments(self):
        ticket = self._ticket()
        self._go(ticket, "acknowledged")
        acknowledged = ticket.acknowledged_at
        self._go(ticket, "assessed", "investigation")
        self.assertEqual(ticket.acknowledged_at, acknowledged)
        self.assertFalse(ticket.answered_at)
        self._close(ticket)
        self.assertTrue(ticket.answered_at)
        self.assertTrue(ticket.closed_at)

    def test_an_answer_at_once_acknowledges(self):
        ticket = self._go(self._ticket(), "answered")
        self.assertEqual(ticket.acknowledged_at, ticket.answered_at)

    def test_reopening_forgets_the_closing_and_is_counted(self):
        ticket = self._close(self._ticket())
        ticket.action_reopen()
        self.assertEqual(ticket.stage, "investigation")
        self.assertFalse(ticket.closed_at)
        self.assertEqual(ticket.reopen_count, 1)
        self._close(ticket)
        self.assertTrue(ticket.closed_at)
        self.assertEqual(ticket.reopen_count, 1)

    def test_a_move_that_does_not_exist_is_refused(self):
        ticket = self._ticket()
        with (
            self.assertNothingWritten("o2c.ticket"),
            self.assertRaisesRegex(UserError, "from “Received” to “Closed”"),
        ):
            ticket.stage = "closed"

    def test_of_several_one_refused_means_none_moved(self):
        tickets = self._ticket() | self._go(self._ticket(), "answered")
        with self.assertRaises(UserError):
            tickets.action_close()
        self.assertEqual(tickets.mapped("stage"), ["received", "answered"])

    def test_writing_the_same_stage_is_no_move(self):
        ticket = self._close(self._ticket())
        closed = ticket.closed_at
        ticket.write({"stage": "closed", "priority": "2"})
        self.assertEqual((ticket.closed_at, ticket.reopen_count), (closed, 0))

    def test_a_new_ticket_cannot_be_born_closed(self):
        with self.assertRaisesRegex(UserError, "starts as “Received”"):
            self._ticket(stage="closed")

    def test_the_system_keeps_its_own_fields(self):
        ticket = self._ticket(
            number="TK99999", closed_at="2026-01-01", reopen_count=7, origin_id=3
        )
        self.assertNotEqual(ticket.number, "TK99999")
        self.assertFalse(ticket.closed_at or ticket.reopen_count or ticket.origin_id)
        for vals in ({"number": "TK1"}, {"reopen_count": 0}, {"closed_at": False}):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                ticket.write(vals)

    def test_after_close_runs_once_for_all(self):
        tickets = self._ticket() | self._ticket()
        tickets.stage = "answered"
        with patch.object(type(tickets), "_after_close", autospec=True) as hook:
            tickets.action_close()
            tickets.stage = "closed"
        hook.assert_called_once()
        self.assertEqual(hook.call_args.args[0], tickets)

    def test_taking(self):
        ticket = self._ticket()
        ticket.action_take()
        self.assertEqual(ticket.user_id, self.agent)


@tagged("post_install", "-at_install")
class TestOpenFrom(CareCommon):
    """One cause opens one ticket."""

    def _open(self, origin, **vals):
        return self.env["o2c.ticket"]._open_from(origin, {"name": "Damaged", **vals})

    def test_the_same_cause_gives_the_same_ticket(self):
        order, other = self._order(), self._order()
        ticket = self._open(order, order_id=order.id)
        self.assertEqual(self._open(order, order_id=order.id, name="Again"), ticket)
        self.assertEqual(ticket.name, "Damaged")
        self.assertNotEqual(self._open(other, order_id=other.id), ticket)

    def test_also_when_it_is_closed(self):
        order = self._order()
        ticket = self._close(self._open(order, order_id=order.id))
        self.assertEqual(self._open(order), ticket)
        self.assertEqual(ticket.stage, "closed")

    def test_somebody_without_any_right_may_cause_one(self):
        order = self._order()
        clerk = self._user("warehouse")
        ticket = (
            self.env["o2c.ticket"]
            .with_user(clerk)
            ._open_from(order, {"name": "Damaged", "order_id": order.id})
        )
        self.assertEqual(ticket.env.uid, clerk.id)
        self.assertFalse(ticket.env.su)
        self.assertEqual(ticket.sudo().create_uid, clerk)
        self.assertEqual(ticket.sudo().partner_id, self.customer)

    def test_the_database_knows_too(self):
        order = self._order()
        key = {"origin_model": order._name, "origin_id": order.id}
        self._open(order, order_id=order.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._ticket_sudo(**key)

    def _ticket_sudo(self, **values):
        vals = {"name": "Second", "partner_id": self.customer.id, **values}
        ticket = self.env["o2c.ticket"].create(vals)
        ticket.flush_recordset()


@tagged("post_install", "-at_install")
class TestContacts(CareCommon, MockEmail):
    """What the contact ledger learns from tickets."""

    def test_the_intake_is_entered_once(self):
        order = self._order()
        ticket = self._ticket(order_id=order.id, channel="phone")
        contact = ticket.o2c_contact_ids
        self.assertEqual(contact.channel, "phone")
        self.assertEqual((contact.direction, contact.purpose), ("in", "complaint"))
        self.assertEqual(contact.partner_id, self.customer)
        self.assertEqual(
            set(contact.document_ids.mapped("res_model")), {"o2c.ticket", "sale.order"}
        )
        ticket._log_intake()
        self.assertEqual(ticket.o2c_contact_count, 1)

    def test_another_record_enters_its_own_contact(self):
        order = self._order()
        ticket = self.env["o2c.ticket"]._open_from(
            order, {"name": "?", "order_id": order.id}
        )
        self.assertFalse(ticket.o2c_contact_ids)

    def test_a_mail_about_it_enters_the_ledger(self):
        ticket = self._ticket(channel="email")
        self.assertFalse(ticket.o2c_contact_ids)
        with self.mock_mail_gateway():
            ticket.message_post(
                body="We look into it.",
                subject="Your complaint",
                partner_ids=self.customer.ids,
                subtype_xmlid="mail.mt_comment",
            )
        ticket.invalidate_recordset()
        contact = ticket.o2c_contact_ids
        self.assertEqual((contact.channel, contact.direction), ("email", "out"))
        self.assertEqual(contact.purpose, "complaint")

    def test_the_person_is_written_to_not_the_office(self):
        freya = self._customer(name="Freya", parent_id=self.customer.id)
        office, person = self._ticket(), self._ticket(partner_id=freya.id)
        self.assertEqual(office._mail_get_customer(), self.customer)
        self.assertEqual(person._mail_get_customer(), freya)

    def test_the_customers_answer_enters_the_ledger(self):
        ticket = self._ticket(channel="email")
        ticket.message_post(
            body="And the saucers too.",
            author_id=self.customer.id,
            message_type="email",
        )
        self.assertEqual(ticket.o2c_contact_ids.direction, "in")
