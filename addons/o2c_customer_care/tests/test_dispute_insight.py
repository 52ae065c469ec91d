from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestDisputeInsight(DisputeCommon):
    """Every figure of the screen, against disputes that are counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.empty = cls._figures()  # the company of the tests has no disputes yet

    @classmethod
    def _figures(cls, months=12, user=None):
        cls.env.flush_all()
        model = cls.env["o2c.dispute.insight"].with_user(user or cls.leader)
        return model.dashboard(months)

    def _aged(self, dispute, days):
        dispute.opened_at = fields.Datetime.now() - timedelta(days=days)
        return dispute

    def test_nothing_contested(self):
        stakes, decided = self.empty["stakes"], self.empty["decided"]
        self.assertEqual({row["count"] for row in stakes.values()}, {0})
        self.assertEqual((decided["share"], decided["days"]), (None, None))
        self.assertFalse(self.empty["reasons"] or self.empty["customers"])

    def test_what_is_at_stake(self):
        self._aged(self._dispute(self._bill(1000), 300), 40)
        self._dispute(self._bill(1000), 50)
        granted = self._dispute(self._bill(1000), 200)
        self._decide(granted, 120)
        self._lawsuit(self._rejected(70))
        self._rejected(999)
        stakes = self._figures()["stakes"]
        found = {key: (row["count"], row["amount"]) for key, row in stakes.items()}
        self.assertEqual(
            found, {"undecided": (2, 350), "granted": (1, 120), "court": (1, 70)}
        )
        self.assertEqual(stakes["undecided"]["oldest"], 40)

    def test_ages_at_their_edges(self):
        for days in (7, 8, 30, 31, 60, 61, 90, 91):
            self._aged(self._dispute(self._bill(1000), days), days)
        ages = self._figures()["ages"]
        self.assertEqual(len(ages["steps"]), 5)
        self.assertEqual(ages["undecided"], [7, 38, 91, 151, 91])
        self.assertEqual(ages["granted"], [0, 0, 0, 0, 0])

    def test_how_it_ended(self):
        for amount, accepted in ((100, 100), (200, 50), (100, 0)):
            self._decide(self._dispute(self._bill(1000), amount), accepted)
        self._allowance(25)
        self._dispute(self._bill(1000), 25)
        decided = self._figures()["decided"]
        self.assertEqual((decided["count"], decided["contested"]), (4, 425))
        self.assertEqual(decided["granted"], 175)
        self.assertAlmostEqual(decided["share"], 100 * 175 / 425)
        self.assertEqual((decided["rule_count"], decided["rule_amount"]), (1, 25))

    def test_days_to_the_decision(self):
        for days in (1, 3, 8):
            dispute = self._aged(self._dispute(self._bill(1000), 10), days)
            self._decide(dispute, 0)
        self.assertAlmostEqual(self._figures()["decided"]["days"], 3, places=1)

    def test_reasons(self):
        for reason, amount in (("price", 10), ("quality", 40), ("price", 20)):
            invoice = self._bill(1000)
            dispute = self._dispute(invoice, amount)
            dispute.reason = reason
            if reason == "price":
                self._decide(dispute, 5)
        rows = self._figures()["reasons"]
        found = [(r["key"], r["count"], r["contested"], r["granted"]) for r in rows]
        self.assertEqual(found, [("quality", 1, 40, 0), ("price", 2, 30, 10)])

    def test_only_the_own_company(self):
        self._dispute(self._bill(1000), 10)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.leader.company_ids |= other
        model = self.env["o2c.dispute.insight"].with_user(self.leader)
        figures = model.with_company(other).dashboard()
        self.assertEqual(figures["stakes"]["undecided"]["count"], 0)

    def test_an_agent_sees_what_the_team_has(self):
        stranger = self._person("care_agent", login="care_elsewhere")
        ticket = self._ticket(user_id=self.agent.id)
        self._dispute(self._bill(1000), 10, ticket=ticket)
        self.assertEqual(self._figures()["stakes"]["undecided"]["count"], 1)
        found = self._figures(user=stranger)["stakes"]["undecided"]["count"]
        self.assertEqual(found, 0)

    def test_what_is_behind_each_figure(self):
        waiting = self._dispute(self._bill(1000), 300)
        waiting.reason = "price"
        granted = self._dispute(self._bill(1000), 200)
        self._decide(granted, 120)
        court = self._rejected(70)
        self._lawsuit(court)
        cases = (
            ("undecided", None, waiting),
            ("granted", None, granted),
            ("court", None, court),
            ("decided", None, granted | court),
            ("reason", "price", waiting),
            ("customer", self.customer.id, waiting | granted | court),
        )
        model = self.env["o2c.dispute.insight"].with_user(self.leader)
        for what, key, expected in cases:
            with self.subTest(what):
                action = model.open(what, key)
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(found, expected.sorted())

    def test_warehouse_sees_none_of_it(self):
        with self.assertRaises(AccessError):
            self._figures(user=self._user("warehouse"))
