from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .learning_common import LearningCommon


@tagged("post_install", "-at_install")
class TestTicketCost(LearningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.o2c_cost_minute = 0.5
        cls.Cost = cls.env["o2c.ticket.cost"]

    def _expense(self, ticket, user=None, **values):
        expenses = self.env["o2c.ticket.expense"].with_user(user or self.agent)
        options = {"ticket_id": ticket.id, "name": "Calls", "kind": "work"}
        return expenses.create({**options, **values})

    def _costs(self, ticket):
        found = self.Cost.search([("ticket_id", "=", ticket.id)])
        return sorted((cost.kind, cost.amount) for cost in found)

    def test_minutes_are_valued_once(self):
        ticket = self._ticket()
        expense = self._expense(ticket, minutes=30)
        self.assertEqual(expense.amount, 15.0)
        self.company.o2c_cost_minute = 2.0
        self.env.flush_all()
        self.assertEqual(expense.amount, 15.0)
        self.assertEqual(self._costs(ticket), [("work", 15.0)])

    def test_credit_notes_cost_what_is_posted_without_taxes(self):
        tax = self._tax(20)
        invoice = self._bill(1000, tax=tax)
        dispute = self._dispute(invoice, 360)
        self._decide(dispute, 240)
        self.assertEqual(self._costs(dispute.ticket_id), [])
        dispute.credit_note_id.action_post()
        self.assertEqual(self._costs(dispute.ticket_id), [("credit", 200.0)])
        self.assertEqual(dispute.ticket_id.cost, 200.0)
        source = self.Cost.search([("ticket_id", "=", dispute.ticket_id.id)])
        action = source.action_open_source()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(action["res_id"], dispute.credit_note_id.id)

    def test_another_currency_costs_in_the_companys(self):
        currency = self._currency_of_half()
        invoice = self._bill(1000, currency_id=currency.id)
        dispute = self._dispute(invoice, 300)
        self._decide(dispute, 300)
        dispute.credit_note_id.action_post()
        self.assertEqual(self._costs(dispute.ticket_id), [("credit", 150.0)])

    def _currency_of_half(self):
        currency = self.env["res.currency"].create({"name": "XHA", "symbol": "h"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2020-01-01", "rate": 2.0}
        )
        return currency

    def test_the_sum_equals_its_rows(self):
        ticket = self._ticket()
        self._expense(ticket, minutes=30)
        self._expense(ticket, kind="freight", amount=12.5)
        self.assertEqual(self._costs(ticket), [("freight", 12.5), ("work", 15.0)])
        self.assertEqual(ticket.cost, 27.5)
        self.assertFalse(self._ticket().cost)

    def test_who_cannot_work_on_a_ticket_enters_no_cost(self):
        other = self._person("care_agent", login="another_agent")
        ticket = self._ticket(user_id=self.agent.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._expense(ticket, user=other, minutes=5)
        expense = self._expense(ticket, minutes=5)
        with self.assertRaises(AccessError):
            call_kw(expense.with_user(self.accountant), "write", [expense.ids, {}], {})
        self.assertEqual(self._costs(ticket), [("work", 2.5)])

    def test_costs_of_another_team_are_not_read(self):
        other = self._person("care_agent", login="another_agent")
        ticket = self._ticket(user_id=self.agent.id)
        self._expense(ticket, minutes=5)
        domain = [("ticket_id", "=", ticket.id)]
        for user, count in (
            (other, 0),
            (self.agent, 1),
            (self.leader, 1),
            (self.accountant, 1),
        ):
            with self.subTest(_case=user.login):
                self.assertEqual(self.Cost.with_user(user).search_count(domain), count)
        salesperson = self._user("salesperson")
        with self.assertRaises(AccessError):
            self.Cost.with_user(salesperson).search(domain)
        known = self.env["o2c.ticket"].with_user(salesperson).fields_get()
        self.assertIn("name", known)
        self.assertFalse({"cost", "expense_ids", "fault_user_id"} & known.keys())

    def test_one_query_for_many(self):
        tickets = self.env["o2c.ticket"].union(*[self._ticket() for _n in range(5)])
        for ticket in tickets:
            self._expense(ticket, minutes=10)
        self.env.flush_all()
        tickets.invalidate_recordset()
        start = self.cr.sql_log_count
        self.assertEqual(sum(tickets.mapped("cost")), 25.0)
        self.assertLessEqual(self.cr.sql_log_count - start, 3)


@tagged("post_install", "-at_install")
class TestRepeat(LearningCommon):
    def test_the_second_time_is_a_repeat(self):
        first = self._old_ticket(10, product_id=self.product.id)
        second = self._ticket(product_id=self.product.id)
        self.assertFalse(first.repeat_of_id)
        self.assertEqual(first.repeat_number, 1)
        self.assertEqual(second.repeat_of_id, first)
        self.assertEqual(second.repeat_number, 2)
        self.assertEqual(second.repeat_same, "product")
        self.assertEqual(
            second.repeat_text,
            f"Complaint no. 2 of this customer: same product as {first.number}.",
        )

    def test_what_is_no_repeat(self):
        other = self.env["res.partner"].create({"name": "Another"})
        for case, earlier in (
            ("another customer", {"partner_id": other.id}),
            ("praise", {"kind": "praise"}),
            ("too long ago", {"days": 91}),
        ):
            with self.subTest(_case=case):
                product = self.product.copy()
                values = {"days": 5, "product_id": product.id, **earlier}
                self._old_ticket(**values)
                self.assertFalse(self._ticket(product_id=product.id).repeat_of_id)

    def test_what_is_learned_later_makes_it_a_repeat(self):
        first = self._old_ticket(10, cause_id=self.cause.id)
        second = self._ticket()
        self.assertFalse(second.repeat_of_id)
        second.cause_id = self.cause
        self.assertEqual(second.repeat_of_id, first)
        self.assertEqual(second.repeat_same, "cause")
        second.kind = "praise"
        self.assertFalse(second.repeat_of_id)

    def test_the_list_shows_them(self):
        first = self._old_ticket(10, product_id=self.product.id)
        second = self._ticket(product_id=self.product.id)
        action = second.action_repeats()
        found = self.env["o2c.ticket"].search(action["domain"])
        self.assertEqual(found, first | second)

    def test_many_are_found_by_one_query(self):
        tickets = [self._ticket(product_id=self.product.id) for _n in range(6)]
        self.env.flush_all()
        Ticket = self.env["o2c.ticket"]
        counts = []
        for batch in (tickets[0], Ticket.union(*tickets)):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            batch._compute_repeat()
            counts.append(self.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 1)


@tagged("post_install", "-at_install")
class TestPareto(LearningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["o2c.ticket"].search([("company_id", "=", cls.company.id)]).write(
            {"kind": "enquiry"}
        )
        cls.driver = cls.env["o2c.ticket.cause"].create({"name": "Careless driver"})
        cls.tickets = [
            *(cls._ticket(cause_id=cls.cause.id) for _n in range(3)),
            cls._ticket(cause_id=cls.driver.id),
            cls._ticket(),
        ]
        cls._ticket(kind="enquiry", cause_id=cls.cause.id)
        cls.env["o2c.ticket.expense"].create(
            [
                {"ticket_id": t.id, "name": "Van", "kind": "freight", "amount": amount}
                for t, amount in ((cls.tickets[0], 10.0), (cls.tickets[3], 90.0))
            ]
        )

    def _pareto(self, *args, user=None):
        insight = self.env["o2c.learning.insight"].with_user(user or self.leader)
        return insight.pareto(*args)

    def test_by_number(self):
        found = self._pareto("cause", "count")
        rows = [
            (b["name"], b["count"], b["cost"], b["share"], b["cumulated"], b["letter"])
            for b in found["bars"]
        ]
        self.assertEqual(
            rows,
            [
                ("Thin boxes", 3, 10.0, 75.0, 75.0, "A"),
                ("Careless driver", 1, 90.0, 25.0, 100.0, "A"),
            ],
        )
        self.assertEqual(found["count"], 5)
        self.assertEqual(found["cost"], 100.0)
        self.assertEqual(found["unknown"], {"count": 1, "cost": 0.0})

    def test_by_cost_the_order_is_another(self):
        found = self._pareto("cause", "cost")
        names = [bar["name"] for bar in found["bars"]]
        self.assertEqual(names, ["Careless driver", "Thin boxes"])
        self.assertEqual(found["bars"][0]["share"], 90.0)

    def test_every_dimension_adds_up(self):
        insight = self.env["o2c.learning.insight"].with_user(self.leader)
        for dimension in insight._dimensions():
            with self.subTest(_case=dimension["key"]):
                found = self._pareto(dimension["key"])
                counted = sum(bar["count"] for bar in found["bars"])
                whole = counted + found["rest"]["count"] + found["unknown"]["count"]
                self.assertEqual(whole, 5)

    def test_a_bar_opens_its_tickets(self):
        insight = self.env["o2c.learning.insight"].with_user(self.leader)
        action = insight.open("cause", self.cause.id)
        found = self.env["o2c.ticket"].search(action["domain"])
        self.assertEqual(found, self.env["o2c.ticket"].union(*self.tickets[:3]))
        unknown = insight.open("cause", False)
        self.assertEqual(
            self.env["o2c.ticket"].search(unknown["domain"]), self.tickets[4]
        )

    def test_a_bar_becomes_a_corrective_action(self):
        insight = self.env["o2c.learning.insight"].with_user(self.agent)
        context = insight.open_action("cause", self.cause.id)["context"]
        self.assertEqual(context["default_cause_id"], self.cause.id)
        self.assertEqual(len(context["default_ticket_ids"]), 3)

    def test_only_leaders_see_people(self):
        keys = [d["key"] for d in self._pareto("cause", user=self.agent)["dimensions"]]
        self.assertNotIn("person", keys)
        with self.assertRaises(AccessError):
            self._pareto("person", user=self.agent)
        self.assertEqual(self._pareto("person")["unknown"]["count"], 5)

    def test_an_agent_counts_what_he_may_read(self):
        other = self._person("care_agent", login="another_agent")
        self.tickets[0].user_id = self.agent
        self.assertEqual(self._pareto("cause", user=other)["count"], 4)
        self.assertEqual(self._pareto("cause", user=self.agent)["count"], 5)

    def test_no_such_figure(self):
        for args in (("description", "count"), ("cause", "median")):
            with self.subTest(_case=args), self.assertRaises(UserError):
                self._pareto(*args)
        for role in ("warehouse", "salesperson"):  # no tickets, no costs
            with self.subTest(_case=role), self.assertRaises(AccessError):
                self._pareto("cause", user=self._user(role))


@tagged("post_install", "-at_install")
class TestDisputeDays(LearningCommon):
    def _last(self, user=None):
        screen = self.env["o2c.dispute.days"].with_user(user or self.leader)
        return screen.dashboard(3)["months"][-1]

    def test_the_figure_equals_the_ledger(self):
        today = fields.Date.today()
        before = self._last()
        invoice = self._bill(1000, invoice_date=today)
        self._dispute(invoice, 300)
        now = self._last()
        self.assertEqual(now["receivable"] - before["receivable"], 1000)
        self.assertEqual(now["sales"] - before["sales"], 1000)
        self.assertEqual(now["disputed"] - before["disputed"], 300)
        days = now["disputed"] / now["sales"] * now["days"]
        self.assertAlmostEqual(now["by_disputes"], days)
        self.assertAlmostEqual(now["by_disputes"] + now["without"], now["dso"])

    def test_what_is_rejected_no_longer_counts(self):
        before = self._last()
        dispute = self._dispute(self._bill(1000), 300)
        self._decide(dispute, 0)
        self.assertEqual(self._last()["disputed"], before["disputed"])

    def test_a_dispute_of_today_is_not_of_the_months_before(self):
        screen = self.env["o2c.dispute.days"].with_user(self.leader)
        old = fields.Date.subtract(fields.Date.today(), months=4)
        invoice = self._bill(1000, invoice_date=old)
        before = [row["disputed"] for row in screen.dashboard(3)["months"]]
        self._dispute(invoice, 300)
        after = [row["disputed"] for row in screen.dashboard(3)["months"]]
        self.assertEqual(len(before), 3)
        self.assertEqual(after[:-1], before[:-1])
        self.assertEqual(after[-1], before[-1] + 300)

    def test_who_sees_it(self):
        for user in (self.leader, self.accountant):
            self._last(user)
        for user in (self.agent, self._user("salesperson")):
            with self.subTest(_case=user.login), self.assertRaises(AccessError):
                self._last(user)

    def test_another_company_has_its_own_figures(self):
        company = self.env["res.company"].create({"name": "Another"})
        self.leader.company_ids = [Command.link(company.id)]
        self._dispute(self._bill(1000, invoice_date=fields.Date.today()), 300)
        screen = self.env["o2c.dispute.days"].with_user(self.leader)
        row = screen.with_company(company).dashboard(1)["months"][0]
        self.assertEqual((row["disputed"], row["by_disputes"]), (0.0, None))

    def test_a_month_ends_at_midnight_of_the_company(self):
        self.company.partner_id.tz = "Europe/Rome"
        screen = self.env["o2c.dispute.days"].with_user(self.leader)
        spans = screen._spans(self.company, 2)
        _start, stop, moment = spans[0]
        offset = stop - moment.date()
        self.assertEqual(offset, timedelta(days=1))
        self.assertIn(moment.hour, (22, 23))
