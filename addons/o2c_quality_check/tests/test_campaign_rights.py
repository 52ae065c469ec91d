from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import QualityCommon

MARKETING = "o2c_quality_check.group_call_marketing"


@tagged("post_install", "-at_install")
class TestCampaignRights(QualityCommon):
    """Marketing sets up what sells, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls._user("marketing", groups=MARKETING)
        cls.selling = cls._campaign(
            start=False,
            name="Spring sale",
            kind="telesales",
            survey_id=cls.env["survey.survey"]
            .create({"title": "Sell", "user_id": False})
            .id,
            leader_id=cls.marketing.id,
        )

    def test_marketing_writes_what_sells(self):
        with Form(self.env["o2c.campaign"].with_user(self.marketing)) as form:
            self.assertEqual(form.kind, "telesales")
            form.name = "Autumn sale"
            form.survey_id = self.selling.survey_id
        campaign = form.record
        self.assertEqual(campaign.leader_id, self.marketing)
        campaign.agent_ids = [Command.set(self.agent.ids)]
        campaign.unlink()

    def test_marketing_does_not_cross_into_service(self):
        campaign = self.selling.with_user(self.marketing)
        with self.assertRaises(AccessError):
            campaign.write({"kind": "quality"})
        self.selling.invalidate_recordset()
        service = self._campaign(start=False).with_user(self.marketing)
        for refused in (
            lambda: service.write({"name": "Mine"}),
            service.copy,
            lambda: service.create(
                {"name": "Q", "kind": "quality", "survey_id": self.script.id}
            ),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_marketing_sees_how_far_it_is(self):
        campaign = self.selling.with_user(self.marketing)
        self.assertEqual((campaign.call_count, campaign.progress), (0, 0.0))

    def test_a_kind_proposes_its_rule(self):
        form = Form(self.env["o2c.campaign"].with_user(self.leader))
        form.kind = "welcome"
        self.assertEqual(
            (form.source, form.min_days, form.max_days), ("confirmed", 1, 7)
        )
        form.name, form.survey_id = "Welcome", self.script
        campaign = form.save()
        self.assertEqual(campaign.rule_ids.mapped("kind"), ["first_order"])
        self.assertEqual(campaign.source, "confirmed")
