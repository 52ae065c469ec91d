from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL

from .telesales_common import TelesalesCommon

MARKETING = "o2c_quality_check.group_call_marketing"
NAMES = ("calls", "reached", "quoted", "sold", "revenue")


@tagged("post_install", "-at_install")
class TestTelesales(TelesalesCommon):
    """Figures of selling calls against what was done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls._user("call_marketing", groups=MARKETING)
        cls.other = cls._selling(name="Winter offer", kind="retention")
        cls.orders = cls.env["sale.order"]
        # who, campaign, pieces in the basket, result, confirmed
        for number, (agent, campaign, pieces, result, confirm) in enumerate(
            (
                (cls.agent, cls.selling, 5, "action_answered", True),
                (cls.agent, cls.selling, 2, "action_answered", False),
                (cls.agent, cls.selling, 0, "action_no_answer", False),
                (cls.other_agent, cls.selling, 1, "action_refused", False),
                (cls.other_agent, cls.other, 10, "action_answered", True),
            )
        ):
            buyer = cls._buyer(name=f"Buyer {number}")
            call = cls._sales_call(campaign, buyer, agent)
            if pieces:
                call.basket_set(cls.beans.id, pieces)
            getattr(call, result)()
            order = call.sudo().basket_ids
            if confirm:
                order.action_confirm()
            cls.orders |= order
        # a quality call is no telesales
        cls._listed()

    def dashboard(self, user, *args):
        model = self.env["o2c.telesales.insight"].with_user(user)
        return call_kw(model, "dashboard", list(args), {})

    def figures(self, group):
        return tuple(group[name] for name in NAMES)

    def test_by_campaign(self):
        data = self.dashboard(self.leader)
        self.assertEqual(self.figures(data["total"]), (5, 4, 3, 2, 300.0))
        found = {group["name"]: self.figures(group) for group in data["groups"]}
        self.assertEqual(
            found,
            {
                "Season offer": (4, 3, 2, 1, 100.0),
                "Winter offer": (1, 1, 1, 1, 200.0),
            },
        )
        total = data["total"]
        self.assertEqual((total["conversion"], total["per_call"]), (50.0, 75.0))
        self.assertFalse(total["enough"])
        self.assertAlmostEqual(total["low"], 15.0036, places=3)
        self.assertAlmostEqual(total["high"], 84.9964, places=3)

    def test_equal_to_plain_sql(self):
        query = SQL(
            """SELECT sum(o.amount_untaxed / o.currency_rate), count(*)
                 FROM sale_order o JOIN o2c_call c ON c.id = o.o2c_call_id
                WHERE o.state = 'sale' AND c.company_id = %s""",
            self.company.id,
        )
        ((revenue, sold),) = self.env.execute_query(query)
        total = self.dashboard(self.leader)["total"]
        self.assertEqual((total["revenue"], total["sold"]), (float(revenue), sold))

    def test_a_cancelled_order_does_not_count(self):
        self.orders.filtered(lambda o: o.state == "sale")[:1]._action_cancel()
        total = self.dashboard(self.leader)["total"]
        self.assertEqual(self.figures(total), (5, 4, 2, 1, 200.0))

    def test_another_currency(self):
        order = self.orders.filtered(lambda o: o.amount_untaxed == 100)
        other = self.env["res.currency"].create({"name": "QQQ", "symbol": "Q"})
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order SET currency_id=%s, currency_rate=2 WHERE id=%s",
                other.id,
                order.id,
            )
        )
        self.env.invalidate_all()
        self.assertEqual(self.dashboard(self.leader)["total"]["revenue"], 250.0)

    def test_other_companies_are_left_out(self):
        self.orders.o2c_call_id[:1].company_id = self._company()
        self.assertEqual(self.dashboard(self.leader)["total"]["calls"], 4)

    def test_an_agent_sees_his_own(self):
        total = self.dashboard(self.agent)["total"]
        self.assertEqual(self.figures(total), (3, 2, 2, 1, 100.0))
        with self.assertRaises(AccessError):
            self.dashboard(self.agent, 6, "agent")

    def test_marketing_sees_no_agents(self):
        data = self.dashboard(self.marketing, 6, "script")
        self.assertEqual(data["total"]["calls"], 5)
        self.assertNotIn("agent", [d["key"] for d in data["dimensions"]])
        with self.assertRaises(AccessError):
            self.dashboard(self.marketing, 6, "agent")
        reports = self.env["o2c.telesales.report"].with_user(self.marketing)
        self.assertEqual(reports.search_count([]), 5)
        for names in (["agent_id"], ["partner_id", "agent_id"]):
            with self.assertRaises(AccessError):
                reports.search([], limit=1).read(names)
        with self.assertRaises(AccessError):
            reports.formatted_read_group([], ["agent_id"], ["__count"])

    def test_leaders_by_agent(self):
        groups = self.dashboard(self.leader, 6, "agent")["groups"]
        found = {group["key"]: group["calls"] for group in groups}
        self.assertEqual(found, {self.agent.id: 3, self.other_agent.id: 2})

    def test_not_for_everybody(self):
        for user in (self.seller, self._user("warehouse")):
            with self.assertRaises(AccessError):
                self.dashboard(user)
        with self.assertRaises(UserError):
            self.dashboard(self.leader, 6, "partner_id")

    def test_two_scripts(self):
        second = self.selling_script.copy({"title": "Short offer"})
        self.orders.o2c_call_id.filtered(
            lambda c: c.campaign_id == self.selling
        ).sorted()[-1:].survey_id = second
        data = self.dashboard(self.leader, 6, "script", self.selling.id)
        self.assertEqual(len(data["groups"]), 2)
        self.assertIn("Too few calls to tell", data["comparison"]["text"])
        self.assertFalse(self.dashboard(self.leader, 6, "script")["comparison"])

    def test_opening_the_order(self):
        report = self.env["o2c.telesales.report"]
        row = report.search([("sold", "=", 1), ("campaign_id", "=", self.selling.id)])
        with self.assertRaises(AccessError):
            row.with_user(self.agent).action_open_order()
        self.orders.user_id = self.seller
        model = self.env["sale.order"].with_user(self.seller)
        self.assertTrue(model.browse(row.order_id).has_access("read"))
