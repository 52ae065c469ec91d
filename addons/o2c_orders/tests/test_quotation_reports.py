from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .quotation_common import QuotationCommon


@tagged("post_install", "-at_install")
class TestQuotationReports(QuotationCommon):
    """The funnel and the sales-network monitor, from real quotations and orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("salesperson")
        cls.desk = cls._user("order_desk")
        # what the entry checks find is not meant here
        cls.env["o2c.entry.check"].search([("active", "=", True)]).active = False
        cls.fair = cls.env.ref("o2c_orders.medium_fair")

    def _funnel(self, *args, user=None):
        model = self.env["o2c.quote.report"].with_user(user or self.desk).sudo(False)
        self.env.flush_all()
        return model.with_company(self.company).funnel(*args)

    def _monitor(self, group="agent_id", months=0, user=None):
        model = self.env["o2c.network.report"].with_user(user or self.desk).sudo(False)
        self.env.flush_all()
        return model.with_company(self.company).monitor(group, months)

    def _some_quotations(self):
        with self._at("2026-03-02 09:00:00"):
            self._quote(sent=False)
            self._quote(user_id=self.seller.id)
            won = self._quote(medium_id=self.fair.id)
            lost = self._quote(medium_id=self.fair.id)
            abandoned = self._quote()
            direct = self._quote(sent=False)
        with self._at("2026-03-06 09:00:00"):
            won.with_context(mark_so_as_sent=True).message_post(body="Again")
            (won | direct).action_confirm()
            lost._o2c_quote_act("lost", reason=self.reasons["lost"])
            reason = self.reasons["abandoned"]
            abandoned._o2c_quote_act("abandoned", reason=reason)
        return won, lost

    def test_funnel(self):
        self._some_quotations()
        data = self._funnel()
        steps = {s["key"]: (s["count"], s["amount"]) for s in data["steps"]}
        self.assertEqual(
            steps,
            {
                "quoted": (5, 5000),
                "sent": (4, 4000),
                "sent_again": (1, 1000),
                "won_sent": (1, 1000),
                "direct": (1, 1000),
            },
        )
        statuses = {s["key"]: s["count"] for s in data["statuses"]}
        self.assertEqual(statuses, {"open": 2, "won": 2, "lost": 1, "abandoned": 1})
        reasons = {(r["name"], r["status"], r["count"]) for r in data["reasons"]}
        expected = {("lost", "lost", 1), ("abandoned", "abandoned", 1)}
        self.assertEqual(reasons, expected)
        channels = {c["name"]: c for c in data["channels"]}
        fair = channels["Fair"]
        self.assertEqual((fair["entered"], fair["won"], fair["rate"]), (2, 1, 50))
        self.assertEqual(fair["amount"], 1000)

    def test_days_to_decide(self):
        won, lost = self._some_quotations()
        self.env.flush_all()
        rows = self.env["o2c.quote.report"].browse((won | lost).ids)
        self.assertEqual(rows.mapped("days_open"), [4, 4])

    def test_period(self):
        self._some_quotations()
        self.assertEqual(self._funnel("2999-01-01")["steps"][0]["count"], 0)

    def test_a_salesperson_counts_his_own(self):
        self._quote(user_id=self.seller.id)
        self._quote(user_id=self.desk.id)
        self.assertEqual(self._funnel(user=self.seller)["steps"][0]["count"], 1)
        self.assertEqual(self._funnel()["steps"][0]["count"], 2)

    def test_another_company_is_another_funnel(self):
        self._some_quotations()
        other = self._company()
        self.desk.company_ids += other
        model = self.env["o2c.quote.report"].with_user(self.desk).sudo(False)
        data = model.with_context(allowed_company_ids=other.ids).funnel()
        self.assertEqual(data["steps"][0]["count"], 0)

    def test_amounts_in_company_currency(self):
        currency = self.setup_other_currency("GBP", rates=[("2026-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "Pounds", "currency_id": currency.id}
        )
        self._quote(pricelist_id=pricelist.id)
        step = self._funnel()["steps"][0]
        self.assertEqual((step["count"], step["amount"]), (1, 500))

    # ------------------------------------------------------------- the network
    def test_monitor_by_agent(self):
        agent = self._customer(name="Agent")
        self.customer.o2c_agent_id = agent
        with self._at("2026-03-02 09:00:00"):
            self._quote()
            order = self._quote()
        with self._at("2026-03-04 09:00:00"):
            order.action_confirm()
        with self._at("2026-03-07 09:00:00"):
            self._deliver(order)
        data = self._monitor()
        row = {row["id"]: row for row in data["rows"]}[agent.id]
        self.assertEqual((row["quotations"], row["customers"]), (2, 1))
        self.assertEqual((row["ordered"], row["amount"]), (1, 1000))
        self.assertEqual((row["win_rate"], row["accuracy"]), (100, 100))
        self.assertEqual(row["lead_days"], 3)
        self.assertIs(row["cycle_days"], False)
        self.assertEqual(data["columns"], self._columns())

    def _columns(self):
        return self.env["res.partner"].with_user(self.desk)._o2c_network_columns()

    def test_entry_errors_and_perfect_orders(self):
        agent = self._customer(name="Agent")
        good, bad = (self._order(o2c_agent_id=agent.id) for _n in range(2))
        vals = {"order_id": bad.id, "kind": "quantity", "note": "Ten too many"}
        error = self.env["o2c.entry.error"].create(vals)
        (row,) = [r for r in self._monitor()["rows"] if r["id"] == agent.id]
        self.assertEqual(row["accuracy"], 50)
        self.assertIs(row["perfect_rate"], False)
        error.state = "void"
        (row,) = [r for r in self._monitor()["rows"] if r["id"] == agent.id]
        self.assertEqual(row["accuracy"], 100)
        self.assertTrue(good)

    def test_every_way_to_look(self):
        team = self.env["crm.team"].create(
            {"name": "North", "user_id": self.desk.id, "company_id": self.company.id}
        )
        self.customer.country_id = self.env.ref("base.it")
        self._order(team_id=team.id, user_id=self.seller.id, medium_id=self.fair.id)
        named = {
            "team_id": team.id,
            "manager_id": self.desk.id,
            "user_id": self.seller.id,
            "country_id": self.env.ref("base.it").id,
            "medium_id": self.fair.id,
        }
        for group, key in named.items():
            with self.subTest(group):
                rows = {row["id"]: row for row in self._monitor(group)["rows"]}
                self.assertEqual(rows[key]["ordered"], 1)
        for group in ("company_id", "order_id", "partner_id.vat"):
            with self.assertRaises(UserError):
                self._monitor(group)

    def test_period_of_the_monitor(self):
        with self._at("2026-03-02 09:00:00"):
            self._order()
        with self._at("2026-06-01 08:00:00"):
            self.assertTrue(self._monitor(months=3)["rows"])
        with self._at("2026-06-03 09:00:00"):
            self.assertFalse(self._monitor(months=3)["rows"])

    def test_rights(self):
        for role in ("salesperson", "warehouse", "agent"):
            network = self.env["o2c.network.report"].with_user(self._user(role))
            with self.assertRaises(AccessError):
                call_kw(network, "monitor", [], {})
        quotes = self.env["o2c.quote.report"].with_user(self._user("agent"))
        with self.assertRaises(AccessError):
            call_kw(quotes, "funnel", [], {})
