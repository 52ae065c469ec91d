import base64
import io
from datetime import date

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .history_common import HistoryCommon


@tagged("post_install", "-at_install")
class TestSimulation(HistoryCommon):
    """What a policy would have held, as things stood when the orders were confirmed."""

    def _rule(self, kind, active=True, **values):
        options = {"name": kind, "kind": kind, "company_id": self.company.id}
        rule = self.env["o2c.credit.rule"].create({**options, **values})
        rule.active = active
        return rule

    def _sold(self, day, amount=100.0, **values):
        """An order that was confirmed on that day."""
        with self._at(f"{day} 09:00:00"):
            order = self._quotation(amount, **values)
            order.action_confirm()
        self.assertEqual(order.state, "sale")
        return order

    def _billed(self, order, day, due, paid=None):
        bill = order._create_invoices()
        bill.write({"invoice_payment_term_id": False})
        bill.write({"invoice_date": day, "invoice_date_due": due})
        bill.action_post()
        if paid:
            self._pay(bill, payment_date=paid)
        return bill

    def _overdue_bill(self, amount=1000, due="2026-03-02"):
        return self._bill(amount, invoice_payment_term_id=False, invoice_date_due=due)

    def _simulate(self, *rules, user=None, run=True, **values):
        vals = {
            "company_id": self.company.id,
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
            "choice": "picked" if rules else "active",
            "rule_ids": [Command.set([rule.id for rule in rules])],
            **values,
        }
        model = self.env(user=user or self.manager, su=False)["o2c.credit.simulation"]
        simulation = model.create(vals)
        if run:
            simulation.action_run()
        return simulation.sudo()

    def assertWouldHold(self, simulation, *orders):
        held = simulation.line_ids.filtered("held").order_id
        self.assertEqual(set(held), set(orders))

    # ------------------------------------------------------------- as it was
    def test_overdue_as_it_was_then(self):
        bill = self._overdue_bill()
        early = self._sold("2026-04-01")  # 30 days
        late = self._sold("2026-04-02")  # 31 days
        after = self._sold("2026-04-21")
        self._pay(bill, payment_date="2026-04-20")
        rule = self._rule("days_overdue", days=30, amount=500)
        simulation = self._simulate(rule)
        self.assertWouldHold(simulation, late)
        self.assertEqual(simulation.order_count, 3)
        self.assertEqual((simulation.held_count, simulation.held_amount), (1, 100))
        self.assertEqual(simulation.line_ids.order_id, early | late | after)
        line = simulation.line_ids.filtered("held")
        self.assertEqual(line.rule_ids, rule)
        self.assertIn("1,000.00", line.reasons)
        self.assertEqual(line.date, date(2026, 4, 2))

    def test_history_counts(self):
        self._item(1000, settled_date="2026-05-20")  # due on 1 April
        held = self._sold("2026-05-10")
        self._sold("2026-05-21")
        self._item(1000, counts=False)
        rule = self._rule("days_overdue", days=30, amount=500)
        self.assertWouldHold(self._simulate(rule), held)

    def test_part_payments_and_credits_count_from_their_day(self):
        bill = self._overdue_bill()
        self._pay(bill, 600, payment_date="2026-04-10")
        before, after = self._sold("2026-04-10"), self._sold("2026-04-11")
        rule = self._rule("overdue_amount", amount=500)
        self.assertWouldHold(self._simulate(rule), before)
        self._overdue_bill(900)
        loose = self._payment(800, date="2026-04-15")
        self.assertTrue(loose)
        # 400 + 900 are open, 800 of them paid on account from the 15th on
        last = self._sold("2026-04-20")
        self.assertWouldHold(self._simulate(rule), before, after)
        self.assertFalse(
            last in self._simulate(rule).line_ids.filtered("held").order_id
        )

    def test_limit_and_orders_before(self):
        account = self._account()
        first = self._sold("2026-04-01", 600)
        second = self._sold("2026-04-01", 600)
        self._billed(first, "2026-04-02", "2026-05-02", paid="2026-04-05")
        third = self._sold("2026-04-10", 400)
        account.write({"limited": True, "credit_limit": 1000})
        rule = self._rule("limit_exceeded")
        self.assertWouldHold(self._simulate(rule), second)
        account.credit_limit = 999
        self.assertWouldHold(self._simulate(rule), second, third)

    def test_class_of_that_day(self):
        account = self._account()
        for day, letter in (("2026-04-01", "E"), ("2026-05-01", "B")):
            self.env["o2c.score"].create(
                {
                    "account_id": account.id,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "scorecard_id": self.env["o2c.scorecard"].search([], limit=1).id,
                    "date": day,
                    "points": 100,
                    "risk_class": letter,
                    "scored_class": letter,
                }
            )
        self._sold("2026-03-15")
        held = self._sold("2026-04-15")
        self._sold("2026-05-15")
        simulation = self._simulate(self._rule("risk_class", risk_class="D"))
        self.assertWouldHold(simulation, held)
        self.assertIn("1 orders are older than the first score", simulation.caveats)

    def test_events_of_that_day(self):
        account = self._account()
        self.env["o2c.credit.event"].create(
            {
                "account_id": account.id,
                "kind": "returned_payment",
                "date": "2026-04-10",
            }
        )
        self._sold("2026-04-10")
        held = self._sold("2026-04-11")
        self._sold("2026-06-15")
        rule = self._rule("returned_payment", days=30)
        self.assertWouldHold(self._simulate(rule), held)

    def test_customers_without_an_account(self):
        """Orders may be older than this module."""
        customer = self._customer(name="Old")
        order = self._quotation(800, partner_id=customer.id)
        order.write({"state": "sale", "date_order": "2026-04-01 09:00:00"})
        due = {"invoice_payment_term_id": False, "invoice_date_due": "2026-03-02"}
        bill = self._bill(700, partner_id=customer.id, **due)
        self.assertTrue(bill)
        self.assertFalse(self._accounts(customer))
        rules = [
            self._rule("overdue_amount", amount=500),
            self._rule("limit_exceeded"),
        ]
        simulation = self._simulate(*rules)
        self.assertWouldHold(simulation, order)
        self.assertEqual(simulation.line_ids.partner_id, customer)

    # ------------------------------------------------------------- which rules
    def test_rules_that_are_not_in_force(self):
        order = self._sold("2026-04-01", 800)
        draft = self._rule("order_amount", amount=500, active=False)
        other = self._rule("order_amount", amount=5000, active=False)
        self.assertWouldHold(self._simulate(draft), order)
        self.assertWouldHold(self._simulate(other))
        self.assertFalse(draft.active)

    def test_exemptions_free(self):
        small, large = self._sold("2026-04-01", 800), self._sold("2026-04-01", 900)
        exemption = self.env["o2c.credit.exemption"].create(
            {
                "name": "Small",
                "kind": "small_order",
                "amount": 800,
                "company_id": self.company.id,
            }
        )
        rule = self._rule(
            "order_amount", amount=500, exemption_ids=[Command.set(exemption.ids)]
        )
        simulation = self._simulate(rule)
        self.assertWouldHold(simulation, large)
        self.assertIn(small, simulation.line_ids.order_id)

    def test_what_cannot_be_simulated_is_said(self):
        self._sold("2026-04-01")
        rule = self._rule("forced_hold")
        simulation = self._simulate(rule)
        self.assertWouldHold(simulation)
        self.assertIn("Not simulated: rules about holds by persons", simulation.caveats)
        self.assertIn("are those of today", simulation.caveats)

    def test_no_orders_and_no_period(self):
        rule = self._rule("order_amount", amount=1)
        simulation = self._simulate(rule, date_from="2020-01-01", date_to="2020-01-31")
        self.assertEqual((simulation.state, simulation.order_count), ("done", 0))
        with self.assertRaises(ValidationError):
            self._simulate(rule, date_from="2026-02-01", date_to="2026-01-31")

    def test_no_rules(self):
        self.env["o2c.credit.rule"].search([]).active = False
        with self.assertRaises(UserError):
            self._simulate()

    # ------------------------------------------------------------- what became of them
    def test_caught_and_false_alarms(self):
        good = self._sold("2026-04-01", 600)
        self._billed(good, "2026-04-02", "2026-05-02", paid="2026-06-01")  # 30 days
        bad = self._sold("2026-04-01", 700)
        self._billed(bad, "2026-04-02", "2026-05-02", paid="2026-06-02")  # 31 days
        none = self._sold("2026-04-01", 800)
        missed = self._sold("2026-04-01", 100)
        self._billed(missed, "2026-04-02", "2026-05-02", paid="2026-09-02")
        large = self._rule("order_amount", amount=500)
        simulation = self._simulate(large)
        self.assertWouldHold(simulation, good, bad, none)
        fates = {line.order_id: line.fate for line in simulation.line_ids}
        self.assertEqual(
            fates, {good: "in_time", bad: "late", none: "not_invoiced", missed: "late"}
        )
        self.assertEqual(simulation.held_share, 75)
        self.assertEqual((simulation.caught_count, simulation.caught_amount), (1, 700))
        self.assertEqual((simulation.false_count, simulation.missed_count), (1, 1))
        tally = simulation.tally_ids
        self.assertEqual(tally.rule_id, large)
        self.assertEqual((tally.count, tally.amount, tally.alone_count), (3, 2100, 3))
        self.assertEqual((tally.caught, tally.false_alarms), (1, 1))

    def test_two_rules_on_one_order(self):
        self._overdue_bill()
        order = self._sold("2026-04-15", 600)
        rules = [
            self._rule("order_amount", amount=500),
            self._rule("overdue_amount", amount=500),
        ]
        simulation = self._simulate(*rules)
        line = simulation.line_ids.filtered(lambda ln: ln.order_id == order)
        self.assertEqual(len(line.rule_ids), 2)
        self.assertEqual(simulation.tally_ids.mapped("alone_count"), [0, 0])
        self.assertEqual(simulation.held_count, 1)

    def test_running_it_again_replaces_the_result(self):
        self._sold("2026-04-01", 600)
        simulation = self._simulate(self._rule("order_amount", amount=500))
        simulation.with_user(self.manager).sudo(False).action_run()
        self.assertEqual(len(simulation.line_ids), 1)
        self.assertEqual(simulation.tally_ids.mapped("count"), [1])

    def test_nothing_else_is_written(self):
        self._overdue_bill()
        self._sold("2026-04-15", 600)
        rule = self._rule("overdue_amount", amount=500)
        with (
            self.assertNothingWritten("o2c.hold"),
            self.assertNothingWritten("o2c.credit.decision"),
        ):
            self._simulate(rule)

    def test_no_query_for_each_order(self):
        rules = [
            self._rule("days_overdue", days=30),
            self._rule("limit_exceeded"),
            self._rule("risk_class", risk_class="D"),
        ]
        counts = []
        for number in (2, 6):
            for _order in range(number):
                self._sold("2026-04-15")
            simulation = self._simulate(*rules, run=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            simulation.with_user(self.manager).sudo(False).action_run()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    # ------------------------------------------------------------- companies, rights
    def test_other_companies_are_left_alone(self):
        self._sold("2026-04-01", 600)
        other = self.setup_other_company()["company"]
        self.manager.company_ids += other
        rule = self._rule("order_amount", amount=500, company_id=False)
        simulation = self._simulate(rule, company_id=other.id, run=False)
        simulation.action_run()
        self.assertEqual(simulation.order_count, 0)

    def test_rights(self):
        self._sold("2026-04-01", 600)
        rule = self._rule("order_amount", amount=500)
        simulation = self._simulate(rule)
        line = simulation.line_ids
        for role in ("collector", "salesperson", "accountant", "order_manager"):
            user = self._user(role)
            with self.subTest(role), self.assertRaises(AccessError):
                self._rpc(user, simulation._name, "action_run", simulation.ids)
        for role in ("salesperson", "accountant"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._rpc(self._user(role), line._name, "read", line.ids, ["amount"])
        with self.assertRaises(AccessError):
            self._rpc(self.manager, line._name, "write", line.ids, {"held": False})
        with self.assertRaises(AccessError):
            self._rpc(
                self.manager,
                simulation._name,
                "write",
                simulation.ids,
                {"held_count": 0},
            )
        seen = self._rpc(
            self._user("collector"), line._name, "read", line.ids, ["amount"]
        )
        self.assertEqual(seen[0]["amount"], 600)

    def test_workbook(self):
        order = self._sold("2026-04-01", 600)
        simulation = self._simulate(self._rule("order_amount", amount=500))
        action = self._rpc(
            self.manager, simulation._name, "action_xlsx", simulation.ids
        )
        self.assertIn(f"/{simulation.id}/xlsx", action["url"])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(simulation.xlsx)))
        rules, orders, unknown = (list(sheet.values) for sheet in book.worksheets)
        self.assertEqual(rules[1][:4], ("order_amount", 1, 600, 1))
        self.assertEqual(orders[1][1], order.name)
        self.assertEqual(orders[1][3:5], (600, True))
        self.assertEqual(orders[1][6], "Not invoiced")
        self.assertEqual(len(unknown), len(simulation.caveats.splitlines()))
