"""Who may do what, and what the jobs do by themselves."""

from datetime import date

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dunning_common import DAY, NOON, DunningCase


@tagged("post_install", "-at_install")
class TestDunningRights(DunningCase):
    def test_nobody_approves_his_own_run(self):
        self._due()
        self.strategy.approval = True
        run = self._generate(self.manager)
        self.assertEqual((run.state, run.notice_ids.state), ("generated", "proposed"))
        with self.assertRaises(UserError):
            run.with_user(self.manager).sudo(False).action_approve()
        with self.assertRaises(UserError):
            self._rpc(
                self.manager, "o2c.dunning.notice", "action_approve", run.notice_ids.ids
            )
        with self.assertRaises(AccessError):
            run.with_user(self.collector).sudo(False).action_approve()
        self.assertEqual(run.notice_ids.state, "proposed")
        head = self._user("o2c_credit.group_credit_manager", login="head")
        run.with_user(head).sudo(False).action_approve()
        self.assertEqual((run.state, run.notice_ids.state), ("approved", "approved"))
        self.assertEqual(
            (run.approved_by_id, run.notice_ids.approved_by_id), (head, head)
        )

    def test_a_legal_hand_over_always_waits(self):
        self._due(90)
        self.strategy.step_ids = [
            Command.clear(),
            Command.create({"name": "Court", "days": 60, "channel": "legal"}),
        ]
        self.assertEqual(self._generate().notice_ids.state, "proposed")

    def test_clients_write_nothing(self):
        self._due()
        run = self._generate(self.collector)
        user = self.manager
        for records, vals in (
            (run, {"state": "done"}),
            (run.notice_ids, {"state": "sent"}),
            (run.notice_ids.line_ids, {"claimed": 1}),
            (run.proposal_ids, {"left_out": True}),
        ):
            with self.assertRaises(AccessError):
                self._rpc(user, records._name, "write", records.ids, vals)
        self.assertEqual(run.notice_ids.state, "approved")

    def test_who_creates_a_run_does_not_choose_its_state(self):
        vals = {"day": DAY, "state": "approved", "kind": "daily"}
        run = self.Run.with_user(self.collector).sudo(False).create(vals)
        self.assertEqual(
            (run.state, run.kind, run.user_id), ("new", "manual", self.collector)
        )

    def test_a_salesperson_and_an_accountant(self):
        self._due()
        run = self._generate()
        accountant = self._user("accountant")
        self.assertEqual(run.notice_ids.with_user(accountant).sudo(False).total, 100)
        for user in (self.seller, accountant):
            with self.assertRaises(AccessError):
                self.Run.with_user(user).sudo(False).create({"day": DAY})
        theirs = self.Notice.with_user(self.seller).sudo(False)
        self.assertFalse(theirs.search([("id", "in", run.notice_ids.ids)]))
        self.customer.user_id = self.seller
        self.assertEqual(len(theirs.search([("id", "in", run.notice_ids.ids)])), 1)

    def test_only_managers_build_strategies(self):
        with self.assertRaises(AccessError):
            self.strategy.with_user(self.collector).sudo(False).name = "Mine"
        self.strategy.with_user(self.manager).sudo(False).name = "Ours"
        self.assertEqual(self.strategy.name, "Ours")


@tagged("post_install", "-at_install")
class TestDunningJob(DunningCase):
    def _cron(self, name="ir_cron_dunning"):
        with self._at(NOON), self.enter_registry_test_mode():
            self.env.flush_all()
            self.env.ref(f"o2c_credit.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def setUp(self):
        super().setUp()
        others = self.env["res.company"].search([("id", "!=", self.company.id)])
        others.o2c_dunning_auto = "no"

    def _runs(self, **values):
        return self.Run.search([("company_id", "=", self.company.id)], order="id")

    def test_the_daily_run_goes_as_far_as_the_company_wants(self):
        self._due()
        for auto, states in (("no", []), ("simulate", ["simulated"])):
            self.company.o2c_dunning_auto = auto
            self._cron()
            self.assertEqual(self._runs().mapped("state"), states)
        # killed after the simulation: the next one goes on
        self.company.o2c_dunning_auto = "generate"
        self._cron()
        self._cron()
        run = self._runs()
        self.assertEqual(
            (run.kind, run.state, run.day), ("daily", "approved", date(2026, 5, 20))
        )
        self.assertEqual(len(run.notice_ids), 1)
        self.assertFalse(run.generated_by_id)

    def test_a_company_that_fails_does_not_stop_the_others(self):
        self._due()
        other = self._company(name="A", o2c_dunning_auto="generate")
        self.company.o2c_dunning_auto = "generate"
        steps = type(self.Run)._daily_steps

        def fails(run, company):
            if company == other:
                raise ValueError("broken")
            return steps(run, company)

        self.patch(type(self.Run), "_daily_steps", fails)
        with mute_logger("odoo.addons.o2c_credit.models.o2c_dunning_run_job"):
            self._cron()
        self.assertEqual(self._runs().state, "approved")

    def test_an_event_has_the_customer_looked_at_again(self):
        self.company.o2c_dunning_auto = "generate"
        move, other = self._due(), self._due(partner=self._customer(name="Other"))
        account = self._account()
        with self._at(NOON):
            hold = self._hold(move, "collection")
            hold._release("Settled")
        self.assertFalse(account.sudo().dunning_asked)
        self.strategy.event_driven = True
        with self._at(NOON):
            self._hold(move, "collection")._release("Settled")
        self.assertTrue(account.sudo().dunning_asked)
        self._cron("ir_cron_dunning_event")
        run = self._runs()
        self.assertEqual((run.kind, run.account_ids), ("event", account))
        self.assertEqual(run.notice_ids.line_ids.line_id.move_id, move)
        self.assertNotIn(self._item(other), run.proposal_ids.line_id)
        self.assertFalse(account.dunning_asked)

    def test_a_broken_promise_is_an_event_and_nothing_to_say_makes_no_run(self):
        self.company.o2c_dunning_auto = "generate"
        self.strategy.event_driven = True
        account = self._account()
        self.env["o2c.credit.event"].create(
            {"account_id": account.id, "kind": "broken_promise", "date": "2026-05-20"}
        )
        self.assertTrue(account.dunning_asked)
        self._cron("ir_cron_dunning_event")
        self.assertFalse(self._runs())
        self.assertFalse(account.dunning_asked)
        self.assertTrue(fields.Date.today())
