from odoo.tests import HttpCase, tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestWorkTour(CareCommon, HttpCase):
    """A day's work in a real browser: a duplicate, a part, an answer."""

    def test_merge_hand_over_and_answer(self):
        customer = self._customer(name="Café Work", email="work@cafe.example.com")
        reason = self.env.ref("o2c_customer_care.reason_quality_defective_product")
        about = {"partner_id": customer.id, "reason_id": reason.id}
        ticket = self._ticket(name="It leaks", **about)
        second = self._ticket(name="Second time", **about)
        office = self._user(
            "technician", groups="base.group_user,o2c_customer_care.group_care_office"
        )
        self.env["o2c.ticket.team"].search([("department", "=", "technical")]).write(
            {"department": False}
        )
        self.env["o2c.ticket.team"].create(
            {
                "name": "Tour technicians",
                "department": "technical",
                "member_ids": office.ids,
            }
        )
        self.env["o2c.canned.answer"].create(
            {
                "name": "Tour answer",
                "reason_id": reason.id,
                "body": "<p>Dear {{ object.addressee }}, it is the valve.</p>",
            }
        )
        url = f"/odoo/o2c-tickets/{ticket.id}"
        self.start_tour(url, "o2c_care_work", login="o2c_care_agent")
        self.assertEqual(second.merged_into_id, ticket)
        self.assertEqual(ticket.stage, "answered")
        self.assertIn("Dear Café Work", str(ticket.message_ids.mapped("body")))
        part = ticket.child_ids
        self.assertEqual((part.department, part.stage), ("technical", "received"))

        self.start_tour(
            "/odoo/o2c-ticket-parts", "o2c_care_part", login="o2c_technician"
        )
        self.assertEqual(part.stage, "answered")
