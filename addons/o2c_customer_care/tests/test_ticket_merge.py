from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestMerge(CareCommon):
    """Several tickets about one matter become one, and nothing is lost."""

    def _say(self, ticket, text, **options):
        return ticket.message_post(
            body=text,
            author_id=self.customer.id,
            message_type="email",
            **options,
        )

    def test_what_was_written_and_attached_follows(self):
        target, ticket = self._ticket(), self._ticket(channel="email")
        said = self._say(ticket, "Again!", attachments=[("photo.jpg", b"jpg")])
        noted = ticket.message_post(body="She is angry", message_type="comment")
        attachment = said.attachment_ids
        ticket._merge_into(target)
        self.assertEqual(set(said.mapped("res_id")), {target.id})
        self.assertEqual(noted.res_id, target.id)
        self.assertEqual(attachment.res_id, target.id)
        self.assertEqual((ticket.stage, ticket.merged_into_id), ("closed", target))
        self.assertTrue(ticket.closed_at)
        self.assertIn(ticket.number, target.message_ids[0].body)

    def test_the_description_is_kept_as_a_note_without_markup(self):
        target = self._ticket()
        ticket = self._ticket(name="<b>Late</b>", description="<script>x</script>\nTwo")
        ticket._merge_into(target)
        note = target.message_ids[0].body
        self.assertIn("&lt;b&gt;Late", note)
        self.assertIn("&lt;script&gt;", note)

    def test_disputes_holds_and_parts_follow(self):
        order = self._order()
        invoice = self._invoice(self._deliver(order).sale_id)
        target = self._ticket(priority="1")
        ticket = self._ticket(invoice_id=invoice.id, priority="2")
        dispute = self._dispute(invoice, 10, ticket=ticket)
        self.assertTrue(ticket._order_holds())
        ticket._merge_into(target)
        self.assertEqual(dispute.ticket_id, target)
        self.assertEqual((target.invoice_id, target.order_id), (invoice, order))
        self.assertEqual(target.priority, "2")
        self.assertFalse(ticket._order_holds())
        self.assertEqual(target._order_holds().order_id, order)

    def test_two_orders_are_both_held_until_the_survivor_is_closed(self):
        first, second = self._order(), self._order()
        target = self._ticket(order_id=first.id)
        ticket = self._ticket(order_id=second.id)
        ticket._merge_into(target)
        self.assertEqual(target._order_holds().order_id, first | second)
        self.assertEqual(target.order_id, first)
        self._close(target)
        self.assertFalse(target._order_holds())
        target.action_reopen()
        self.assertEqual(target._order_holds().order_id, first | second)

    def test_contacts_are_shown_on_the_survivor_and_stay_where_they_were(self):
        target, ticket = self._ticket(), self._ticket()
        contacts = target.o2c_contact_ids | ticket.o2c_contact_ids
        self.assertEqual(len(contacts), 2)
        ticket._merge_into(target)
        self.env.invalidate_all()
        self.assertEqual(target.o2c_contact_ids, contacts)
        self.assertEqual(target.o2c_contact_count, 2)
        self.assertEqual(len(ticket.o2c_contact_ids), 1)

    def test_again_changes_nothing(self):
        target, ticket = self._ticket(), self._ticket()
        ticket._merge_into(target)
        count = len(target.message_ids)
        self.assertEqual(ticket._merge_into(target), target)
        self.assertEqual(len(target.message_ids), count)

    def test_a_chain_ends_in_the_last(self):
        first, second, third = (self._ticket() for _ in range(3))
        first._merge_into(second)
        second._merge_into(third)
        self.assertEqual(first._survivor(), third)
        self.assertEqual(third.merged_ids, first | second)
        self.assertEqual(third._survivor(), third)
        fourth = self._ticket()
        self.assertEqual(fourth._merge_into(first), third, "where it goes on")

    def test_later_mails_arrive_where_it_goes_on(self):
        target, ticket = self._ticket(), self._ticket()
        ticket._merge_into(target)
        message = self._say(ticket, "And the saucers?")
        self.assertEqual(message.res_id, target.id)
        self.assertEqual(ticket.stage, "closed")

    def test_what_cannot_be_one(self):
        other = self._ticket(partner_id=self._customer(name="Other").id)
        closed = self._close(self._ticket())
        merged = self._ticket()
        merged._merge_into(self._ticket())
        ticket = self._ticket()
        for target, said in (
            (ticket, "into itself"),
            (other, "different customers"),
            (closed, "is closed"),
        ):
            with self.subTest(said), self.assertRaisesRegex(UserError, said):
                ticket._merge_into(target)
        with self.assertRaisesRegex(UserError, "already"):
            merged._merge_into(ticket)
        self.assertEqual(ticket.stage, "received")

    def test_a_merged_ticket_is_not_reopened_and_sets_off_nothing(self):
        target, ticket = self._ticket(), self._ticket()
        with self._watch_close() as hook:
            ticket._merge_into(target)
        hook.assert_not_called()
        self.assertFalse(ticket.first_contact)
        with self.assertRaisesRegex(UserError, "was merged into"):
            ticket.action_reopen()

    def _watch_close(self):
        model = self.env.registry["o2c.ticket"]
        return patch.object(model, "_after_close", autospec=True)

    def test_who_may_not_work_on_both_does_not_merge(self):
        other = self.env["o2c.ticket.team"].create({"name": "Other"})
        foreign = self._ticket().with_env(self.env)
        foreign.write({"team_id": other.id, "user_id": self.leader.id})
        ticket = self._ticket()
        wizard = self.env["o2c.ticket.merge"].with_user(self.agent)
        values = {"ticket_ids": ticket.ids, "target_id": foreign.id}
        with self.assertRaises(AccessError):
            wizard.create(values).action_merge()
        self.assertEqual(ticket.stage, "received")
        salesperson = self._user("salesperson")
        with self.assertRaises(AccessError):
            call_kw(wizard.with_user(salesperson), "create", [values], {})

    def test_by_the_wizard(self):
        first, second = self._ticket(), self._ticket()
        Wizard = self.env["o2c.ticket.merge"].with_user(self.agent)
        wizard = Wizard.with_context(
            active_model="o2c.ticket", active_ids=(first | second).ids
        ).create({})
        self.assertEqual(wizard.target_id, first)
        action = wizard.action_merge()
        self.assertEqual(action["res_id"], first.id)
        self.assertEqual(second.merged_into_id, first)


