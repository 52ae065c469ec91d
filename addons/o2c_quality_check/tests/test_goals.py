from odoo.tests import tagged

from ..domain.calls import Result
from .common import NOW
from .target_common import TargetCommon


@tagged("post_install", "-at_install")
class TestGoals(TargetCommon):
    """A campaign stops when it has what it wanted or has spent what it may."""

    def _call(self, campaign, result=Result.REFUSED, minutes=0):
        call = self.Call.with_user(self.agent)._take_next(self.agent, NOW, campaign)
        if result is Result.ANSWERED:
            self._answer(call, received="yes", condition="good", overall="9")
        if minutes:
            call.talk_minutes = minutes
        call._record(result, NOW)
        return call.sudo()

    def _listed_campaign(self, count=3, **values):
        for _number in range(count):
            self._delivered()
        campaign = self._campaign(quiet_days=0, **values)
        campaign._refresh(NOW)
        return campaign

    def test_enough_answers_end_it(self):
        campaign = self._listed_campaign(goal_answers=1, goal_action="end")
        self._call(campaign, Result.REFUSED)
        self.assertEqual(
            (campaign.state, campaign.goal_text), ("running", "0 of 1 answers")
        )
        self._call(campaign, Result.ANSWERED)
        self.assertEqual((campaign.state, campaign.goal_reached_at), ("done", NOW))
        self.assertEqual(campaign.goal_progress, 100.0)
        waiting = campaign.call_ids.filtered(lambda c: c.state == "excluded")
        self.assertEqual([c.exclusion["code"] for c in waiting], ["ended"])

    def test_or_only_tell_the_leader_once(self):
        campaign = self._listed_campaign(goal_answers=1)
        self._call(campaign, Result.ANSWERED)
        self._call(campaign, Result.ANSWERED)
        self.assertEqual(campaign.state, "running")
        self.assertEqual(
            campaign.activity_ids.mapped("summary"), ["Goal reached: answers"]
        )
        self.assertEqual(campaign.activity_ids.user_id, self.leader)
        campaign.goal_answers = 5
        self.assertFalse(campaign.goal_reached_at)

    def test_budget_of_minutes(self):
        campaign = self._listed_campaign(budget_minutes=10)
        self._call(campaign, minutes=9)
        self.assertEqual((campaign.used_minutes, campaign.is_spent), (9, False))
        self._call(campaign, minutes=1)
        self.assertTrue(campaign.is_spent)
        self.assertFalse(self.Call.with_user(self.agent)._take_next(self.agent, NOW))
        campaign.budget_minutes = 11
        self.assertFalse(campaign.is_spent)
        self.assertTrue(self.Call.with_user(self.agent)._take_next(self.agent, NOW))

    def test_budget_of_money_per_attempt(self):
        campaign = self._listed_campaign(budget_amount=1.0, attempt_cost=0.5)
        self._call(campaign, Result.NO_ANSWER)
        self.assertEqual((campaign.used_amount, campaign.is_spent), (0.5, False))
        self._call(campaign, Result.NO_ANSWER)
        self.assertEqual((campaign.used_amount, campaign.is_spent), (1.0, True))

    def test_sales(self):
        buyer = self._buyer()
        self._bought(buyer)
        campaign = self._of_kind("telesales", start=True, goal_sales=300.0)
        campaign._refresh(NOW)
        call = campaign.call_ids.filtered(lambda c: c.partner_id == buyer)
        order = self._order(self._line(qty=3), partner_id=buyer.id, confirm=False)
        self.env.cr.execute(
            "UPDATE sale_order SET o2c_call_id = %s WHERE id = %s", [call.id, order.id]
        )
        self.env.invalidate_all()
        self.assertEqual(campaign.sale_total, 0.0)
        order.action_confirm()
        campaign.invalidate_recordset()
        self.assertEqual(campaign.sale_total, 300.0)
        campaign._check_goals(NOW)
        self.assertEqual(campaign.goal_reached_at, NOW)

    def test_urgent_campaign_first(self):
        first, second = self._delivered(), self._delivered()
        campaign = self._campaign(quiet_days=0, name="Calm")
        urgent = self._campaign(quiet_days=0, name="Urgent", priority="1")
        for one in (campaign, urgent):
            one._refresh(NOW)
        call = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
        self.assertEqual(call.sudo().campaign_id, urgent)
        self.assertIn(call.sudo().order_id, first | second)


