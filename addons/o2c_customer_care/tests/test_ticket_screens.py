from odoo.tests import Form, tagged

from .common import CareCommon

PART_FORM = "o2c_customer_care.o2c_ticket_view_form_part"


@tagged("post_install", "-at_install")
class TestTicketScreens(CareCommon):
    """Everybody with the right to a ticket can open it: no field is in the way."""

    def test_the_form_opens_for_everybody_who_reads_tickets(self):
        seller = self._user("salesperson")
        order = self._order(user_id=seller.id)
        invoice = self._invoice(self._deliver(order).sale_id)
        ticket = self._ticket(order_id=order.id, invoice_id=invoice.id)
        ticket.write(
            {
                "order_line_ids": order.order_line.ids,
                "invoice_line_ids": invoice.invoice_line_ids.ids,
            }
        )
        self._dispute(invoice, 1, ticket=ticket)
        self._ticket(order_id=order.id)
        for user in (self.agent, self.leader, self.accountant, seller):
            with self.subTest(user=user.login):
                form = Form(ticket.with_user(user))
                self.assertEqual(form.order_id, order.with_user(user))

    def test_a_department_opens_its_part_in_a_form_of_its_own(self):
        office = self._user(
            "clerk", groups="base.group_user,o2c_customer_care.group_care_office"
        )
        order = self._order()
        ticket = self._ticket(order_id=order.id)
        part = ticket._hand_over("warehouse", {"name": "?", "user_id": office.id})
        form = Form(part.with_user(office), view=PART_FORM)
        self.assertEqual(form.parent_id.id, ticket.id)
        own = self.env.ref(PART_FORM)
        self.assertEqual(part.with_user(office).get_formview_id(), own.id)
        self.assertNotEqual(part.with_user(self.agent).get_formview_id(), own.id)
        part.with_user(office).action_answer_part()
        self.assertEqual(part.stage, "answered")

    def test_what_a_ticket_links_to_opens_for_who_reads_it(self):
        self.env["o2c.care.agent"].create({"user_id": self.agent.id})
        self.team.assign = "round_robin"
        policy = self.env["o2c.clock.policy"].create({"name": "Promised"})
        policy.escalation_ids = [(0, 0, {"event": "breach", "who": "owner"})]
        seller = self._user("salesperson")
        for record in (self.team, policy):
            for user in (self.leader, self.accountant, seller):
                with self.subTest(record=record._name, user=user.login):
                    record.env.invalidate_all()
                    self.assertTrue(Form(record.with_user(user)).name)
