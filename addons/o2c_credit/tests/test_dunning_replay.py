from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestDunningReplay(InsightCommon):
    """A strategy on invoices of the past: what would have gone out, what came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        steps = [
            Command.create({"name": f"Step {days}", "days": days, "channel": "email"})
            for days in (5, 20)
        ]
        cls.strategy = cls.env["o2c.dunning.strategy"].create(
            {"name": "Tried", "any_day": True, "step_ids": steps, "quiet_days": 0}
        )
        cls.company.write({"o2c_dunning_quiet_days": 0, "o2c_dunning_max_contacts": 0})
        bill = cls._due_of(1000)
        cls._pay(bill, 400, payment_date="2026-04-15")
        cls._pay(bill, payment_date="2026-04-30")
        cls._item(100, settled_date="2026-04-02")
        cls.bill = bill

    @classmethod
    def _due_of(cls, amount):
        line = Command.create({"name": "x", "price_unit": amount, "tax_ids": []})
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": "2026-03-02",
                "invoice_payment_term_id": False,
                "invoice_date_due": "2026-04-01",
                "invoice_line_ids": [line],
            }
        )
        move.action_post()
        return move

    def _replay(self, **values):
        options = {
            "strategy_id": self.strategy.id,
            "company_id": self.company.id,
            "date_from": "2026-03-01",
            "date_to": "2026-06-30",
        }
        return self.env["o2c.dunning.replay"].create({**options, **values})

    def test_what_would_have_gone_out(self):
        replay = self._replay()
        self._rpc(self.manager, replay._name, "action_run", replay.ids)
        mine = replay.line_ids.filtered(lambda ln: ln.partner_id == self.customer)
        found = [(str(ln.date), ln.step_id.days, ln.claimed, ln.came) for ln in mine]
        # 400 within two weeks of the first notice; 600 within those of the second
        self.assertEqual(
            found, [("2026-04-06", 5, 1000, 400), ("2026-04-21", 20, 600, 600)]
        )
        self.assertEqual(mine.line_id.move_id, self.bill)
        self.assertEqual(replay.state, "done")
        self.assertEqual((replay.notice_count, replay.customer_count), (2, 1))
        self.assertEqual((replay.claimed, replay.came), (1000, 1000))
        self.assertIn("company currency", replay.caveats)

    def test_again(self):
        replay = self._replay()
        for _time in range(2):
            self._rpc(self.manager, replay._name, "action_run", replay.ids)
        self.assertEqual(replay.item_count, 2)
        self.assertEqual(len(replay.line_ids), 2)

    def test_nothing_leaves(self):
        before = self.env["o2c.dunning.notice"].search_count([])
        replay = self._replay()
        self._rpc(self.manager, replay._name, "action_run", replay.ids)
        self.assertEqual(self.env["o2c.dunning.notice"].search_count([]), before)
        self.assertFalse(self.bill.line_ids.filtered("o2c_dunning_level"))

    def test_without_steps(self):
        replay = self._replay(
            strategy_id=self.env["o2c.dunning.strategy"].create({"name": "Empty"}).id
        )
        with self.assertRaises(UserError):
            self._rpc(self.manager, replay._name, "action_run", replay.ids)

    def test_rights(self):
        replay = self._replay()
        with self.assertRaises(AccessError):
            self._rpc(self._user("collector"), replay._name, "action_run", replay.ids)
        with self.assertRaises(AccessError):
            replay.with_user(self.manager).write({"came": 5})
        self.assertEqual(replay.state, "draft")