@tagged("post_install", "-at_install")
class TestSimilar(CareCommon):
    """What may be the same matter is proposed."""

    def test_the_same_order_before_the_same_reason(self):
        order = self._order()
        reason = self.env.ref("o2c_customer_care.reason_quality_missing_parts")
        by_reason = self._ticket(reason_id=reason.id)
        by_order = self._ticket(order_id=order.id)
        self._ticket(partner_id=self._customer(name="Other").id, reason_id=reason.id)
        self._ticket()
        ticket = self._ticket(order_id=order.id, reason_id=reason.id)
        self.assertEqual(ticket.similar_ids.ids, [by_order.id, by_reason.id])
        self.assertEqual(ticket.similar_count, 2)

    def test_while_it_is_being_opened(self):
        order = self._order()
        known = self._ticket(order_id=order.id)
        new = self.env["o2c.ticket"].new(
            {"partner_id": self.customer.id, "order_id": order.id}
        )
        self.assertEqual(new.similar_ids._origin, known)

    def test_related_goes_both_ways(self):
        order = self._order()
        one, other = self._ticket(order_id=order.id), self._ticket(order_id=order.id)
        one.with_context(o2c_ticket_id=other.id).action_relate()
        self.assertEqual((one.related_ids, other.related_ids), (other, one))
        self.assertFalse(one.similar_ids, "known already")
        one.with_context(o2c_ticket_id=other.id).action_unrelate()
        self.assertFalse(one.related_ids | other.related_ids)

    def test_one_query_for_any_number(self):
        order = self._order()
        tickets = self.env["o2c.ticket"].browse()
        for _ in range(6):
            tickets |= self._ticket(order_id=order.id)
        counts = []
        for some in (tickets[:2], tickets):
            self.env.invalidate_all()
            some.mapped("partner_id.commercial_partner_id")
            some.mapped("related_ids")
            some.mapped("merged_ids")
            some.mapped("parent_id.id")
            start = self.env.cr.sql_log_count
            some.mapped("similar_count")
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])
