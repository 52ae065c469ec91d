from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import LEADER, NOW, QualityCommon


class EvaluationCommon(QualityCommon):
    """Two leaders, two agents, an attempt of each agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_leader = cls._user("call_leader_2", groups=LEADER)
        cls.form = cls._ref("evaluation_form_service")
        cls.Evaluation = cls.env["o2c.evaluation"]
        call = cls._listed()
        cls.attempt, cls.other_attempt = cls.env["o2c.call.attempt"].create(
            [
                {
                    "call_id": call.id,
                    "at": NOW,
                    "agent_id": agent.id,
                    "phone": "+39 02 5550",
                    "result": "refused",
                }
                for agent in (cls.agent, cls.other_agent)
            ]
        )

    @classmethod
    def _evaluation(cls, leader=None, attempt=None, **more):
        leader = leader or cls.leader
        attempt = attempt or cls.attempt
        evaluations = cls.Evaluation.with_user(leader)
        vals = {"attempt_id": attempt.id, "form_id": cls.form.id, **more}
        return evaluations.create(vals)

    @classmethod
    def _mark(cls, evaluation, default="best", **points):
        """Mark by xmlid part; all others the best."""
        for mark in evaluation.mark_ids:
            best = str(mark.highest) if default == "best" else default
            name = mark.criterion_id.get_external_id()[mark.criterion_id.id]
            mark.points = points.get(name.split(".criterion_")[1], best)
        return evaluation

    @classmethod
    def _done(cls, leader=None, attempt=None, **points):
        evaluation = cls._mark(cls._evaluation(leader, attempt), **points)
        evaluation.action_done()
        return evaluation


@tagged("post_install", "-at_install")
class TestEvaluation(EvaluationCommon):
    """A leader marks a call, its agent sees it and may answer once."""

    def test_score_by_weight(self):
        evaluation = self._mark(self._evaluation(), listening="0", tone="-")
        # 85 of weight count, without the 20 for listening
        self.assertAlmostEqual(evaluation.score, 100 * 65 / 85, 1)
        self.assertTrue(evaluation.is_passed)

    def test_knock_out(self):
        evaluation = self._mark(self._evaluation(), no_selling="0")
        self.assertEqual((evaluation.score, evaluation.is_passed), (0.0, False))
        self.assertIn("Sold nothing", evaluation.summary)
        self.assertIn("100.0", evaluation.summary)

    def test_bad_marks(self):
        mark = self._evaluation().mark_ids[0]
        for points in ("2", "-1", "x"):
            with self.subTest(points), self.assertRaises(ValidationError):
                mark.points = points

    def test_everything_is_marked_before_it_is_done(self):
        evaluation = self._mark(self._evaluation(), note="")
        with self.assertRaises(UserError) as refused:
            evaluation.action_done()
        self.assertIn("Note and result are right", str(refused.exception))
        self.assertEqual(evaluation.state, "draft")

    def test_the_form_may_change(self):
        evaluation = self._done(listening="0")
        score = evaluation.score
        self.form.criterion_ids.write({"weight": 50})
        self.form.pass_mark = 100
        self.env.flush_all()
        self.assertEqual(evaluation.score, score)
        self.assertTrue(evaluation.is_passed)

    def test_nobody_evaluates_himself(self):
        own = self.attempt.copy({"agent_id": self.leader.id})
        with self.assertRaises(ValidationError):
            self._evaluation(attempt=own)

    def test_evaluator_is_who_does_it(self):
        vals = {"evaluator_id": self.second_leader.id, "state": "done"}
        evaluation = self._evaluation(**vals)
        self.assertEqual(evaluation.evaluator_id, self.leader)
        self.assertEqual(evaluation.state, "draft")

    def test_only_the_evaluator_marks_and_only_until_it_is_done(self):
        evaluation = self._evaluation()
        theirs = evaluation.with_user(self.second_leader)
        with self.assertRaises(AccessError):
            call_kw(theirs, "write", [evaluation.ids, {"strengths": "x"}], {})
        with self.assertRaises(AccessError):
            mark = evaluation.mark_ids[0].with_user(self.second_leader)
            call_kw(mark, "write", [mark.ids, {"points": "1"}], {})
        with self.assertRaises(AccessError):
            theirs.action_done()
        self._mark(evaluation).action_done()
        for vals in ({"strengths": "x"}, {"score": 100}, {"state": "draft"}):
            with self.assertRaises(AccessError):
                call_kw(evaluation, "write", [evaluation.ids, vals], {})
        mark = evaluation.mark_ids[0]
        with self.assertRaises(AccessError):
            call_kw(mark, "write", [mark.ids, {"points": "0"}], {})
        with self.assertRaises(AccessError):
            call_kw(mark, "write", [mark.ids, {"weight": 99}], {})
        with self.assertRaises(UserError):
            evaluation.unlink()

    # ------------------------------------------------------------- the agent
    def test_agents_see_their_own_only_and_only_when_done(self):
        evaluation = self._mark(self._evaluation())
        mine = self.Evaluation.with_user(self.agent)
        theirs = self.Evaluation.with_user(self.other_agent)
        marks = self.env["o2c.evaluation.mark"]
        self.assertFalse(mine.search([]))
        evaluation.action_done()
        self.assertEqual(mine.search([]), evaluation)
        self.assertEqual(marks.with_user(self.agent).search([]), evaluation.mark_ids)
        self.assertFalse(theirs.search([]))
        self.assertFalse(marks.with_user(self.other_agent).search([]))
        for model, ids in ((theirs, evaluation.ids), (marks, evaluation.mark_ids.ids)):
            with self.assertRaises(AccessError):
                call_kw(model.with_user(self.other_agent), "read", [ids], {})
        with self.assertRaises(AccessError):
            attempts = self.attempt.with_user(self.agent)
            call_kw(attempts, "read", [attempts.ids, ["evaluation_ids"]], {})

    def test_the_agent_answers_once(self):
        evaluation = self._done()
        own = evaluation.with_user(self.agent)
        self.assertEqual(evaluation.activity_ids.user_id, self.agent)
        with self.assertRaises(AccessError):
            call_kw(own, "write", [own.ids, {"agent_answer": "x"}], {})
        Reply = self.env["o2c.evaluation.reply"]
        stranger = Reply.with_user(self.other_agent)
        with self.assertRaises(AccessError):
            stranger.create({"evaluation_id": evaluation.id}).action_send()
        reply = Reply.with_user(self.agent).create(
            {"evaluation_id": evaluation.id, "text": "The line was bad"}
        )
        reply.action_send()
        self.assertEqual(evaluation.state, "acknowledged")
        self.assertEqual(evaluation.agent_answer, "The line was bad")
        self.assertEqual(evaluation.activity_ids.user_id, self.leader)
        with self.assertRaises(UserError):
            reply.action_send()

    def test_agents_and_strangers_evaluate_nothing(self):
        vals = {"attempt_id": self.attempt.id, "form_id": self.form.id}
        seller = self._user("seller", groups="sales_team.group_sale_salesman")
        for user in (self.other_agent, seller):
            with self.assertRaises(AccessError):
                call_kw(self.Evaluation.with_user(user), "create", [vals], {})
            with self.assertRaises(AccessError):
                self.attempt.with_user(user).action_evaluate()

    # ------------------------------------------------------------- the draw
    def test_draw(self):
        own = self.attempt.copy({"agent_id": self.leader.id})
        draw = self.env["o2c.evaluation.sample"].with_user(self.leader)
        vals = {"date_from": NOW.date(), "date_to": NOW.date(), "per_agent": 1}
        wizard = draw.create({**vals, "seed": "a"})
        action = wizard.action_draw()
        drawn = self.Evaluation.search(action["params"]["next"]["domain"])
        self.assertEqual(drawn.agent_id, self.agent | self.other_agent)
        self.assertNotIn(own, drawn.attempt_id)
        wizard.action_draw()
        attempts = drawn.attempt_id
        again = self.Evaluation.search([("attempt_id", "in", attempts.ids)])
        self.assertEqual(again, drawn)

    def test_nobody_to_draw(self):
        draw = self.env["o2c.evaluation.sample"].with_user(self.leader)
        day = NOW.date() + timedelta(days=400)
        with self.assertRaises(UserError):
            draw.create({"date_from": day, "date_to": day}).action_draw()


@tagged("post_install", "-at_install")
class TestCoaching(EvaluationCommon):
    """Several evaluate the same; a goal with figures before and since."""

    def _calibration(self, **more):
        vals = {
            "attempt_id": self.attempt.id,
            "form_id": self.form.id,
            "evaluator_ids": [Command.set((self.leader | self.second_leader).ids)],
            **more,
        }
        return self.env["o2c.calibration"].with_user(self.leader).create(vals)

    def test_calibration_is_blind_until_all_have_finished(self):
        calibration = self._calibration()
        calibration.action_start()
        first, second = calibration.sudo().evaluation_ids.sorted(
            lambda e: e.evaluator_id != self.leader
        )
        mine = first.with_user(self.leader)
        self._mark(mine).action_done()
        calibration.invalidate_recordset(["evaluation_ids"])
        self.assertEqual(calibration.evaluation_ids, mine)
        with self.assertRaises(AccessError):
            call_kw(mine, "read", [second.ids, ["score"]], {})
        with self.assertRaises(UserError):
            calibration.action_close()
        self._mark(second.with_user(self.second_leader), listening="0").action_done()
        self.assertEqual(calibration.done_count, 2)
        calibration.action_close()
        self.assertEqual((calibration.width, calibration.mean_score), (20.0, 90.0))
        total, most = calibration.row_ids[:2]
        self.assertTrue(total.is_total)
        self.assertEqual(most.name, "Listened and let the customer finish")
        self.assertEqual((most.width, most.mean), (100.0, 50.0))
        calibration.invalidate_recordset(["evaluation_ids"])
        self.assertEqual(len(calibration.evaluation_ids), 2)
        self.assertFalse(self.Evaluation.with_user(self.agent).search([]))

    def test_what_nobody_marked_is_not_shown_as_nought(self):
        calibration = self._calibration()
        calibration.action_start()
        for leader in (self.leader, self.second_leader):
            own = calibration.sudo().evaluation_ids.filtered(
                lambda e, leader=leader: e.evaluator_id == leader
            )
            self._mark(own.with_user(leader), listening="0", tone="-").action_done()
        calibration.action_close()
        rows = {row.name: row.is_counted for row in calibration.row_ids}
        self.assertTrue(rows["Score"] and rows["Listened and let the customer finish"])
        self.assertFalse(rows["Friendly and clear"])

    def test_the_call_is_chosen_by_its_customer_and_agent(self):
        attempt = self.attempt.with_user(self.leader).with_context(lang="en_US")
        customer = attempt.partner_id.display_name
        said = f"{customer} · {self.agent.name} · 3/5/26, "
        self.assertEqual(attempt.display_name[: len(said)], said)
        domain = [("id", "in", (self.attempt | self.other_attempt).ids)]
        for words in (customer, self.agent.name):
            found = attempt.name_search(words, domain)
            self.assertIn((attempt.id, attempt.display_name), found)
        self.assertNotIn(
            self.other_attempt.id, dict(attempt.name_search(self.agent.name, domain))
        )

    def test_calibration_is_without_the_agent(self):
        own = self.attempt.copy({"agent_id": self.leader.id})
        with self.assertRaises(ValidationError):
            self._calibration(attempt_id=own.id)
        with self.assertRaises(ValidationError):
            both = self.leader | self.other_agent
            self._calibration(evaluator_ids=[Command.set(both.ids)])

    def test_calibration_does_not_change_once_begun(self):
        calibration = self._calibration()
        calibration.action_start()
        for vals in ({"state": "closed"}, {"attempt_id": self.other_attempt.id}):
            with self.assertRaises(AccessError):
                call_kw(calibration, "write", [calibration.ids, vals], {})

    # ------------------------------------------------------------- coaching
    def _scored(self, days, *scores):
        """Evaluated calls so many days from NOW."""
        for score in scores:
            attempt = self.attempt.copy({"at": NOW + timedelta(days=days)})
            evaluation = self._evaluation(attempt=attempt)
            self._mark(evaluation, listening=score).action_done()

    def _plan(self, **more):
        vals = {
            "name": "Let them finish",
            "agent_id": self.agent.id,
            "date_start": NOW.date(),
            "date_due": NOW.date() + timedelta(days=30),
            "criterion_id": self._ref("criterion_listening").id,
            **more,
        }
        return self.env["o2c.coaching.plan"].with_user(self.leader).create(vals)

    def test_before_and_since(self):
        self._scored(-10, "1", "2", "1", "2", "1")
        self._scored(-91, "5")
        self._scored(5, "5", "4", "5", "4", "5")
        self._scored(31, "0")
        plan = self._plan()
        self.assertEqual((plan.count_before, plan.count_after), (5, 5))
        self.assertAlmostEqual(plan.mean_before, 28.0)
        self.assertAlmostEqual(plan.mean_after, 92.0)
        self.assertIn("Better, by", plan.judgement)
        whole = self._plan(criterion_id=False)
        self.assertEqual((whole.count_before, whole.count_after), (5, 5))

    def test_small_numbers_say_so(self):
        self._scored(-10, "1", "2")
        self._scored(5, "5")
        self.assertIn("Too few", self._plan().judgement)

    def test_the_last_day_counts(self):
        self._scored(30, "5")
        self._scored(-90, "5")
        plan = self._plan()
        self.assertEqual((plan.count_before, plan.count_after), (1, 1))

    def test_agents_read_their_plan_only(self):
        plan = self._plan()
        plans = self.env["o2c.coaching.plan"]
        self.assertEqual(plans.with_user(self.agent).search([]), plan)
        self.assertFalse(plans.with_user(self.other_agent).search([]))
        with self.assertRaises(AccessError):
            call_kw(plans.with_user(self.agent), "write", [plan.ids, {"target": 1}], {})
        with self.assertRaises(AccessError):
            plan.with_user(self.agent).action_reached()

    def test_leaders_do_not_coach_themselves(self):
        with self.assertRaises(ValidationError):
            self._plan(agent_id=self.leader.id)
        about = self._plan(agent_id=self.leader.id, coach_id=self.second_leader.id)
        with self.assertRaises(AccessError):
            about.with_user(self.leader).action_reached()

    def test_review_is_the_coachs_task(self):
        plan = self._plan()
        self.assertEqual(plan.activity_ids.user_id, self.leader)
        self.assertEqual(plan.activity_ids.date_deadline, plan.date_due)
        plan.date_due = NOW.date() + timedelta(days=60)
        self.assertEqual(plan.activity_ids.date_deadline, plan.date_due)
        plan.action_reached()
        self.assertFalse(plan.activity_ids)
        with self.assertRaises(UserError):
            plan.action_drop()

    def test_overdue(self):
        plan = self._plan()
        late = plan.date_due + timedelta(days=1)
        for day, expected in ((plan.date_due, False), (late, True)):
            plan.invalidate_recordset(["is_late"])
            with patch.object(fields.Date, "context_today", return_value=day):
                self.assertEqual(plan.is_late, expected)