@tagged("post_install", "-at_install")
class TestSample(TargetCommon):
    """Who is drawn stays drawn; who is not is said to be left out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        italy = cls.env.ref("base.it")
        cls.buyers = [
            cls._buyer(f"Buyer {number}", country_id=italy.id) for number in range(12)
        ]
        for buyer in cls.buyers:
            cls._bought(buyer)
        cls.own = {f"customer:{buyer.id}" for buyer in cls.buyers}

    def _sample(self, **values):
        tag = self.env["res.partner.category"].create({"name": "Ours"})
        self.env["res.partner"].union(*self.buyers).category_id = tag
        line = {"kind": "tag", "tag_ids": tag.ids}
        return self._of_kind("research", line, seed=7, **values)

    def keys(self, campaign, state="to_call"):
        found = campaign.call_ids.filtered(lambda c: c.state == state)
        return set(found.mapped("subject_key"))

    def test_count_does_not_draw_anew(self):
        campaign = self._sample(sampling="count", sample_count=5, start=True)
        campaign._refresh(NOW)
        first = self.keys(campaign)
        self.assertEqual((len(first), first <= self.own), (5, True))
        self.assertEqual(campaign._refresh(NOW), (0, 0, 0))
        self.assertEqual(campaign.list_figures["called"], 5)
        self.assertIn(["not_drawn", None, 7], campaign.list_figures["left_out"])
        campaign.sample_count = 7
        self.assertEqual(campaign._refresh(NOW), (2, 0, 0))
        self.assertLess(first, self.keys(campaign))
        campaign.sample_count = 3
        self.assertEqual(campaign._refresh(NOW), (0, 4, 0))

    def test_another_seed_draws_others(self):
        one = self.found(self._sample(sampling="count", sample_count=5))
        same = self.found(self._sample(sampling="count", sample_count=5))
        self.assertEqual(one, same)
        other = self._sample(sampling="count", sample_count=5)
        other.seed = 8
        self.assertNotEqual(self.found(other), one)

    def test_enough_for_each_cell(self):
        spain = self.env.ref("base.es")
        for buyer in self.buyers[:2]:
            buyer.country_id = spain
        campaign = self._sample(
            sampling="cells", sample_margin=20.0, goal_cells=True, start=True
        )
        campaign._refresh(NOW)
        cells = {
            cell.country_id.code: (cell.population, cell.wanted, cell.sample)
            for cell in campaign.cell_ids
        }
        # n0 = 24.01: 24.01 / (1 + 23.01 / 10) = 7.3, of two both
        self.assertEqual(cells, {"IT": (10, 8, 8), "ES": (2, 2, 2)})
        self.assertEqual(len(self.keys(campaign)), 10)
        self.assertEqual(campaign.cell_ids.mapped("margin"), [100.0, 100.0])
        with self.assertNothingWritten("o2c.campaign.cell"):
            campaign._refresh(NOW)
        self._answer_all(campaign, "ES")
        full = campaign.cell_ids.filtered("is_full")
        self.assertEqual((full.country_id.code, full.margin), ("ES", 0.0))
        self.assertEqual(campaign.goal_text, "1 of 2 cells have enough")
        campaign._check_goals(NOW)
        self.assertFalse(campaign.goal_reached_at)
        self._answer_all(campaign, "IT")
        campaign._check_goals(NOW)
        self.assertTrue(campaign.goal_reached_at)

    def _answer_all(self, campaign, country):
        calls = campaign.call_ids.filtered(
            lambda c: c.partner_id.country_id.code == country and c.state == "to_call"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE o2c_call SET state = 'done', last_result = 'answered'"
            " WHERE id = ANY(%s)",
            [calls.ids],
        )
        self.env.invalidate_all()

    def test_two_scripts(self):
        other = self._script("Sell otherwise")
        campaign = self._sample(survey_b_id=other.id, share_b=50.0, start=True)
        campaign._refresh(NOW)
        calls = campaign.call_ids
        scripts = {call.subject_key: call.survey_id for call in calls}
        self.assertEqual(calls.survey_id, self.selling_script | other)
        for key, script in scripts.items():
            self.assertEqual(campaign._script_of(key), script)
        call = self.Call.with_user(self.agent)._take_next(self.agent, NOW, campaign)
        self.assertEqual(call.answer_ids.question_id.survey_id, call.sudo().survey_id)
        call.action_refused()
        self.assertIn("0 of 1 answered (0%)", campaign.script_text)

    def test_two_scripts_are_two_and_both_are_checked(self):
        empty = self.env["survey.survey"].create({"title": "E", "user_id": False})
        self._campaign(start=False, name="Q", survey_id=empty.id)
        campaign = self._sample(survey_b_id=empty.id)
        with self.assertRaisesRegex(Exception, "serving and selling do not share"):
            campaign.action_start()
