from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestParts(CareCommon):
    """A department helps with its part, sees only that, and the ticket waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls._user(
            "packer", groups="base.group_user,o2c_customer_care.group_care_office"
        )
        cls.stock = cls.env["o2c.ticket.team"].create(
            {
                "name": "Warehouse",
                "department": "warehouse",
                "member_ids": cls.office.ids,
            }
        )

    def _part(self, ticket=None, wait=True, **vals):
        ticket = ticket or self._ticket()
        vals = {"name": "Look for the box", **vals}
        return ticket._hand_over("warehouse", vals, wait=wait)

    def test_a_part_goes_to_the_departments_team(self):
        order = self._order()
        ticket = self._ticket(order_id=order.id, priority="2")
        part = self._part(ticket)
        self.assertEqual((part.parent_id, part.team_id), (ticket, self.stock))
        self.assertEqual((part.order_id, part.priority), (order, "2"))
        self.assertEqual((ticket.stage, ticket.waiting_for), ("waiting", "department"))
        self.assertEqual(part.stage, "received")
        self.assertFalse(part.o2c_contact_ids, "nobody came to us")
        self.assertFalse(part._order_holds(), "the ticket holds the order")
        notice = self.env["mail.message"].search(
            [("model", "=", "o2c.ticket"), ("res_id", "=", part.id)]
        )
        self.assertIn(self.office.partner_id, notice.notified_partner_ids)

    def test_without_a_team_whoever_answers_for_the_department(self):
        self.env["o2c.department.owner"].search(
            [("department", "=", "transport")]
        ).unlink()
        ticket = self._ticket()
        with self.assertRaisesRegex(UserError, "Transport has neither a team"):
            ticket._hand_over("transport", {"name": "?"})
        self.assertFalse(ticket.child_ids)
        self.env["o2c.department.owner"].create(
            {"department": "transport", "user_id": self.office.id}
        )
        part = ticket._hand_over("transport", {"name": "?"})
        self.assertEqual((part.user_id, part.team_id.id), (self.office, False))

    def test_no_part_of_a_part_nor_of_what_is_closed(self):
        part = self._part()
        with self.assertRaisesRegex(UserError, "is a part itself"):
            self._part(part)
        with self.assertRaisesRegex(UserError, "is closed"):
            self._part(self._close(self._ticket()))

    def test_the_ticket_goes_on_when_the_last_part_is_answered(self):
        ticket = self._ticket()
        first, second = self._part(ticket), self._part(ticket)
        first.with_user(self.office).stage = "answered"
        self.assertEqual(ticket.stage, "waiting")
        second.with_user(self.office).stage = "answered"
        self.assertEqual(ticket.stage, "investigation")
        self.assertIn(second.number, ticket.message_ids[0].body)

    def test_not_closed_before_its_parts_unless_a_leader_says_why(self):
        ticket = self._ticket()
        part = self._part(ticket)
        self._go(ticket, "answered")
        with self.assertRaisesRegex(UserError, "1 part.* with a department"):
            ticket.action_close()
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent)._close_before_parts("Enough")
        with self.assertRaisesRegex(UserError, "kept by the system"):
            ticket.with_user(self.leader).parts_excuse = "Enough"
        wizard = self.env["o2c.ticket.part.leave"].with_user(self.leader)
        wizard.create({"ticket_id": ticket.id, "why": "Enough"}).action_close()
        self.assertEqual((ticket.stage, ticket.parts_excuse), ("closed", "Enough"))
        self.assertEqual(part.stage, "received")

    def test_an_answered_part_is_closed_with_its_ticket(self):
        ticket = self._ticket()
        part = self._part(ticket)
        part.with_user(self.office).stage = "answered"
        self._close(ticket)
        self.assertEqual((ticket.stage, part.stage), ("closed", "closed"))

    def test_the_department_sees_its_part_and_nothing_else(self):
        ticket = self._ticket()
        part = self._part(ticket)
        foreign = self.env["o2c.ticket"].create(
            {"name": "Free", "partner_id": self.customer.id, "user_id": False}
        )
        seen = self.env["o2c.ticket"].with_user(self.office).search([])
        self.assertEqual(seen, part)
        stages = self.env["o2c.ticket.stage"].with_user(self.office).search([])
        self.assertEqual(stages.ticket_id, part)
        for other in (ticket, foreign):
            with self.assertRaises(AccessError):
                call_kw(
                    self.env["o2c.ticket"].with_user(self.office),
                    "read",
                    [other.ids, ["name"]],
                    {},
                )
            with self.assertRaises(AccessError):
                call_kw(
                    self.env["o2c.ticket"].with_user(self.office),
                    "write",
                    [other.ids, {"stage": "assessed"}],
                    {},
                )

    def test_the_department_writes_only_what_is_its_own(self):
        part = self._part()
        model = self.env["o2c.ticket"].with_user(self.office)
        for vals in (
            {"priority": "3"},
            {"partner_id": self._customer(name="Other").id},
            {"team_id": self.team.id},
            {"stage": "answered", "name": "Something else"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                call_kw(model, "write", [part.ids, vals], {})
        self.assertEqual((part.stage, part.priority), ("received", "0"))
        call_kw(model, "write", [part.ids, {"user_id": self.office.id}], {})
        call_kw(model, "write", [part.ids, {"stage": "answered"}], {})
        self.assertEqual((part.stage, part.user_id), ("answered", self.office))
        with self.assertRaises(AccessError):
            call_kw(model, "create", [{"name": "?", "parent_id": part.id}], {})

    def test_customers_see_no_parts(self):
        part = self._part()
        portal = self._user("portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        seen = self.env["o2c.ticket"].with_user(portal).search([])
        self.assertIn(part.parent_id, seen)
        self.assertNotIn(part, seen)
        self.assertFalse(part._mail_get_partners()[part.id])

    def test_counts_and_lists_are_of_whole_tickets(self):
        order = self._order()
        self._part(self._ticket(order_id=order.id))
        self.assertEqual((order.o2c_ticket_count, order.o2c_open_ticket_count), (1, 1))

    def test_the_customer_hears_nothing_of_a_part(self):
        for channel in ("web", "portal", "sms"):
            ticket = self._ticket(channel=channel)
            part = self._part(ticket, wait=False)
            self.assertFalse(part.acknowledgement_ids, channel)

    def test_a_part_is_no_second_complaint(self):
        order = self._order()
        self._part(self._ticket(order_id=order.id))
        self.env.flush_all()
        self.assertEqual(order._o2c_complaints()[order.id].count, 1)

    def test_the_agent_sees_the_parts_of_his_tickets(self):
        part = self._part(user_id=self.office.id)
        part.with_user(self.agent).check_access("read")

    def test_a_department_is_no_default_team(self):
        self.stock.sequence = 1
        ticket = self.env["o2c.ticket"].with_user(self.leader)
        ticket = ticket.create({"name": "?", "partner_id": self.customer.id})
        self.assertNotEqual(ticket.team_id, self.stock)

    def test_members_without_the_right_are_told_of(self):
        clerk = self._user("clerk", groups="base.group_user")
        self.stock.member_ids |= clerk
        self.assertEqual(self.stock.powerless_ids, clerk)


@tagged("post_install", "-at_install")
class TestExchange(CareCommon):
    """What the customer writes moves a ticket; what is resolved at first contact."""

    def _say(self, ticket, kind="email"):
        return ticket.message_post(
            body="?",
            author_id=self.customer.id,
            message_type=kind,
            subtype_xmlid="mail.mt_comment",
        )

    def test_a_customer_who_writes_ends_our_waiting_for_him(self):
        ticket = self._go(self._ticket(), "acknowledged", "waiting")
        self._say(ticket)
        self.assertEqual((ticket.stage, ticket.waiting_for), ("investigation", False))
        other = self._go(self._ticket(), "acknowledged")
        other.write({"stage": "waiting", "waiting_for": "supplier"})
        self._say(other)
        self.assertEqual(other.waiting_for, "supplier")

    def test_a_customer_who_comes_back_on_an_answer(self):
        ticket = self._go(self._ticket(), "answered")
        self._say(ticket, "comment")
        self.assertEqual(ticket.stage, "investigation")

    def test_a_mail_takes_a_closed_ticket_up_again(self):
        ticket = self._close(self._ticket())
        self._say(ticket, "comment")
        self.assertEqual(ticket.stage, "closed", "the portal has a button for that")
        self._say(ticket)
        self.assertEqual((ticket.stage, ticket.reopen_count), ("investigation", 1))

    def test_first_contact(self):
        good = self._close(self._ticket())
        self.assertTrue(good.first_contact)
        good.action_reopen()
        self.assertFalse(good.first_contact)
        self._close(good)
        self.assertFalse(good.first_contact)
        waited = self._go(self._ticket(), "acknowledged", "waiting")
        again = self._ticket()
        self._say(again)
        for ticket in (waited, again):
            self.assertFalse(self._close(ticket).first_contact)

    def test_the_salesperson_hears_of_it_twice(self):
        seller = self._user("salesperson")
        order = self._order(user_id=seller.id)
        ticket = self._ticket(order_id=order.id)
        self.assertEqual(self._told(ticket, seller), 1)
        ticket.message_post(
            body="We look into it",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._go(ticket, "answered")
        self.assertEqual(self._told(ticket, seller), 1)
        self.assertNotIn(seller.partner_id, ticket.message_partner_ids)
        self._go(ticket, "closed")
        self.assertEqual(self._told(ticket, seller), 2)

    def _told(self, ticket, user):
        return self.env["mail.message"].search_count(
            [
                ("model", "=", "o2c.ticket"),
                ("res_id", "=", ticket.id),
                ("notified_partner_ids", "in", user.partner_id.ids),
            ]
        )
