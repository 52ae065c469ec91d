from datetime import timedelta

from odoo import Command
from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain.decision import Decision

from .common import NOW, QualityCommon


@tagged("post_install", "-at_install")
class TestTargets(QualityCommon):
    """The list follows the rule, however often it is asked."""

    def test_days_are_days_of_the_company(self):
        # Rome is one hour ahead: the 5th of March has 2 = the 3rd, 5 = the 28th
        inside = [
            "2026-02-27 23:00:00",  # the 28th, 0:00 in Rome
            "2026-03-03 22:59:00",  # the 3rd, 23:59 in Rome
        ]
        outside = [
            "2026-02-27 22:59:00",  # the 27th, 23:59
            "2026-03-03 23:00:00",  # the 4th, 0:00
        ]
        orders = self.env["sale.order"]
        for place, moment in enumerate(inside + outside):
            buyer = self._buyer(f"Buyer {place}")
            orders |= self._delivered(moment, partner_id=buyer.id)
        campaign = self._campaign()
        campaign._refresh(NOW)
        self.assertListed(campaign, orders[:2])

    def test_a_call_knows_whom_it_is_about(self):
        person = self._customer(
            name="Freya", parent_id=self.customer.id, phone="+39 02 5550 1235"
        )
        call = self._listed(partner_shipping_id=person.id)
        self.assertEqual(call.partner_id, self.customer)
        self.assertEqual(call.person_id, person)
        self.assertEqual(call.phone, "+39 02 5550 1235")
        self.assertEqual(str(call.delivered_at), "2026-03-03 10:00:00")
        self.assertEqual((call.state, call.attempt_count), ("to_call", 0))
        self.assertEqual(call.company_id, self.company)

    def test_person_without_phone_is_asked_for_at_the_company(self):
        person = self._customer(name="Freya", parent_id=self.customer.id, phone=False)
        call = self._listed(partner_shipping_id=person.id)
        self.assertEqual(call.person_id, self.customer)
        self.assertEqual(call.phone, self.customer.phone)

    def test_refresh_may_run_twice(self):
        order = self._delivered()
        campaign = self._campaign()
        self.assertEqual(campaign._refresh(NOW), (1, 0, 0))
        with self.assertNothingWritten("o2c.call"):
            self.assertEqual(campaign._refresh(NOW), (0, 0, 0))
        self.assertListed(campaign, order)

    def test_one_call_per_campaign_and_order(self):
        call = self._listed()
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"):  # noqa: B017
            call.copy()

    def test_two_refreshes_at_once_list_an_order_once(self):
        call = self._listed()
        campaign = call.campaign_id
        # the other refresh saw the order before it was listed
        (row,) = campaign._target_rows(NOW)
        row.update(call_id=None, state=None)
        with self.assertRaises(ConcurrencyError):
            campaign._apply_targets([row], {row["key"]: Decision()}, NOW)
        self.assertListed(campaign, call.order_id)

    def test_live_rule_takes_out_and_puts_back(self):
        call = self._listed()
        campaign = call.campaign_id
        # on the 8th it is 5 days ago, on the 9th 6
        self.assertEqual(campaign._refresh(NOW + timedelta(days=3)), (0, 0, 0))
        self.assertEqual(campaign._refresh(NOW + timedelta(days=4)), (0, 1, 0))
        self.assertReason(call, "too_late")
        self.assertEqual(call.exclusion_text, "Delivered 6 days ago, more than 5")
        campaign.max_days = 6
        self.assertEqual(campaign._refresh(NOW + timedelta(days=4)), (0, 0, 1))
        self.assertEqual((call.state, call.exclusion), ("to_call", False))

    def test_open_complaint_of_the_customer(self):
        call = self._listed()
        ticket = self._complaint(self._order())
        call.campaign_id._refresh(NOW)
        self.assertReason(call, "complaint")
        self.assertEqual(call.exclusion_text, f"Open complaint {ticket.number}")
        ticket.stage = "answered"
        ticket.stage = "closed"
        call.campaign_id._refresh(NOW)
        self.assertEqual(call.state, "to_call")

    def test_complaint_about_another_order_may_not_matter(self):
        campaign = self._campaign(complaint_scope="order")
        call = self._listed(campaign)
        self._complaint(self._order())
        campaign._refresh(NOW)
        self.assertEqual(call.state, "to_call")
        self._complaint(call.order_id)
        campaign._refresh(NOW)
        self.assertReason(call, "complaint")

    def test_praise_is_no_complaint(self):
        call = self._listed()
        self._complaint(call.order_id, kind="praise")
        call.campaign_id._refresh(NOW)
        self.assertEqual(call.state, "to_call")

    def test_customer_called_lately_by_anybody(self):
        order = self._delivered()
        campaign = self._campaign()
        contact = {"channel": "phone", "summary": "Reminder", "direction": "out"}
        for days, listed in ((29, 0), (30, 1)):
            with self.subTest(days=days), self.env.cr.savepoint() as point:
                at = NOW - timedelta(days=days)
                self.Contact._log(self.customer, [order], at=at, **contact)
                self.assertEqual(campaign._refresh(NOW), (listed, 0, 0))
                point.rollback()  # neither contact nor call can be deleted
                self.env.invalidate_all()

    def test_mail_and_calls_of_the_customer_do_not_count(self):
        order = self._delivered()
        for channel, direction in (("email", "out"), ("phone", "in")):
            self.Contact._log(
                self.customer,
                [order],
                at=NOW,
                channel=channel,
                direction=direction,
                summary="Question",
            )
        self.assertEqual(self._campaign()._refresh(NOW), (1, 0, 0))

    def test_no_phone_and_opted_out(self):
        silent = self._delivered(partner_id=self._customer(name="Silent").id)
        blocked = self._delivered()
        self.env["phone.blacklist"]._add([self.customer.phone_sanitized])
        campaign = self._campaign()
        lines = campaign._preview(NOW)
        why = {line.order_id: line.why for line in lines}
        self.assertEqual(why[silent], "No phone number")
        self.assertEqual(why[blocked], "+39 02 5550 1234 does not want calls")
        self.assertEqual(campaign._refresh(NOW), (0, 0, 0))

    def test_one_order_per_customer(self):
        later = self._delivered("2026-03-03 10:00:00")
        earlier = self._delivered("2026-03-02 10:00:00")
        campaign = self._campaign()
        campaign._refresh(NOW)
        self.assertListed(campaign, earlier)
        lines = campaign._preview(NOW).filtered(lambda p: p.order_id == later)
        self.assertEqual(lines.why, f"The customer is called about {earlier.name}")

    def test_another_campaign_has_the_customer(self):
        call = self._listed()
        self._delivered("2026-03-02 10:00:00")
        second = self._campaign(name="Second")
        self.assertEqual(second._refresh(NOW), (0, 0, 0))
        # the first one keeps its call: who listed the customer first calls him
        self.assertEqual(call.campaign_id._refresh(NOW), (0, 0, 0))
        third = self._campaign(name="Third", quiet_days=0)
        self.assertEqual(third._refresh(NOW), (2, 0, 0))

    def test_only_some_carriers(self):
        product = self._service(name="Freight")
        carrier = self.env["delivery.carrier"].create(
            {"name": "Express", "product_id": product.id}
        )
        order = self._delivered()
        condition = {"kind": "carrier", "carrier_ids": [Command.set(carrier.ids)]}
        campaign = self._campaign(rule_ids=[Command.create(condition)])
        self.assertEqual(campaign._preview(NOW).why, "Does not meet: Courier: Express")
        order.picking_ids.carrier_id = carrier
        self.assertEqual(campaign._refresh(NOW), (1, 0, 0))

    def test_services_are_not_delivered_goods(self):
        line = self._line(self._service(invoice_policy="order"))
        with self._at("2026-03-03 10:00:00"):
            order = self._order(line)
        self.env.flush_all()
        reached = order.o2c_milestone_ids.filtered("actual_at").mapped("kind")
        self.assertIn("delivered", reached)
        self.assertNotIn("shipped", reached)
        self.assertEqual(self._campaign()._refresh(NOW), (0, 0, 0))

    def test_companies_are_apart(self):
        self._delivered()
        other = self.env["res.company"].create({"name": "Second company"})
        leader = self._user(
            "leader_2",
            groups="o2c_quality_check.group_call_leader",
            login="leader_2",
            company=other,
        )
        campaign = self._campaign(
            company_id=other.id,
            leader_id=leader.id,
            agent_ids=[Command.set(leader.ids)],
        )
        self.assertEqual(campaign._refresh(NOW), (0, 0, 0))
        self.assertFalse(campaign._preview(NOW))

    def test_taken_out_by_hand_stays_out(self):
        call = self._listed()
        call.with_user(self.leader).action_exclude("is on holiday")
        self.assertReason(call, "by_hand")
        self.assertEqual(call.exclusion_text, "Taken out by hand: is on holiday")
        self.assertEqual(call.campaign_id._refresh(NOW), (0, 0, 0))
        call.with_user(self.leader).action_put_back_on_list()
        self.assertEqual(call.state, "to_call")

    def test_finished_calls_are_not_listed_again(self):
        call = self._taken()
        call.action_refused()
        self.assertEqual(call.sudo().campaign_id._refresh(NOW), (0, 0, 0))
        (line,) = call.sudo().campaign_id._preview(NOW)
        self.assertEqual((line.included, line.why), ("no", "Called already"))

    def test_preview_looks_around_the_window_and_writes_nothing(self):
        orders = {
            "2026-03-05 08:00:00": "Delivered 0 day(s) ago: from 03/07/2026",
            "2026-03-03 10:00:00": "",
            "2026-02-27 10:00:00": "Delivered 6 days ago, more than 5",
            "2026-02-20 10:00:00": None,  # 7 days before the window: not shown
        }
        expected = {}
        for place, (moment, why) in enumerate(orders.items()):
            buyer = self._buyer(f"Buyer {place}")
            order = self._delivered(moment, partner_id=buyer.id)
            if why is not None:
                expected[order] = why
        campaign = self._campaign(start=False)
        with self.assertNothingWritten("o2c.call"):
            lines = campaign._preview(NOW)
        self.assertEqual({p.order_id: p.why or "" for p in lines}, expected)

    def test_cron_ends_what_is_over_and_one_failure_stops_nobody(self):
        order = self._delivered()
        with self._at("2026-03-05 09:00:00"):
            over = self._campaign(name="Over", date_from="2026-02-01", quiet_days=0)
            call = over.call_ids
            self.assertEqual(call.order_id, order)
            over.date_to = "2026-03-04"
            self.env.cr.execute(
                "UPDATE o2c_campaign SET max_days = 1000000000 WHERE id = %s",
                self._campaign(name="Broken", quiet_days=0).ids,
            )
            fine = self._campaign(name="Fine", quiet_days=0)
            self.env.flush_all()
            fine.call_ids.unlink()
            self.env.invalidate_all()
            logger = "odoo.addons.o2c_quality_check.models.o2c_campaign_list"
            with self.enter_registry_test_mode(), self.assertLogs(logger, "ERROR"):
                self.env.ref("o2c_quality_check.cron_refresh").method_direct_trigger()
        self.assertEqual(over.state, "done")
        self.assertReason(call, "ended")
        self.assertListed(fine, order)
