from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestInsight(InsightCommon):
    """What the dashboard shows, to whom, and what each figure opens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._user("o2c_credit.group_credit_insight")
        cls.other = cls._customer(name="Another", country_id=cls.env.ref("base.it").id)
        for month, amount in (("04", 700), ("05", 800), ("06", 1000)):
            cls._item(
                amount, invoice_date=f"2026-{month}-10", due_date=f"2026-{month}-30"
            )
        cls._item(
            400,
            partner_id=cls.other.id,
            invoice_date="2026-05-02",
            due_date="2026-05-20",
            settled_date="2026-06-09",
        )
        cls.Snapshot._take(cls.company, 6, date(2026, 7, 1))

    def _dashboard(self, *args, user=None):
        model = self.env(user=user or self.reader, su=False)["o2c.credit.insight"]
        return call_kw(model, "dashboard", list(args), {})

    def _open(self, *args):
        model = self.env(user=self.reader, su=False)["o2c.credit.insight"]
        action = call_kw(model, "open", list(args), {})
        return action, self.env[action["res_model"]].search(action["domain"])

    def _tile(self, data, key):
        (tile,) = (tile for tile in data["tiles"] if tile["key"] == key)
        return tile

    def test_months_from_the_first_with_figures(self):
        data = self._dashboard()
        self.assertEqual(
            [m["month"][:7] for m in data["months"]], ["2026-04", "2026-05", "2026-06"]
        )
        self.assertEqual(data["date"], "2026-06-30")
        last = data["months"][-1]
        self.assertEqual(last["receivable"], 2500)
        # due on the last day of June: not overdue yet
        self.assertEqual(last["overdue"], 1500)
        # June's 30 days, May's 31 with 1,200, and 300 of April's 700
        self.assertEqual(
            round(last["dso_count_back"], 3), round(61 + 300 / 700 * 30, 3)
        )
        self.assertEqual(last["dso"], 75)
        self.assertIsNone(data["months"][0]["dso_three_months"])
        self.assertEqual(self._tile(data, "receivable")["before"], 1900)
        self.assertEqual(self._tile(data, "share_in_time")["value"], 0)
        self.assertIsNone(self._tile(data, "promise_share")["value"])

    def test_note_on_imported_history(self):
        """The months count it, the aged balance and the statements do not."""
        notes = " ".join(self._dashboard()["notes"])
        self.assertIn("the imported history included", notes)
        self.assertIn("The aged balance and the statements show Odoo's ledger", notes)
        self.assertEqual(self._dashboard()["months"][-1]["receivable"], 2500)
        question = {"as_of": "2026-06-30", "company_id": self.company.id}
        aged = self.env["o2c.aged.balance"].table(question)
        self.assertEqual((aged["count"], aged["imported"]), (0, True))

    def test_so_many_months(self):
        self.assertEqual(len(self._dashboard(1)["months"]), 1)
        self.assertEqual(
            self._dashboard(1)["months"][0]["dso_count_back"],
            self._dashboard()["months"][-1]["dso_count_back"],
        )

    def test_roll_rates(self):
        roll = self._dashboard()["roll"]
        self.assertEqual(len(roll), 4)
        # at the end of May 1,200 were 1 to 30 days late, 800 of them a month later
        self.assertEqual(roll[1]["now"], 800 / 1200)

    def test_segment(self):
        italy = {"field": "country_id", "value": self.env.ref("base.it").id}
        data = self._dashboard(13, italy)
        self.assertEqual([m["receivable"] for m in data["months"]], [400, 0])
        self.assertEqual(data["months"][1]["paid"], 400)
        self.assertIsNone(data["forecast"])
        nobody = {"field": "collector_id", "value": False}
        self.assertEqual(self._dashboard(13, nobody)["months"][-1]["receivable"], 2500)
        (segment,) = (s for s in data["segments"] if s["field"] == "country_id")
        self.assertEqual(sum(option["count"] for option in segment["options"]), 2)

    def test_segment_of_a_field_that_is_none(self):
        for field in ("company_id", "partner_id.credit_limit", None):
            with self.assertRaises(UserError):
                self._dashboard(13, {"field": field, "value": 1})

    def test_figures_open_what_is_behind(self):
        _action, found = self._open("overdue")
        self.assertEqual(found.partner_id, self.customer)
        self.assertEqual(sum(found.mapped("overdue")), 1500)
        _action, found = self._open("bucket_30", "2026-05-01")
        self.assertEqual(sum(found.mapped("bucket_30")), 1200)
        action, _found = self._open("dso_count_back")
        self.assertEqual(action["res_model"], "o2c.credit.month")
        italy = {"field": "country_id", "value": self.env.ref("base.it").id}
        _action, found = self._open("paid", None, italy)
        self.assertEqual(found.partner_id, self.other)
        action, _found = self._open("class:B")
        self.assertEqual(action["res_model"], "o2c.credit.account")

    def test_forecast(self):
        self.env["o2c.cash.forecast"]._refresh(self.company, today=date(2026, 7, 1))
        found = self._dashboard()["forecast"]
        self.assertEqual(len(found["weeks"]), 13)
        self.assertEqual(found["weeks"][0]["start"], "2026-07-01")
        _action, rows = self._open("forecast")
        self.assertEqual(rows.partner_id, self.customer)
        self.assertEqual(rows.open_amount, 2500)

    def test_exposure_by_class(self):
        account = self._account(5000)
        account.sudo().risk_class = "B"
        model = self.env(user=self.reader, su=False)["o2c.credit.insight"]
        rows = call_kw(model, "exposure_by_class", [], {})
        mine = [row for row in rows if row["class"] == "B"]
        self.assertEqual(
            mine, [{"class": "B", "customers": 1, "exposure": 2500.0, "limit": 5000.0}]
        )

    def test_before_the_first_snapshots(self):
        """The figures are read from the ledger itself, and are the same."""
        before = self._dashboard()["months"][-1]
        self.Month.search([]).unlink()
        months = {month["month"]: month for month in self._dashboard()["months"]}
        found = months[before["month"]]
        self.assertEqual(found | {"id": before["id"]}, before)

    def test_nothing_yet(self):
        company = self.setup_other_company()["company"]
        self.assertEqual(self.env["o2c.credit.insight"]._rows(company), [])

    def test_who_may_not(self):
        for user in (self.seller, self._user("customer")):
            for method in ("dashboard", "exposure_by_class"):
                model = self.env(user=user, su=False)["o2c.credit.insight"]
                with self.assertRaises(AccessError):
                    call_kw(model, method, [], {})

    def test_figures_of_the_own_company(self):
        company = self.setup_other_company()["company"]
        foreigner = self._user(
            "o2c_credit.group_credit_insight", login="foreigner", company=company
        )
        self.assertEqual(self._dashboard(user=foreigner)["months"], [])
