from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .perfect_common import PerfectCase


class CheckupCase(PerfectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user("order_manager")
        cls.Checkup = cls.env["o2c.checkup"].with_user(cls.manager)

    def _checkup(self, **values):
        options = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        return self.Checkup.create({**options, **values})

    def _figure(self, checkup, key):
        figure = checkup.figure_ids.filtered(lambda f: f.key == key)
        return (round(figure.value, 2), figure.count) if figure.is_known else None


@tagged("post_install", "-at_install")
class TestCheckup(CheckupCase):
    """Baseline, proposals, checklist: on an empty company and on one with orders."""

    def test_empty_company(self):
        checkup = self._checkup()
        checkup.action_measure()
        self.assertEqual((checkup.state, checkup.order_count), ("measured", 0))
        for key in ("joint", "product", "captured-paid", "accuracy", "returns"):
            self.assertIsNone(self._figure(checkup, key), key)
        self.assertFalse(checkup.proposal_ids)
        self.assertIn("not known yet", checkup.figure_ids.mapped("text"))
        steps = {step.key: step.done for step in checkup.step_ids}
        self.assertTrue(steps["zone"])
        self.assertTrue(steps["sample"])
        self.assertFalse(steps["order"])

    def test_figures(self):
        order = self._delivered(on=4, promised=5, invoice=6)
        self._delivered(on=8, promised=5, invoice=8)
        with self._on(20):
            self._pay(order.invoice_ids)
            self._return(order.picking_ids, qty=1)
            self._credit(order.invoice_ids, qty=1)
        self._order_on(3)  # on its way: it lengthens and shortens nothing
        outside = self._delivered()
        outside.date_order = "2025-01-01 10:00:00"
        self.env.flush_all()
        checkup = self._checkup()
        checkup.action_measure()
        self.assertEqual(checkup.order_count, 3)
        self.assertEqual(self._figure(checkup, "confirmed-shipped"), (4.0, 2))
        self.assertEqual(self._figure(checkup, "joint"), (0.0, 2))
        self.assertEqual(self._figure(checkup, "on_time"), (50.0, 2))
        self.assertEqual(self._figure(checkup, "undamaged"), (50.0, 2))
        self.assertEqual(self._figure(checkup, "product"), (25.0, 2))
        self.assertEqual(self._figure(checkup, "returns"), (50.0, 2))
        quality = checkup.figure_ids.filtered(lambda f: f.key == "joint")
        self.assertEqual(quality.verdict, "bad")

    def test_proposals_are_put_in_force_only_when_chosen(self):
        check = self._check("reference", effect="log", active=False)
        other = self._check("contact", reach="phone", effect="log", active=False)
        order = self._order(client_order_ref="PO-1")
        order.date_order = "2026-03-05 10:00:00"
        for number in range(19):
            order.copy({"state": "sale", "client_order_ref": f"PO-{number}"}).write(
                {"date_order": "2026-03-05 10:00:00"}
            )
        checkup = self._checkup()
        checkup.action_measure()
        self.assertEqual(checkup.order_count, 20)
        by_key = {p.key: p for p in checkup.proposal_ids}
        good = by_key[f"check-{check.id}"]
        many = by_key[f"check-{other.id}"]
        self.assertEqual(good.payload, {"check": check.id, "effect": "hold"})
        self.assertEqual(many.payload, {"check": other.id, "effect": "log"})
        many.chosen = False
        checkup.action_apply()
        self.assertEqual((check.active, check.effect), (True, "hold"))
        self.assertFalse(other.active)
        self.assertEqual((good.state, good.applied_by_id), ("applied", self.manager))
        self.assertEqual(checkup.state, "steps")
        with self.assertRaises(UserError):
            checkup.action_start()
        many.action_keep()
        checkup.action_refresh_steps()
        decided = checkup.step_ids.filtered(lambda s: s.key == "proposals")
        self.assertTrue(decided.done)

    def test_steps(self):
        checkup = self._checkup()
        checkup.action_measure()
        by_hand = checkup.step_ids.filtered(lambda s: s.key == "training")
        by_hand.action_done()
        self.assertEqual((by_hand.done, by_hand.done_by_id), (True, self.manager))
        found_out = checkup.step_ids.filtered(lambda s: s.key == "order")
        with self.assertRaises(AccessError):
            found_out.action_done()
        for step in checkup.step_ids.filtered("action"):
            self.assertTrue(step.action_open()["type"], step.key)

    def test_report(self):
        self._delivered()
        checkup = self._checkup()
        checkup.action_measure()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "o2c_orders.checkup", checkup.ids
        )[0]
        self.assertIn(b"Perfect orders (SCOR, jointly)", html)
        self.assertIn(b"100.0 %", html)

    # ------------------------------------------------------------- rights
    def test_what_was_found_is_not_written(self):
        checkup = self._checkup()
        checkup.action_measure()
        env = self.env(user=self.manager, su=False)
        step, figure = checkup.step_ids[0], checkup.figure_ids[0]
        for model, record, vals in (
            ("o2c.checkup", checkup, {"state": "started"}),
            ("o2c.checkup.step", step, {"done": True}),
            ("o2c.checkup.step", step, {"action": "base.action_res_users"}),
            ("o2c.checkup.figure", figure, {"value": 100}),
        ):
            with self.assertRaises(AccessError):
                call_kw(env[model], "write", [record.ids, vals], {})
        vals = {"checkup_id": checkup.id, "key": "x", "name": "x", "payload": {}}
        with self.assertRaises(AccessError):
            call_kw(env["o2c.checkup.proposal"], "create", [[vals]], {})

    def test_only_managers(self):
        checkup = self._checkup()
        for role in ("order_desk", "salesperson", "accountant"):
            env = self.env(user=self._user(role), su=False)
            for method in ("read", "action_measure", "action_load_sample"):
                with self.assertRaises(AccessError):
                    call_kw(env["o2c.checkup"], method, [checkup.ids], {})
        self.assertEqual(checkup.state, "draft")


