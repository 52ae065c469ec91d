"""What a run makes: notices, only once; levels that rise, end and begin anew."""

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dunning_common import DAY, NOON, DunningCase


@tagged("post_install", "-at_install")
class TestDunningNotices(DunningCase):
    def test_a_notice_and_its_items(self):
        move, late = self._due(5, 100), self._due(40, 50)
        self._item(late).o2c_dunning_level = 1
        notice = self._generate().notice_ids
        found = notice.read(["level", "claimed", "fee", "total", "state", "channel"])[0]
        found.pop("id")
        self.assertEqual(
            found,
            {
                "level": 2,
                "claimed": 150,
                "fee": 8,
                "total": 158,
                "state": "approved",
                "channel": "email",
            },
        )
        lines = {line.number: (line.level, line.claimed) for line in notice.line_ids}
        self.assertEqual(lines, {move.name: (1, 100), late.name: (2, 50)})
        self.assertEqual(notice.account_id, self._account())

    def test_what_credits_cover_in_part_is_taken_off_the_total(self):
        self._due(12, 100)
        self._due(3, 30, move_type="out_refund")
        notice = self._generate().notice_ids
        self.assertEqual((notice.claimed, notice.credit, notice.total), (100, 30, 70))

    def test_the_fee_stays_within_the_policy(self):
        late = self._due(40)
        self._item(late).o2c_dunning_level = 1
        self.company.o2c_dunning_max_fee = 3
        self.assertEqual(self._generate().notice_ids.fee, 3)

    def test_a_second_run_finds_what_waits(self):
        move = self._due()
        first = self._generate()
        second = self._generate()
        self.assertSaid(second, {move: "pending"})
        self.assertEqual((len(first.notice_ids), len(second.notice_ids)), (1, 0))
        self.assertEqual(second.state, "done")

    def test_the_database_refuses_a_second_line(self):
        self._due()
        line = self._generate().notice_ids.line_ids
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(Exception, "_once"):
            line.copy({"notice_id": line.notice_id.id})
            self.env.flush_all()

    def test_an_item_that_another_run_took_is_left_to_it(self):
        """What both decided before either wrote: the key decides."""
        move, mine = self._due(5, 100), self._due(6, 40)
        self._account()
        with self._at(NOON):
            first, second = runs = self.Run.create([{"day": DAY}, {"day": DAY}])
            plans = [run._decide() for run in runs]
            for run, (portfolio, decided) in zip(runs, plans, strict=True):
                run._write_proposals(portfolio, decided)
                run._write_notices(portfolio, decided)
        self.assertEqual(len(first.notice_ids.line_ids), 2)
        self.assertFalse(second.notice_ids)
        self.assertSaid(second, {move: "already", mine: "already"})

    def test_a_made_run_is_not_made_again(self):
        self._due()
        run = self._generate()
        for button in ("action_generate", "action_simulate"):
            with self.assertRaises(UserError):
                getattr(run, button)()
        self.assertEqual(len(run.notice_ids), 1)

    def test_a_dropped_notice_frees_its_items(self):
        move = self._due()
        notice = self._generate().notice_ids
        notice.with_user(self.collector).sudo(False).action_drop()
        self.assertEqual((notice.state, notice.run_id.state), ("dropped", "done"))
        self.assertEqual(notice.drop_reason, f"Dropped by {self.collector.name}.")
        self.assertSaid(self._generate(), {move: 1})

    def test_left_out_by_hand(self):
        move, other = self._due(), self._due()
        run = self._simulate()
        item = run.proposal_ids.filtered(lambda p: p.number == move.name)
        with self._at(NOON):
            item.with_user(self.collector).sudo(False).action_leave_out()
            self.assertSaid(run, {move: "left_out", other: 1})
            run.action_generate()
        self.assertEqual(run.notice_ids.line_ids.line_id.move_id, other)

    # ------------------------------------------------------------- levels
    def test_sent_notices_raise_the_level_and_payment_ends_it(self):
        move = self._due()
        account = self._account()
        notice = self._generate().notice_ids
        notice._mark_sent(datetime(2026, 5, 20, 12))
        item = self._item(move)
        self.assertEqual(
            (item.o2c_dunning_level, item.o2c_dunning_date), (1, date(2026, 5, 20))
        )
        self.assertEqual(account.dunning_level, 1)
        event = self.env["o2c.credit.event"].search([("account_id", "=", account.id)])
        self.assertEqual((event.kind, event.level), ("dunning_step", 1))
        payment = self._pay(move)
        self.assertEqual(
            (item.o2c_dunning_level, item.o2c_dunning_cycle, item.o2c_dunning_date),
            (0, 1, False),
        )
        self.assertEqual(account.dunning_level, 0)
        self.assertTrue(event.resolved_date)
        # the payment comes back: the item begins anew
        item.remove_move_reconcile()
        payment.move_id.button_draft()
        self.assertSaid(self._generate(), {move: 1})

    def test_a_part_payment_keeps_the_level(self):
        move = self._due(15)
        self._generate().notice_ids._mark_sent(datetime(2026, 5, 1, 12))
        self._pay(move, 40)
        self.assertEqual(self._item(move).o2c_dunning_level, 1)
        self.assertSaid(self._generate(), {move: 2})

    def test_what_was_paid_while_it_left_does_not_rise(self):
        move = self._due()
        notice = self._generate().notice_ids
        item = self._item(move)
        item.o2c_dunning_level = 1
        self._pay(move)
        notice._mark_sent(datetime(2026, 5, 20, 12))
        self.assertEqual((item.o2c_dunning_level, item.o2c_dunning_cycle), (0, 1))

    # ------------------------------------------------------------- companies
    def test_a_branch_writes_for_itself_and_other_companies_stay_out(self):
        mine = self._due()
        there = self.setup_other_company()["company"]
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.env.user.company_ids |= branch
        env = self.env(context={"allowed_company_ids": branch.ids})
        receivable = self.company_data["default_account_receivable"]
        self.customer.with_env(env).property_account_receivable_id = receivable
        type(self).env, before = env, self.env
        theirs = self._due()
        type(self).env = before
        run = self._generate()
        found = {n.company_id: n.line_ids.line_id.move_id for n in run.notice_ids}
        self.assertEqual(found, {self.company: mine, branch: theirs})
        self.assertEqual(run.notice_ids.account_id, self._account())
        self.assertFalse(self._generate(company_id=there.id).proposal_ids)
