from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..domain.calls import Result
from .common import NOW
from .script_common import ScriptCommon


class LinkCommon(ScriptCommon):
    """A call that is given up, and the script sent for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._script(
            {"title": "Received?", "choices": ["Yes", "No"], "o2c_role": "received"},
            {"title": "Score", "question_type": "scale", "scale_max": 10},
            {"title": "Words", "question_type": "text_box"},
            access_mode="token",
            questions_layout="one_page",
        )
        cls.received, cls.score, cls.words = cls.survey.question_ids
        cls.no = cls._choice(cls.received, "No")
        cls._effect(cls.received, "leader", choice_ids=cls.no.ids)
        cls.customer.email = "nora@example.com"
        cls.links = cls.env["o2c.call.link"]

    def given_up(self, wanted=True, **values):
        """A call whose attempts are used up."""
        call = self._asking(self.survey, max_attempts=1, **values)
        call.sudo().campaign_id.date_to = False
        call._record(Result.NO_ANSWER, NOW)
        call = call.sudo()
        self.assertEqual(call.state, "exhausted")
        if wanted and not call.link_ids:
            call.link_wanted = True
            call._want_link()
        return call

    def send(self, call, moment=NOW):
        link = call.link_ids
        link.due_at = moment
        link._step(moment)
        return link

    def fill(self, link, *, done=True, **answers):
        """The customer answers on his page."""
        entry = link.user_input_id
        entry._mark_in_progress()
        given = {"received": self.no.id, "score": "0", "words": "It never came"}
        for name, value in {**given, **answers}.items():
            entry._save_lines(getattr(self, name), value)
        if done:
            entry._mark_done()

    def mails(self, call):
        return self.env["mail.mail"].search(
            [("model", "=", "o2c.call"), ("res_id", "=", call.id)]
        )


@tagged("post_install", "-at_install")
class TestScriptLink(LinkCommon):
    """Sent once, to who may be asked; answered once, into the same call."""

    def test_sent_with_the_customer_s_own_address_reminded_once_and_ended(self):
        call = self.given_up(link_reminder_days=3, link_days=14)
        link = self.send(call)
        self.assertEqual((link.state, link.channel), ("sent", "email"))
        self.assertEqual(link.expires_at, NOW + timedelta(days=14))
        entry = link.user_input_id
        self.assertIn(entry.access_token, self.mails(call).body_html)
        self.assertEqual(entry.deadline, link.expires_at)
        self.assertEqual(link.due_at, NOW + timedelta(days=3))
        link._step(link.due_at)
        self.assertEqual(len(self.mails(call)), 2)
        link._step(link.due_at - timedelta(seconds=1))
        self.assertEqual(len(self.mails(call)), 2)
        self.assertEqual(link.due_at, link.expires_at)
        link._step(link.due_at)
        self.assertEqual((link.state, len(self.mails(call))), ("over", 2))
        self.assertLessEqual(entry.deadline, fields.Datetime.now())

    def test_who_gets_none(self):
        for case, campaign, customer, told in (
            ("campaign without links", {"link_channel": "none"}, {}, None),
            ("no address", {"link_channel": "email"}, {"email": False}, "No e-mail"),
            ("wants nothing", {}, {"o2c_notify_off": True}, "wants no messages"),
        ):
            with self.subTest(case), self.env.cr.savepoint() as savepoint:
                self.customer.write(customer)
                call = self.given_up(**campaign)
                if told is None:
                    self.assertFalse(call.link_ids)
                else:
                    link = self.send(call)
                    self.assertEqual(link.state, "refused")
                    self.assertIn(told, link.told)
                self.assertFalse(self.mails(call))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_who_unsubscribed_gets_an_sms_or_nothing(self):
        self.env["mail.blacklist"]._add("nora@example.com")
        call = self.given_up()
        self.assertEqual(self.send(call).channel, "sms")
        call.link_ids.state = "waiting"
        number = call.person_id._phone_format(number=call.phone)
        self.env["phone.blacklist"]._add([number])
        self.env.invalidate_all()
        self.assertEqual(self.send(call).refusal, "opted_out")

    def test_marketing_needs_consent(self):
        call = self.given_up()
        call.campaign_id.is_marketing = True
        link = self.send(call)
        self.assertEqual((link.state, link.refusal), ("refused", "no_consent"))
        self.env["o2c.consent"]._give(
            link.partner_id, "email", "marketing", "signed", "form", NOW
        )
        link.state = "waiting"
        link._step(NOW)
        self.assertEqual((link.state, link.channel), ("sent", "email"))

    def test_the_answers_are_those_of_the_call_once(self):
        call = self.given_up()
        link = self.send(call)
        self.fill(link)
        self.assertEqual(
            (link.state, link.taken_in, call.state), ("answered", True, "done")
        )
        self.assertEqual(
            self._given(call),
            {"Received?": "No", "Score": "0", "Words": "It never came"},
        )
        self.assertEqual((call.by_link, call.user_input_id), (True, link.user_input_id))
        self.assertEqual(len(call.effect_ids), 1)
        contact = self.env["o2c.contact"].search(
            [("source_key", "=", f"call-link:{link.id}")]
        )
        self.assertEqual((contact.direction, contact.channel), ("in", "web"))
        # opened twice, or the job comes by
        link.user_input_id._mark_done()
        link._take_in(NOW)
        self.assertEqual((len(call.effect_ids), len(call.activity_ids)), (1, 1))

    def test_an_agent_reaches_him_first(self):
        call = self.given_up()
        link = self.send(call)
        self.fill(link, done=False)
        # he calls in, an agent has the call and takes his answers down
        call.write({"state": "in_call", "agent_id": self.agent.id, "locked_at": NOW})
        mine = call.with_user(self.agent)
        mine._answer(self.received.id, self.no.id)
        mine._record(Result.ANSWERED, NOW)
        self.assertEqual((link.state, call.state), ("over", "done"))
        self.assertLessEqual(link.user_input_id.deadline, fields.Datetime.now())
        link.user_input_id._mark_done()
        self.assertEqual(self._given(call), {"Received?": "No"})
        self.assertEqual((len(call.effect_ids), call.by_link), (1, False))

    def test_he_answers_while_an_agent_rings_in_vain(self):
        call = self.given_up()
        link = self.send(call)
        call.write({"state": "in_call", "agent_id": self.agent.id, "locked_at": NOW})
        self.fill(link)
        self.assertEqual((call.state, call.by_link), ("in_call", True))
        call.with_user(self.agent)._record(Result.BUSY, NOW)
        self.assertEqual((call.state, len(call.effect_ids)), ("done", 1))

    def test_answers_that_could_not_be_taken_in_are_tried_again(self):
        call = self.given_up()
        link = self.send(call)
        logger = "odoo.addons.o2c_quality_check.models.o2c_call_link"
        take = patch.object(type(self.Call), "_take_over", side_effect=KeyError("x"))
        with take, mute_logger(logger):
            self.fill(link)
        self.assertEqual((link.state, link.taken_in), ("answered", False))
        self.assertEqual((link.attempts, call.state), (1, "exhausted"))
        link._step(NOW + timedelta(days=1))
        self.assertEqual((link.taken_in, call.state), (True, "done"))

    def test_the_end_of_the_campaign_ends_its_links(self):
        call = self.given_up()
        link = self.send(call)
        call.campaign_id.with_user(self.leader).action_end()
        self.assertEqual(link.state, "over")
        self.assertLessEqual(link.user_input_id.deadline, fields.Datetime.now())

    def test_only_a_leader_sends_again(self):
        call = self.given_up()
        call.link_ids.state = "failed"
        with self.assertRaises(AccessError):
            call.link_ids.with_user(self.agent).action_send_again()
        call.link_ids.with_user(self.leader).action_send_again()
        self.assertEqual(call.link_ids.state, "waiting")


@tagged("post_install", "-at_install")
class TestLinkPage(LinkCommon, HttpCase):
    """The customer's page, over HTTP."""

    def test_answered_on_the_page_also_by_who_is_logged_in(self):
        call = self.given_up()
        link = self.send(call, fields.Datetime.now())
        entry = link.user_input_id
        self.env.flush_all()
        self._user("warehouse").password = "warehouse"
        for login in (None, "o2c_warehouse"):
            self.authenticate(login, "warehouse" if login else None)
            page = self.url_open(entry.get_start_url())
            self.assertEqual(page.status_code, 200)
            self.assertIn("Our script", page.text)
        tokens = f"{self.survey.access_token}/{entry.access_token}"
        self.make_jsonrpc_request(f"/survey/begin/{tokens}")
        answers = {
            str(self.received.id): str(self.no.id),
            str(self.score.id): "0",
            str(self.words.id): "<script>alert(1)</script>",
        }
        for _twice in range(2):
            self.make_jsonrpc_request(f"/survey/submit/{tokens}", answers)
        self.env.invalidate_all()
        self.assertEqual((call.state, len(call.effect_ids)), ("done", 1))
        self.assertEqual(self._given(call)["Score"], "0")
        closed = self.url_open(entry.get_start_url())
        self.assertNotIn("o_survey_form_content_data_submit", closed.text)
