import base64
from datetime import date, timedelta
from unittest import skipUnless

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import scorecard_fit
from .score_common import ScoreCommon


@tagged("post_install", "-at_install")
class TestRecalibration(ScoreCommon):
    """A challenger fitted on the firm's own past."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls._company()
        cls.manager.company_ids |= cls.firm
        cls.days = [date(2025, month, 12) for month in (4, 5, 6)]
        # of forty customers every fourth pays everything forty days late
        for number in range(40):
            partner = cls._customer(name=f"Customer {number}")
            late = 40 if number % 4 == 0 else number % 3
            cls._past(partner, late, count=9, company_id=cls.firm.id)

    def _fit(self, refit=True, user=None):
        card = self.card.with_user(user or self.manager)
        return card._recalibrated(self.firm, self.days, refit).sudo()

    def test_who_is_asked_about_and_what_became_of_him(self):
        cases = self.card._cases(self.firm, self.days[0])
        # nobody is asked about who is more than thirty days overdue already
        self.assertEqual((len(cases), sum(c.bad for c in cases)), (40, 10))
        self.assertEqual({c.values["worst_delay"] for c in cases if c.bad}, {40})

    @skipUnless(scorecard_fit.is_available(), "needs numpy, an extra")
    def test_new_ranges_and_points(self):
        challenger = self._fit()
        self.assertEqual(challenger.state, "draft")
        self.assertEqual(challenger.company_id, self.firm)
        self.assertEqual((challenger.fit_cases, challenger.fit_bads), (120, 30))
        # no range is smaller than thirty cases: ten of the thirty good ones tie with
        # the bad ones of the month that measures
        self.assertEqual((challenger.auc, challenger.gini), (0.833, 0.667))
        self.assertIn("Only 30 bad cases", challenger.fit_report)
        for factor in challenger.factor_ids:
            self.assertEqual(factor.best, 0)
            self.assertLess(factor.worst, 0)
            self.assertGreater(factor.coefficient, 0)
        challenger.with_user(self.manager).action_activate()
        self.Account._score_company(self.firm)
        accounts = self.Account.search([("company_id", "=", self.firm.id)])
        slow = accounts.filtered(lambda a: a.mean_days_late == 40)
        self.assertLess(
            max(slow.mapped("score")), min((accounts - slow).mapped("score"))
        )
        self.assertGreater(slow[0].probability, 0.5)

    @skipUnless(scorecard_fit.is_available(), "needs numpy, an extra")
    def test_probability_only_keeps_the_points(self):
        challenger = self._fit(refit=False)
        before, after = (
            [(f.feature, sorted(f.bin_ids.mapped("points"))) for f in card.factor_ids]
            for card in (self.card, challenger)
        )
        self.assertEqual(before, after)
        self.assertNotEqual(challenger.odds, self.card.odds)

    @skipUnless(scorecard_fit.is_available(), "needs numpy, an extra")
    def test_without_bads_nothing_is_learnt(self):
        other = self._company(name="Never late")
        for number in range(5):
            partner = self._customer(name=f"Good {number}")
            self._past(partner, 0, count=9, company_id=other.id)
        with self.assertRaises(UserError):
            self.card._recalibrated(other, self.days, True)

    def test_a_collector_does_not_fit(self):
        with self.assertRaises(AccessError):
            self._fit(user=self._user("collector"))

    def test_the_future_is_not_known(self):
        wizard = self.env["o2c.scorecard.recalibrate"].create(
            {"company_id": self.firm.id, "scorecard_id": self.card.id}
        )
        wizard.date_to += timedelta(days=1)
        with self.assertRaises(UserError):
            wizard.action_recalibrate()

    def test_try_shows_every_point(self):
        account = self._account(partner=self._customer(name="New"), company=self.firm)
        wizard = self.env["o2c.scorecard.try"].create(
            {"scorecard_id": self.card.id, "account_id": account.id}
        )
        self.assertIn("Worst delay in 180 days", wizard.table)
        self.assertIn("Nothing is known yet", wizard.reasons)
        result = wizard._result()
        self.assertEqual(wizard.points, result.points)
        self.assertEqual(
            result.points, 1000 + sum(c.points for c in result.contributions)
        )


@tagged("post_install", "-at_install")
class TestRatingImport(ScoreCommon):
    """Ratings from a file: all of them or none."""

    def _send(self, *lines, user=None):
        text = "\n".join(["customer;agency;rating;scale;date;expires", *lines])
        wizard = self.env(user=user or self.manager, su=False)[
            "o2c.credit.rating.import"
        ].create({"file": base64.b64encode(text.encode())})
        wizard.action_import()
        return wizard

    def test_a_file_is_imported_once(self):
        self.customer.ref = "C-7"
        line = "C-7;Agency;BB;55;2026-01-31;2027-01-31"
        self.assertEqual((self._send(line).done, self._send(line).done), (1, 0))
        rating = self.env["o2c.credit.rating"].search([("agency", "=", "Agency")])
        self.assertEqual((rating.partner_id, rating.scale), (self.customer, 55))

    def test_one_wrong_line_and_nothing_is_written(self):
        with self.assertNothingWritten("o2c.credit.rating"):
            wizard = self._send(
                f"{self.customer.name};Agency;A;90;2026-01-31;",
                "nobody;Agency;A;90;2026-01-31;",
                f"{self.customer.name};Agency;A;101;2026-01-31;",
                f"{self.customer.name};Agency;A;90;31.1.2026;",
                f"{self.customer.name};Agency;A;90;2026-01-31;2026-01-31",
            )
        found = [line.partition(":")[0] for line in wizard.errors.splitlines()]
        self.assertEqual(found, ["Line 3", "Line 4", "Line 5", "Line 6"])

    def test_a_collector_does_not_import(self):
        with self.assertRaises(AccessError):
            self._send(user=self._user("collector"))
