from odoo.exceptions import AccessError
from odoo.tests import tagged

from .insight_common import InsightCommon

NOON = "2026-07-01 12:00:00"


@tagged("post_install", "-at_install")
class TestProfile(InsightCommon):
    """Bands and lists of customers, and who is told of a negative trend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Profile = cls.env["o2c.credit.profile"]
        cls.Alert = cls.env["o2c.credit.alert"]
        cls.good = cls._customer(
            name="Good payer", country_id=cls.env.ref("base.it").id
        )
        cls.account = cls._account(partner=cls.good)
        cls.account.sudo().write({"risk_class": "A", "probability": 0.02})
        cls.collector = cls._user("collector")
        cls.slow = cls._account(partner=cls.customer)
        cls.slow.collector_id = cls.collector
        # every month due on the 20th: one pays in time, the other ever later
        for month in range(1, 7):
            due = f"2026-{month:02}-20"
            values = {"invoice_date": f"2026-{month:02}-01", "due_date": due}
            paid = {"settled_date": due, "partner_id": cls.good.id}
            cls._item(3650, **values, **paid)
            day = f"2026-{month:02}-22" if month < 4 else f"2026-{month + 1:02}-10"
            if month < 6:
                cls._item(1000, settled_date=day, **values)
        with cls._at(NOON):
            cls.Snapshot._take(cls.company)

    def _refresh(self, moment=NOON):
        with self._at(moment):
            return self.Alert._refresh(self.company)

    def _profile(self, partner):
        return self.Profile.search(
            [("partner_id", "=", partner.id), ("company_id", "=", self.company.id)]
        )

    def test_bands(self):
        self._refresh()
        good, slow = self._profile(self.good), self._profile(self.customer)
        self.assertEqual(good.payment_band, "in_time")
        self.assertEqual((good.sales, good.dbt, good.share_in_time), (21900, 0, 100))
        self.assertEqual(good.country_id.code, "IT")
        self.assertEqual(good.margin_band, "unknown")
        # 3 of them 2 days late, one 20 days after 20 April, one 21 after 20 May
        self.assertEqual(slow.dbt, round((3 * 2 + 20 + 21) / 5, 1))
        self.assertEqual(slow.payment_band, "late")

    def test_margin(self):
        cost = {"standard_price": 60.0, "taxes_id": []}
        product = self.env["product.product"].create({"name": "Coffee", **cost})
        bill = self._bill(100, invoice_date="2026-06-01", date="2026-06-01", post=False)
        line = {"product_id": product.id, "quantity": 2, "price_unit": 100}
        bill.invoice_line_ids.write({**line, "tax_ids": []})
        bill.action_post()
        self.assertEqual(bill.amount_untaxed, 200)
        with self._at(NOON):
            self.Snapshot._take(self.company)
        self._refresh()
        self.assertEqual(self._profile(self.customer).margin, 40)
        self.assertEqual(self._profile(self.customer).margin_band, "high")

    def test_softer_terms_and_their_effect(self):
        self.company.write({"o2c_softer_days": 30, "o2c_capital_cost": 5})
        self.company.o2c_loss_given_default = 50
        self._refresh()
        good, slow = self._profile(self.good), self._profile(self.customer)
        self.assertTrue(good.deserves)
        self.assertFalse(good.against_text)
        self.assertFalse(slow.deserves)
        self.assertIn("class none", slow.against_text)
        self.assertIn("0 % paid in time", slow.against_text)
        # 21,900 a year for 30 days; of 26,900 of all customers
        self.assertEqual(good.more_receivable, 1800)
        self.assertEqual(round(good.dso_effect, 2), round(1800 * 365 / 26900, 2))
        self.assertEqual((good.expected_loss, good.capital_cost), (18, 90))

    def test_drift_is_told_once(self):
        alerts = self._refresh()
        self.assertEqual(alerts.mapped("kind"), ["slower"])
        self.assertEqual(alerts.account_id, self.slow)
        self.assertEqual(alerts.user_id, self.collector)
        self.assertIn("days later than before", alerts.text)
        self.assertEqual(self.slow.activity_ids.user_id, self.collector)
        self.assertTrue(self._profile(self.customer).is_drifting)
        self.assertFalse(self._refresh("2026-07-02 12:00:00"))
        self.assertEqual(len(self.slow.activity_ids), 1)

    def test_trend_that_ends(self):
        alert = self._refresh()
        for item in self.env["o2c.history.item"].search(
            [("partner_id", "=", self.customer.id)]
        ):
            item.settled_date = item.due_date
        with self._at(NOON):
            self.Snapshot._take(self.company)
        self.assertFalse(self._refresh("2026-07-03 12:00:00"))
        self.assertEqual(str(alert.date_to), "2026-07-03")

    def test_nobody_to_look_after_him(self):
        self.slow.collector_id = False
        alert = self._refresh()
        self.assertTrue(alert.user_id.has_group("o2c_credit.group_credit_manager"))

    def test_job(self):
        with self._at(NOON), self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_credit_alert").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self._profile(self.good).deserves)

    def test_rights(self):
        self._refresh()
        reader = self._user("o2c_credit.group_credit_insight")
        profile = self._profile(self.good)
        self.assertEqual(profile.with_user(reader).sales, 21900)
        for user in (reader, self.manager):
            with self.assertRaises(AccessError):
                profile.with_user(user).write({"deserves": False})
        with self.assertRaises(AccessError):
            profile.with_user(self.seller).read(["sales"])
