from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .score_common import ScoreCommon


@tagged("post_install", "-at_install")
class TestScorecard(ScoreCommon):
    """Versions, and who may change them."""

    def test_in_force_is_never_changed(self):
        for record in (
            self.card,
            self.card.factor_ids[0],
            self.card.factor_ids.bin_ids[0],
        ):
            name = "points" if "points" in record else "sequence"
            vals = {"name": "x"} if record == self.card else {name: 1}
            with self.assertRaises(UserError):
                record.with_user(self.manager).write(vals)
        with self.assertRaises(UserError):
            self.card.with_user(self.manager).unlink()

    def test_a_new_version_takes_over(self):
        card = self.card.with_user(self.manager)._new_version(
            company_id=self.company.id
        )
        self.assertEqual((card.state, card.version), ("draft", 1))
        self.assertEqual(len(card.factor_ids), len(self.card.factor_ids))
        card.base_points = 900
        card.action_activate()
        self.assertEqual(card.activated_by_id, self.manager)
        self.assertEqual(self.env["o2c.scorecard"]._in_force(self.company), card)
        second = card._new_version()
        second.action_activate()
        self.assertEqual((card.state, second.version), ("retired", 2))

    def test_a_collector_neither_makes_nor_activates(self):
        collector = self._user("collector")
        draft = self.card._copy_version()
        for method in ("action_activate", "action_new_version"):
            with self.assertRaises(AccessError):
                self._rpc(collector, "o2c.scorecard", method, draft.ids)
        with self.assertRaises(AccessError):
            self._rpc(
                self.manager, "o2c.scorecard", "write", draft.ids, {"state": "active"}
            )
        self.assertEqual(draft.state, "draft")

    def test_incomplete_ranges_are_not_activated(self):
        draft = self.card._copy_version()
        draft.factor_ids[0].bin_ids.filtered(lambda b: not b.limited)[:1].unlink()
        draft.factor_ids[0].bin_ids = [Command.create({"points": 1, "upper": 0.1})]
        with self.assertRaises(UserError):
            draft.action_activate()
        self.assertEqual(draft.state, "draft")


@tagged("post_install", "-at_install")
class TestOverride(ScoreCommon):
    """A class set by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._past(late=0)
        cls.Account._score_company(cls.company)

    def _set(self, user=None, days=30, **values):
        today = self.account._score_today()
        vals = {
            "account_id": self.account.id,
            "risk_class": "D",
            "reason": "Lost his largest customer",
            "date_to": date.fromordinal(today.toordinal() + days),
        }
        Override = self.env(user=user or self.manager, su=False)["o2c.score.override"]
        return Override.create({**vals, **values})

    def test_counts_and_ends_by_itself(self):
        self.assertEqual(self.account.risk_class, "A")
        override = self._set(days=1)
        self.assertEqual(self.account.risk_class, "D")
        self.assertEqual(self.account.scored_class, "A")
        self.assertEqual(self.account._current_score()[self.account].risk_class, "D")
        self.assertEqual(override.user_id, self.manager)
        # its last day is over
        override.sudo().write({"date_to": self.account._score_today()})
        self.assertEqual(self.account._current_score()[self.account].risk_class, "A")
        self._run()
        self.assertEqual(self.account.risk_class, "A")

    def test_a_second_one_ends_the_first(self):
        first = self._set()
        self._set(risk_class="B")
        self.assertEqual(first.ended_by_id, self.manager)
        self.assertEqual(self.account.risk_class, "B")

    def test_nobody_else_and_nobody_for_his_own_customer(self):
        seller = self._user("selling_manager")
        self.customer.user_id = seller
        with self.assertNothingWritten("o2c.score.override"):
            for user in (self._user("collector"), self.seller, seller):
                with self.assertRaises(AccessError):
                    self._set(user)
        self._set()

    def test_it_stands(self):
        override = self._set()
        with self.assertRaises(UserError):
            self._rpc(
                self.manager, override._name, "write", override.ids, {"reason": "x"}
            )
        with self.assertRaises(UserError):
            self._rpc(self.manager, override._name, "unlink", override.ids)
        with self.assertRaises(UserError):
            self._rpc(
                self._user("collector"), override._name, "action_end", override.ids
            )
        self._rpc(self.manager, override._name, "action_end", override.ids)
        self.assertEqual(self.account.risk_class, "A")


@tagged("post_install", "-at_install")
class TestScoreRights(ScoreCommon):
    """Who sees what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._past(late=20)
        cls.Account._score_company(cls.company)
        cls.customer.user_id = cls.seller

    def test_a_salesperson_sees_class_and_reasons(self):
        seen = self.account.with_user(self.seller).sudo(False)
        self.assertEqual(seen.risk_class, self.account.risk_class)
        self.assertIn("late", seen.score_reasons)
        for name in ("score", "probability", "mean_days_late", "score_facts"):
            with self.assertRaises(AccessError):
                seen.read([name])
        for model in ("o2c.score", "o2c.scorecard", "o2c.score.override"):
            with self.assertRaises(AccessError):
                self.env(user=self.seller, su=False)[model].search([])

    def test_nobody_writes_a_score(self):
        score = self.account.score_ids
        for user in (self._user("collector"), self.manager):
            for method, args in (("write", [{"points": 1}]), ("unlink", [])):
                with self.assertRaises(UserError):
                    self._rpc(user, "o2c.score", method, score.ids, *args)
        with self.assertRaises(UserError):
            score.write({"points": 1})
        with self.assertRaises(UserError):
            score.unlink()

    def test_stored_figures_are_not_written_by_hand(self):
        for name, value in (("risk_class", "A"), ("score", 999), ("mean_days_late", 0)):
            for user in (self._user("collector"), self.manager):
                with self.assertRaises(AccessError):
                    self._rpc(
                        user,
                        "o2c.credit.account",
                        "write",
                        self.account.ids,
                        {name: value},
                    )

    def test_a_collector_scores_now(self):
        self._item(900)
        before = self.account.score
        collector = self._user("collector")
        self._rpc(collector, "o2c.credit.account", "action_score_now", self.account.ids)
        self.env.invalidate_all()
        self.assertLess(self.account.score, before)
        with self.assertRaises(AccessError):
            self._rpc(
                self.seller, "o2c.credit.account", "action_score_now", self.account.ids
            )
