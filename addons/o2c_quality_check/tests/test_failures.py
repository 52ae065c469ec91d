from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW
from .retention_common import NOW as LATER
from .retention_common import RetentionCommon
from .test_script_link import LinkCommon

MODELS = "odoo.addons.o2c_quality_check.models"
LINK_LOG = f"{MODELS}.o2c_call_link"


@tagged("post_install", "-at_install")
class TestLinkFailures(LinkCommon):
    """A link that fails is seen, tried again, and at last given to the leader."""

    def fails(self, link, method, moment, times=1):
        """``method`` of the link fails in so many runs of the job."""
        error = UserError("The mail server does not answer.")
        broken = patch.object(type(link), method, side_effect=error)
        with broken, mute_logger(LINK_LOG):
            for _run in range(times):
                self.job(link, moment)

    def job(self, link, moment):
        """A run of the job at ``moment``, when the link is due."""
        link.due_at = moment
        link._step_alone(moment)

    def tasks(self, link):
        return link.call_id.activity_ids.mapped("summary")

    def test_not_sent(self):
        link = self.given_up().link_ids
        self.fails(link, "_tell", NOW)
        self.assertEqual((link.state, link.failed), ("waiting", True))
        self.assertEqual(link.due_at, NOW + timedelta(hours=1))
        self.assertIn("does not answer. Tried again at", link.told)
        self.fails(link, "_tell", NOW)
        self.assertEqual(link.due_at, NOW + timedelta(hours=2))
        self.assertEqual(self.tasks(link), [])
        self.fails(link, "_tell", NOW)
        self.assertEqual((link.state, link.failed), ("failed", True))
        self.assertIn("Not tried again by itself", link.told)
        (task,) = self.tasks(link)
        self.assertIn("did not work for Nordlicht: The mail server", task)
        self.assertEqual(link.call_id.activity_ids.user_id, self.leader)
        call_kw(link.with_user(self.leader), "action_send_again", [link.ids], {})
        self.assertEqual(
            (link.state, link.failed, link.attempts), ("waiting", False, 0)
        )
        link._step(NOW)
        self.assertEqual((link.state, link.failed), ("sent", False))

    def test_a_reminder_that_fails_is_given_up_and_the_link_stays_open(self):
        link = self.send(self.given_up(link_reminder_days=3, link_days=14))
        self.fails(link, "_tell", link.due_at)
        self.assertEqual((link.state, link.failed), ("sent", True))
        self.fails(link, "_tell", link.due_at, times=2)
        self.assertEqual((link.state, link.due_at), ("sent", link.expires_at))
        self.assertIn("Not tried again by itself", link.told)
        self.assertEqual(len(self.tasks(link)), 1)
        link._step(link.expires_at)
        self.assertEqual((link.state, link.failed), ("over", False))

    def test_answers_of_a_customer_are_never_given_up(self):
        link = self.send(self.given_up())
        broken = patch.object(type(self.Call), "_take_over", side_effect=KeyError("x"))
        with broken, mute_logger(LINK_LOG), self._at(str(NOW)):
            self.fill(link)
            self.assertEqual((link.failed, link.attempts), (True, 1))
            for _run in range(4):
                self.job(link, NOW)
        self.assertEqual((link.state, link.attempts), ("answered", 5))
        self.assertEqual(link.due_at, NOW + timedelta(days=1))
        self.assertIn("unexpected error", link.told)
        self.assertIn("Tried again at", link.told)
        self.assertEqual(len(self.tasks(link)), 1)
        link.with_user(self.leader).action_send_again()
        self.assertEqual((link.state, link.attempts), ("answered", 0))
        self.job(link, NOW)
        self.assertEqual((link.taken_in, link.failed), (True, False))
        self.assertEqual(link.call_id.state, "done")
        with self.assertRaisesRegex(UserError, "Only links that failed"):
            link.with_user(self.leader).action_send_again()

    def test_the_screen_shows_what_fails(self):
        link = self.given_up().link_ids
        self.fails(link, "_tell", NOW)
        seen = self.links.with_user(self.leader)
        found = seen.search([("failed", "=", True), ("call_id", "=", link.call_id.id)])
        self.assertEqual(found, link)


@tagged("post_install", "-at_install")
class TestRetentionFailures(RetentionCommon):
    """A company whose customers could not be read, a list that could not be ended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._silent("Ostsee")
        cls._silent("Südsee")
        cls.list = cls.Lists._make(cls._look())
        cls.env["res.company"].search([]).write({"o2c_churn_failure": False})

    def run_job(self, name, moment):
        cron = self._ref(name)
        log = (f"{MODELS}.o2c_churn_customer", f"{MODELS}.o2c_retention_list")
        with self._at(str(moment)), self.enter_registry_test_mode(), mute_logger(*log):
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_company_that_could_not_be_read(self):
        other = self.env["res.company"].create({"name": "Second company"})
        looked, error = [], UserError("Not today.")

        def look(risk, company, now):
            looked.append(company.id)
            if company.id == self.company.id:
                raise error
            company._o2c_note_churn(False, now)

        with patch.object(type(self.Risk), "_refresh_company", look):
            self.run_job("cron_churn_refresh", LATER)
            self.run_job("cron_churn_refresh", LATER + timedelta(days=1))
        # the others are looked at, and this one again by the next run
        self.assertEqual(looked.count(self.company.id), 2)
        self.assertEqual(looked.count(other.id), 2)
        self.assertFalse(other.o2c_churn_failure)
        self.assertEqual(self.company.o2c_churn_failed_at, LATER)
        for user in (self.leader, self.marketing):
            trouble = self.list.with_user(user).trouble
            self.assertIn("could not be looked at since", trouble)
            self.assertIn("Not today.", trouble)
        self.Risk._refresh_company(self.company, LATER)
        self.assertFalse(self.company.o2c_churn_failed_at)
        self.list.invalidate_recordset()
        self.assertFalse(self.list.trouble)

    def test_a_list_that_could_not_be_ended_stops_no_other(self):
        self.list.survey_id = self.script
        with self._at(str(LATER)):
            self.list.action_start()
        later = LATER + timedelta(days=self.list.days)
        error = UserError("Not now.")
        with patch.object(type(self.list), "_end", side_effect=error):
            self.run_job("cron_retention_end", later)
        self.assertEqual(self.list.state, "running")
        self.assertEqual(self.list.with_user(self.leader).trouble, "Not now.")
        self.run_job("cron_retention_end", later)
        self.assertEqual((self.list.state, self.list.trouble), ("done", False))

    def test_who_does_not_sell_sees_nothing_of_it(self):
        self.company._o2c_note_churn("Not today.", LATER)
        agent = self.company.with_user(self.agent)
        self.assertNotIn("o2c_churn_failure", agent.fields_get())
