from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, QualityCommon


@tagged("post_install", "-at_install")
class TestCampaign(QualityCommon):
    """Its states, and what stands once it has started."""

    def test_life(self):
        campaign = self._campaign(start=False)
        self.assertEqual(campaign.state, "draft")
        for action, state in (
            ("action_start", "running"),
            ("action_pause", "paused"),
            ("action_start", "running"),
            ("action_end", "done"),
        ):
            getattr(campaign.with_user(self.leader), action)()
            self.assertEqual(campaign.state, state)
        with self.assertRaisesRegex(UserError, "cannot go from “Done” to “Running”"):
            campaign.action_start()

    def test_a_new_campaign_is_a_draft(self):
        self.assertEqual(self._campaign(start=False, state="running").state, "draft")

    def test_start_says_everything_that_is_missing(self):
        survey = self.env["survey.survey"].create({"title": "Empty", "user_id": False})
        campaign = self._campaign(
            start=False, survey_id=survey.id, kind="telesales", agent_ids=[]
        )
        campaign.source = "quotation"
        with self.assertRaises(UserError) as caught:
            campaign.action_start()
        self.assertEqual(
            str(caught.exception).splitlines(),
            [
                "“Telesales” calls are not made from “Open quotations”.",
                "“Deliveries of the week” has no agent.",
                "The script asks no question.",
            ],
        )
        self.assertEqual(campaign.state, "draft")

    def test_serving_and_selling_share_no_script(self):
        self._campaign(start=False, name="Sell", kind="telesales")
        campaign = self._campaign(start=False)
        self.assertEqual([campaign.is_marketing], [False])
        with self.assertRaisesRegex(UserError, "used for “Telesales” calls"):
            campaign.action_start()

    def test_started_keeps_its_script(self):
        campaign = self._campaign()
        survey = self.env["survey.survey"].create({"title": "Other", "user_id": False})
        with self.assertRaisesRegex(UserError, "has started"):
            campaign.survey_id = survey
        with self.assertRaisesRegex(UserError, "archive it instead"):
            campaign.unlink()

    def test_progress(self):
        campaign = self._campaign(quiet_days=0)
        for _ in range(4):
            self._delivered()
        campaign._refresh(NOW)
        call = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
        self._answer(call, received="yes", condition="damaged", overall="9")
        call.action_answered()
        campaign.call_ids.filtered(lambda c: c.state == "to_call")[0].action_exclude()
        self.assertEqual(
            (
                campaign.call_count,
                campaign.done_count,
                campaign.waiting_count,
                campaign.not_ok_count,
            ),
            (3, 1, 2, 1),
        )
        self.assertAlmostEqual(campaign.progress, 100 / 3)
