from odoo.tests import HttpCase, tagged

from .script_common import ScriptCommon


@tagged("post_install", "-at_install")
class TestTryScriptTour(ScriptCommon, HttpCase):
    """The window in which a leader plays the scripts of a campaign."""

    def test_by_keys_and_both_scripts(self):
        survey = self._script(
            {"title": "Well?", "choices": ["Yes", "No"]},
            {"title": "Score", "question_type": "scale", "scale_max": 10},
            {"title": "Words", "question_type": "text_box"},
        )
        well = survey.question_ids[0]
        ticket = {"title": "$answer: $order, $customer"}
        self._effect(well, "ticket", choice_ids=self._choice(well, "No").ids, **ticket)
        other = self._script({"title": "Only in B?"}, title="Script B")
        campaign = self._campaign(
            start=False,
            name="Two scripts",
            survey_id=survey.id,
            survey_b_id=other.id,
        )
        url = f"/odoo/quality-campaigns/{campaign.id}"
        self.start_tour(url, "o2c_quality_try_script", login=self.leader.login)
        self.assertFalse(campaign.call_ids)
