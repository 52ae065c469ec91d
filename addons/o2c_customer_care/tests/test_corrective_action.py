from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .learning_common import LearningCommon


@tagged("post_install", "-at_install")
class TestCorrectiveAction(LearningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls._user("warehouse")

    def _measured(self, before, after, orders=(0, 0)):
        """An action done on 16 March, so many complaints before and after."""
        for day, count in (("2026-02-20", before), ("2026-04-01", after)):
            for _n in range(count):
                ticket = self._ticket(cause_id=self.cause.id)
                ticket.sudo().opened_at = f"{day} 10:00:00"
        for day, count in zip(("2026-02-20", "2026-04-01"), orders, strict=True):
            for _n in range(count):
                self._sold(day)
        with freeze_time("2026-03-16 09:00:00"):
            action = self._action()
            action.action_done()
        with freeze_time("2026-06-20 09:00:00"):
            action.action_measure()
        return action

    def _judge(self, action, worked="yes", user=None, note="Counted"):
        judges = self.env["o2c.corrective.judge"].with_user(user or self.leader)
        with freeze_time("2026-06-20 09:00:00"):
            judge = judges.create(
                {"action_id": action.id, "worked": worked, "note": note}
            )
            return judge.action_judge()

    # ------------------------------------------------------------- life
    def test_numbered_and_the_owner_is_told(self):
        action = self._action(user_id=self.warehouse.id)
        self.assertRegex(action.name, r"^CA\d{5}$")
        activity = action.activity_ids
        self.assertEqual(activity.user_id, self.warehouse)
        self.assertEqual(activity.date_deadline, date(2026, 3, 16))
        action.with_user(self.warehouse).action_done()
        self.assertFalse(action.activity_ids)

    def test_done_says_what_is_missing(self):
        action = self._action(root_cause="", action="")
        with self.assertRaises(UserError) as caught:
            action.action_done()
        self.assertIn("root cause", str(caught.exception))
        self.assertIn("what is changed", str(caught.exception))
        self.assertEqual(action.state, "open")

    def test_the_form_of_a_new_one(self):
        ticket = self._ticket(cause_id=self.cause.id, product_id=self.product.id)
        context = ticket.action_open_corrective()["context"]
        actions = self.env["o2c.corrective.action"].with_user(self.agent)
        with Form(actions.with_context(**context)) as form:
            form.due_date = fields.Date.add(fields.Date.today(), days=9)
        action = form.record
        self.assertEqual(action.title, ticket.name)
        self.assertEqual(action.ticket_ids, ticket)
        self.assertEqual(action.cause_id, self.cause)
        self.assertEqual(ticket.corrective_count, 1)

    def test_about_something(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._action(cause_id=False)

    # ------------------------------------------------------------- effect
    def test_complaints_are_counted_before_and_after(self):
        action = self._measured(5, 1)
        counts = (action.before_count, action.after_count)
        self.assertEqual(counts, (5, 1))
        self.assertEqual(action.exposure, "days")
        self.assertEqual((action.before_exposure, action.after_exposure), (90, 90))
        self.assertIn("5 complaints in 90 days before", action.effect_text)
        self.assertIn("may be chance", action.effect_text)

    def test_small_numbers_are_told_to_be_small(self):
        action = self._measured(3, 0)
        self.assertIn("Too few complaints to say anything", action.effect_text)

    def test_orders_are_compared_where_there_are_some(self):
        action = self._measured(3, 1, orders=(2, 4))
        self.assertEqual(action.exposure, "orders")
        self.assertEqual((action.before_exposure, action.after_exposure), (2, 4))
        self.assertIn("150.0 and 25.0 per 100 orders", action.effect_text)

    def test_the_days_of_the_windows_are_exact(self):
        """Opened on 2 March, done on 16 March, 90 days each way."""
        for case, moment, counted in (
            ("a day too early", "2025-12-01 12:00:00", (0, 0)),
            ("first day", "2025-12-02 12:00:00", (1, 0)),
            ("last day before", "2026-03-01 12:00:00", (1, 0)),
            ("while it was done", "2026-03-15 12:00:00", (0, 0)),
            ("first day after", "2026-03-16 12:00:00", (0, 1)),
            ("last day after", "2026-06-13 12:00:00", (0, 1)),
            ("a day too late", "2026-06-14 12:00:00", (0, 0)),
        ):
            with self.subTest(_case=case):
                cause = self.cause.copy({"name": case})
                ticket = self._ticket(cause_id=cause.id)
                ticket.sudo().opened_at = moment
                with freeze_time("2026-03-16 09:00:00"):
                    action = self._action(cause_id=cause.id)
                    action.action_done()
                with freeze_time("2026-06-20 09:00:00"):
                    action.action_measure()
                self.assertEqual((action.before_count, action.after_count), counted)

    def test_parts_and_praise_do_not_count(self):
        action = self._measured(1, 0)
        for values in ({"kind": "praise"}, {"parent_id": self._ticket().id}):
            ticket = self._ticket(cause_id=self.cause.id)
            ticket.sudo().write({"opened_at": "2026-02-20 10:00:00", **values})
        with freeze_time("2026-06-20 09:00:00"):
            action.action_measure()
        self.assertEqual(action.before_count, 1)

    def test_a_cause_counts_with_what_is_below_it(self):
        below = self.cause.copy({"name": "Below", "parent_id": self.cause.id})
        self._ticket(cause_id=below.id).sudo().opened_at = "2026-02-20 10:00:00"
        self.assertEqual(self._measured(1, 0).before_count, 2)

    # ------------------------------------------------------------- judging
    def test_a_leader_who_is_not_the_owner_judges(self):
        action = self._measured(12, 1)
        self._judge(action)
        self.assertEqual(action.state, "effective")
        self.assertEqual(action.judged_by_id, self.leader)
        self.assertEqual(action.judgement, "Counted")
        self.assertTrue(action.is_over)

    def test_nobody_judges_his_own(self):
        action = self._measured(12, 1)
        action.sudo().user_id = self.leader
        with self.assertRaises(UserError):
            self._judge(action)
        self.assertEqual(action.state, "done")

    def test_an_agent_judges_nothing(self):
        action = self._measured(12, 1)
        with self.assertRaises(AccessError):
            self._judge(action, user=self.agent)
        self.assertEqual(action.state, "done")

    def test_it_worked_only_after_the_days(self):
        action = self._measured(12, 1)
        action.sudo().done_on = "2026-06-01"
        with self.assertRaises(UserError):
            self._judge(action)
        following = self._judge(action, worked="no")
        self.assertEqual(action.state, "ineffective")
        self.assertEqual(following["context"]["default_follows_id"], action.id)

    def test_what_did_not_work_is_followed(self):
        action = self._measured(2, 2)
        context = self._judge(action, worked="no")["context"]
        follower = (
            self.env["o2c.corrective.action"]
            .with_user(self.leader)
            .with_context(**context)
            .create({"due_date": fields.Date.add(fields.Date.today(), days=9)})
        )
        self.assertEqual(follower.follows_id, action)
        self.assertEqual(follower.cause_id, self.cause)
        self.assertEqual(follower.state, "open")

    def test_the_job_asks_once(self):
        action = self._measured(5, 1)
        self.assertEqual(action.check_date, date(2026, 6, 14))
        for day, asked in (("2026-06-13", 0), ("2026-06-14", 1), ("2026-06-15", 1)):
            with self.subTest(_case=day), freeze_time(f"{day} 09:00:00"):
                due = self.env["o2c.corrective.action"].search(
                    [
                        ("id", "=", action.id),
                        ("check_date", "<=", day),
                        ("asked_on", "=", False),
                    ]
                )
                for record in due:
                    record._ask_for_check()
                self.assertEqual(len(action.activity_ids), asked)
        self.assertNotEqual(action.activity_ids.user_id, action.user_id)

    # ------------------------------------------------------------- rights
    def test_nobody_writes_the_state_by_hand(self):
        action = self._action()
        for values in ({"state": "effective"}, {"before_count": 99}, {"name": "X"}):
            with self.subTest(_case=values), self.assertRaises(AccessError):
                call_kw(
                    action.with_user(self.leader), "write", [action.ids, values], {}
                )
        made = self._action(state="effective", before_count=9)
        self.assertEqual((made.state, made.before_count), ("open", 0))

    def test_an_owner_elsewhere_fills_in_the_causes_only(self):
        action = self._action(user_id=self.warehouse.id)
        mine = action.with_user(self.warehouse)
        call_kw(mine, "write", [mine.ids, {"why_1": "Thin"}], {})
        self.assertEqual(action.why_1, "Thin")
        for values in ({"due_date": "2027-01-01"}, {"user_id": self.agent.id}):
            with self.subTest(_case=values), self.assertRaises(AccessError):
                call_kw(mine, "write", [mine.ids, values], {})

    def test_others_do_not_see_it(self):
        action = self._action()
        found = self.env["o2c.corrective.action"].with_user(self.warehouse)
        self.assertFalse(found.search([("id", "=", action.id)]))

    def test_another_company_does_not_see_it(self):
        action = self._action()
        company = self.env["res.company"].create({"name": "Another"})
        self.leader.company_ids = [Command.link(company.id)]
        found = self.env["o2c.corrective.action"].with_user(self.leader)
        found = found.with_context(allowed_company_ids=company.ids)
        self.assertFalse(found.search([("id", "=", action.id)]))