@tagged("post_install", "-at_install")
class TestSample(CheckupCase):
    """Sample data come and go without a trace."""

    MODELS = (
        "sale.order",
        "sale.order.line",
        "stock.picking",
        "stock.move",
        "stock.move.line",
        "account.move",
        "account.move.line",
        "account.journal",
        "product.product",
        "o2c.entry.error",
        "o2c.sample.record",
        "o2c.shipment",
        "o2c.perfect.order",
    )

    def _ids(self):
        self.env.flush_all()
        return {
            model: set(
                self.env[model]
                .with_context(active_test=False)
                .search([("id", ">", 0)])
                .ids
            )
            for model in self.MODELS
        }

    def test_there_and_gone(self):
        before = self._ids()
        checkup = self._checkup()
        checkup.action_load_sample()
        self.assertTrue(checkup.has_sample)
        orders = self._sample_orders()
        self.assertEqual(len(orders), 5)
        self.assertEqual(
            sorted(orders.mapped("state")), ["draft", "sale", "sale", "sale", "sale"]
        )
        self.assertEqual(set(orders.invoice_ids.mapped("state")), {"posted"})
        self.assertEqual(orders.invoice_ids.journal_id.code, "TRAIN")
        with self.assertRaises(UserError):
            checkup.action_load_sample()
        action = checkup.action_remove_sample()
        self.assertEqual(action["params"]["type"], "success")
        self.assertFalse(checkup.has_sample)
        after = self._ids()
        for model in self.MODELS:
            self.assertEqual(after[model], before[model], model)

    def test_something_to_learn_from(self):
        self._checkup().action_load_sample()
        late = self._sample_orders().filtered("o2c_entry_error_ids")
        self.Perfect._measure(late.ids)
        self.assertEqual(late.o2c_perfect_ids.perfect, "no")
        self.assertEqual(late.o2c_perfect_ids.complete, "no")
        self.assertEqual(late.o2c_perfect_ids.on_time, "no")

    def test_practised_on(self):
        """What was confirmed, paid or returned in practice goes as well."""
        checkup = self._checkup()
        before = self._ids()
        checkup.action_load_sample()
        orders = self._sample_orders()
        orders.filtered(lambda o: o.state == "draft").action_confirm()
        invoice = orders.invoice_ids[0]
        self._pay(invoice)
        self._credit(invoice, amount=5)
        checkup.action_remove_sample()
        after = self._ids()
        for model in ("stock.move", "account.move.line", "account.journal"):
            self.assertEqual(after[model], before[model], model)
        left = orders.exists()
        # a decision about credit, where there is one, keeps its order
        self.assertLessEqual(len(left), 1)
        self.assertEqual(set(left.mapped("state")) - {"cancel"}, set())

    def test_what_a_ledger_knows_stays(self):
        checkup = self._checkup()
        checkup.action_load_sample()
        order = self._sample_orders().filtered(lambda o: o.state == "draft")
        hold = self._hold(order)
        action = checkup.action_remove_sample()
        self.assertIn(order.name, action["params"]["message"])
        self.assertEqual((order.state, hold.exists()), ("cancel", hold))
        self.assertFalse(checkup.has_sample)

    def test_left_out_of_the_baseline(self):
        checkup = self._checkup(date_from="2020-01-01", date_to="2099-12-31")
        checkup.action_load_sample()
        checkup.action_measure()
        self.assertEqual(checkup.order_count, 0)

    def _sample_orders(self):
        marks = self.env["o2c.sample.record"].search(
            [("company_id", "=", self.company.id), ("res_model", "=", "sale.order")]
        )
        return self.env["sale.order"].browse(marks.mapped("res_id"))
