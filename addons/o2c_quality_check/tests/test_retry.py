from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.o2c_customer_care.domain.contact_data import PointState

from ..domain.calls import Result
from .common import NOW
from .queue_common import ROME, QueueCommon


@tagged("post_install", "-at_install")
class TestRetry(QueueCommon):
    """Other numbers, other parts of the day, other people, and when it ends."""

    def rule(self, result, **values):
        """The rule of the campaign for ``result``."""
        return self.env["o2c.retry.rule"].create(
            {"result": result, "campaign_id": self.campaign.id, **values}
        )

    def record(self, call, result, now=NOW):
        call._record(Result(result), now)
        return call.sudo()

    # ------------------------------------------------------------- numbers
    def test_wrong_number_rings_the_next_one_at_once(self):
        other = self._other_number()
        call = self.record(self._one(), "wrong_number")
        self.assertEqual((call.state, call.next_try_at), ("to_call", NOW))
        self.assertEqual((call.phone, call.person_id), (other.phone, other))
        self.assertEqual(call.number_ids.mapped("state"), ["wrong", "open"])
        again = self.next()
        self.assertEqual((again, again.phone), (call, other.phone))
        self.record(again, "wrong_number")
        self.assertEqual(call.state, "exhausted")
        self.assertTrue(call.link_wanted)

    def test_a_wrong_number_is_dead_for_customer_care(self):
        for result in ("wrong_number", "not_in_service", "moved"):
            with self.subTest(result), self.env.cr.savepoint() as savepoint:
                self.record(self._one(), result)
                point = self.env["o2c.contact.point"].search(
                    [("partner_id", "=", self.customer.id), ("kind", "=", "phone")]
                )
                self.assertEqual((point.state, point.source), ("dead", "call"))
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_a_number_known_as_dead_is_not_the_next_one(self):
        other = self._other_number()
        self.env["o2c.contact.point"]._record(
            other._o2c_points("phone"), PointState.DEAD, "call"
        )
        call = self.record(self._one(), "wrong_number")
        self.assertEqual(call.state, "exhausted")

    def test_a_number_of_who_wants_no_calls_is_not_the_next_one(self):
        other = self._other_number()
        number = other._phone_format(number=other.phone)
        self.env["phone.blacklist"]._add([number])
        call = self.record(self._one(), "wrong_number")
        self.assertEqual(call.state, "exhausted")
        self.assertIn("blocked", call.number_ids.mapped("state"))

    def test_a_number_used_up_gives_way_to_the_next(self):
        other = self._other_number()
        self.rule("busy", wait_minutes=10, per_number=2)
        call, now = self._one(), NOW
        self.record(call, "busy", now)
        self.assertEqual(call.phone, self.customer.phone)
        now += timedelta(minutes=10)
        self.record(self.next(now=now), "busy", now)
        self.assertEqual((call.state, call.phone), ("to_call", other.phone))
        self.assertEqual(call.next_try_at, now + timedelta(minutes=10))
        now += timedelta(minutes=10)
        # the third attempt is the last of the campaign
        self.record(self.next(now=now), "busy", now)
        self.assertEqual(call.state, "exhausted")

    def test_per_customer_ends_before_the_campaign_does(self):
        self.rule("busy", wait_minutes=0, per_contact=1)
        self.assertEqual(self.record(self._one(), "busy").state, "exhausted")

    def test_the_answered_number_is_verified(self):
        call = self._one()
        self._answer(call, received="yes", overall="0")
        self.record(call, "answered")
        point = self.env["o2c.contact.point"].search(
            [("partner_id", "=", self.customer.id), ("kind", "=", "phone")]
        )
        self.assertEqual(point.state, "verified")

    # ------------------------------------------------------------- moments
    def test_parts_of_the_day_take_turns(self):
        self.customer.tz = ROME
        self.rule("no_answer", wait_minutes=60, vary_daypart=True)
        self.campaign.max_attempts = 9
        call, now, moments = self._one(), NOW, []
        for _attempt in range(4):
            self.record(call, "no_answer", now)
            now = call.next_try_at
            moments.append(now)
            self.next(now=now)
        # tried at ten in Rome; then at noon, at two, at six, and the next morning
        self.assertEqual(
            moments,
            [
                datetime(2026, 3, 5, 11),
                datetime(2026, 3, 5, 13),
                datetime(2026, 3, 5, 17),
                datetime(2026, 3, 6, 8),
            ],
        )
        parts = call.sudo().attempt_ids.sorted("id").mapped("daypart")
        self.assertEqual(parts, ["morning", "midday", "afternoon", "evening"])

    def test_the_campaign_s_rule_before_the_company_s_before_the_shared(self):
        rules = self.env["o2c.retry.rule"]
        company = self.campaign.company_id
        rules.create({"result": "busy", "company_id": company.id, "wait_minutes": 31})
        found = rules._for(self.campaign, Result.BUSY)
        self.assertEqual(found.wait, timedelta(minutes=31))
        self.rule("busy", wait_minutes=32)
        found = rules._for(self.campaign, Result.BUSY)
        self.assertEqual(found.wait, timedelta(minutes=32))
        rules.search([]).active = False
        found = rules._for(self.campaign, Result.BUSY)
        self.assertEqual(found.wait, timedelta(minutes=20))

    # ------------------------------------------------------------- people
    def test_do_not_call_is_for_good_and_for_all_campaigns(self):
        other = self._campaign(name="Other", quiet_days=0, complaint_scope="order")
        waiting = self._listed(campaign=other)
        call = self.campaign.call_ids[:1] or self._listed(campaign=self.campaign)
        waiting.next_try_at = NOW + timedelta(days=1)
        call = self.record(self.next(), "do_not_call")
        self.assertEqual((call.state, call.attempt_ids.right_party), ("done", True))
        number = self.customer._phone_format(number=self.customer.phone)
        blocked = self.env["phone.blacklist"].search([("number", "=", number)])
        self.assertTrue(blocked)
        words = self.env["o2c.consent"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(set(words.mapped("event")), {"withdrawn"})
        self.assertEqual(set(words.mapped("purpose")), {"service", "marketing"})
        others = self.Call.search([("partner_id", "=", self.customer.id)]) - call
        self.assertEqual(set(others.mapped("state")) - {"excluded"}, set())

    def test_who_speaks_the_language_gets_the_call(self):
        polish = self._language("pl_PL")
        self.env["o2c.call.agent"].create(
            {"user_id": self.other_agent.id, "lang_ids": [(6, 0, polish.ids)]}
        )
        call = self._one()
        with self.assertRaisesRegex(UserError, "Say which language"):
            call._record(Result.LANGUAGE, NOW)
        call.language_id = polish
        self.record(call, "language")
        self.assertEqual(call.state, "to_call")
        self.assertFalse(self.next())
        self.assertEqual(self.next(self.other_agent), call)

    def test_a_language_that_nobody_speaks_is_a_task_of_the_leader(self):
        call = self._one()
        call.language_id = self._language("eu_ES")
        call = self.record(call, "language")
        self.assertEqual(call.state, "exhausted")
        task = call.activity_ids
        self.assertEqual(task.user_id, self.leader)
        self.assertIn("no agent of “Deliveries of the week” does", task.summary)

    def _language(self, code):
        langs = self.env["res.lang"].with_context(active_test=False)
        return langs.search([("code", "=", code)])

    def test_nobody_rings_the_dead(self):
        second = self._listed(campaign=self.campaign)
        call = self.record(self._one(), "deceased")
        self.assertEqual(call.state, "exhausted")
        self.assertIn("has died", call.activity_ids.summary)
        waiting = self.campaign.call_ids.filtered(lambda c: c.state == "to_call")
        self.assertFalse(waiting.filtered(lambda c: c.person_id == call.person_id))
        self.assertTrue(second)

    # ------------------------------------------------------------- seconds
    def test_seconds_of_an_attempt(self):
        call = self._one()
        code = call.sudo()
        code._dialled(call.phone, NOW + timedelta(seconds=20))
        code._hung_up(NOW + timedelta(seconds=80))
        attempt = self.record(call, "refused", NOW + timedelta(seconds=95)).attempt_ids
        self.assertEqual(
            (attempt.talk_seconds, attempt.wrap_seconds, attempt.handle_seconds),
            (60, 15, 95),
        )
        self.assertEqual(attempt.dialled_at, NOW + timedelta(seconds=20))

    def test_nobody_writes_numbers_and_agents_no_rules(self):
        call = self._one()
        number = call.sudo().number_ids[:1]
        rule = self._ref("retry_busy")
        for user, record, values in (
            (self.agent, number, {"state": "open"}),
            (self.leader, number, {"state": "open"}),
            (self.agent, rule, {"wait_minutes": 1}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                model = self.env[record._name].with_user(user)
                call_kw(model, "write", [record.ids, values], {})
        call_kw(rule.with_user(self.leader), "write", [rule.ids, {"per_number": 3}], {})
        self.assertEqual(rule.per_number, 3)
