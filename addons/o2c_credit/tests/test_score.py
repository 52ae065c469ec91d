from datetime import date

from odoo.tests import tagged

from .score_common import ScoreCommon


@tagged("post_install", "-at_install")
class TestBehaviour(ScoreCommon):
    """The features, computed by hand."""

    def test_delays_of_paid_invoices(self):
        for day, late in ((1, 0), (2, 10), (3, 40)):
            due = date(2026, 1, day)
            paid = date.fromordinal(due.toordinal() + late)
            self._item(due_date=due, invoice_date=date(2025, 12, 1), settled_date=paid)
        self.assertFeatures(
            "2026-03-31",
            mean_delay=50 / 3,
            recent_delay=50 / 3,
            worst_delay=40,
            days_overdue=0,
            utilisation=0.0,
            term_days=(31 + 32 + 33) / 3,
            relation_days=120,
        )

    def test_last_six_only(self):
        self._past(late=20, count=3)
        self._past(late=2, count=6, first=4)
        self.assertFeatures("2025-12-31", mean_delay=8.0, recent_delay=2.0)

    def test_worst_of_half_a_year(self):
        self._past(late=20, count=1)
        self._past(late=2, count=1, first=3)
        # the first was paid on 21 January: 180 days later it is forgotten
        self.assertFeatures("2025-07-19", worst_delay=20)
        self.assertFeatures("2025-07-20", worst_delay=2)

    def test_share_late_is_pulled_to_the_portfolio(self):
        self._past(late=8, count=1)
        self._past(self._customer(name="Other"), late=7, count=4)
        # late means more than seven days: one of five in the portfolio
        self.assertFeatures("2025-12-31", share_late=(1 + 5 * 0.2) / 6)

    def test_an_open_invoice_is_late_at_once(self):
        self._item(300)
        self.assertFeatures("2026-04-01", days_overdue=0, mean_delay=None)
        self.assertFeatures(
            "2026-04-02", days_overdue=1, mean_delay=1.0, overdue_amount=300.0
        )

    def test_situation(self):
        self._item(300)
        self._item(100, due_date=date(2026, 5, 1))
        # 40 days of relation, 400 billed: the usual month is 400 * 30.4 / 40
        self.assertFeatures(
            "2026-04-11",
            days_overdue=10,
            overdue_share=0.75,
            utilisation=400 / (400 / (40 / 30.4)),
        )

    def test_ledger_counts_like_history(self):
        bill = self._bill(
            1000, invoice_payment_term_id=False, invoice_date_due="2026-04-01"
        )
        self._pay(bill, payment_date="2026-04-11")
        self.assertFeatures("2026-04-10", days_overdue=9, worst_delay=9)
        self.assertFeatures("2026-04-11", days_overdue=0, worst_delay=10)

    def test_events_disputes_and_ratings_of_a_year(self):
        Event = self.env["o2c.credit.event"]
        for kind, day in (
            ("broken_promise", "2026-03-01"),
            ("returned_payment", "2026-03-01"),
            ("returned_payment", "2025-03-10"),
            ("returned_payment", "2026-04-02"),
        ):
            Event.create({"account_id": self.account.id, "kind": kind, "date": day})
        self._item(settled_date=date(2026, 3, 20), disputed=True)
        rating = {"partner_id": self.customer.id, "company_id": self.company.id}
        rating |= {"agency": "Agency", "value": "B"}
        Rating = self.env["o2c.credit.rating"]
        Rating.create({**rating, "scale": 60, "date": "2026-01-01"})
        Rating.create({**rating, "scale": 90, "date": "2026-05-01"})
        self.assertFeatures(
            "2026-04-01",
            broken_promises=1,
            returned_payments=1,
            disputes=1,
            rating=60,
        )

    def test_priors_speak_for_newcomers_only(self):
        country = self.env.ref("base.it")
        self.customer.country_id = country
        vals = {"country_id": country.id, "risk": 60, "source": "Agency 2026"}
        self.env["o2c.score.prior"].create({**vals, "company_id": self.company.id})
        self.assertFeatures("2026-04-01", prior=60)
        self._item()
        self.assertFeatures("2026-04-02", prior=None)


@tagged("post_install", "-at_install")
class TestAsOf(ScoreCommon):
    """On a past date nothing is known that came later."""

    def _points(self, as_of):
        return self.account._score(as_of=date.fromisoformat(as_of))[self.account].points

    def test_what_comes_later_changes_nothing(self):
        self._portfolio(0, 5, 30)
        self._past(late=3)
        day = date(2025, 12, 31)
        before = self.account._score(as_of=day)
        self._item(5000, due_date=date(2026, 1, 31), invoice_date=date(2026, 1, 1))
        self._item(900, settled_date=date(2026, 6, 1))
        self._bill(1000)
        self.env["o2c.credit.event"].create(
            {"account_id": self.account.id, "kind": "broken_promise"}
        )
        self.assertEqual(self.account._score(as_of=day), before)
        self.assertNotEqual(self.account._score(), before)

    def test_paid_since_was_open_then(self):
        self._item(100, settled_date=date(2026, 5, 20))
        self.assertFeatures("2026-05-19", days_overdue=48, overdue_share=1.0)
        self.assertFeatures("2026-05-20", days_overdue=0, overdue_share=0.0)
        self.assertLess(self._points("2026-05-19"), self._points("2026-05-20"))

    def test_nothing_is_written(self):
        self._past(late=3)
        with self.assertNothingWritten("o2c.score", "o2c.credit.account"):
            self.account._score(as_of=date(2025, 12, 31))


@tagged("post_install", "-at_install")
class TestRun(ScoreCommon):
    """The scoring of the portfolio."""

    def test_everybody_is_scored_and_every_point_traces(self):
        self._portfolio(0, 10, 60)
        self._past(late=10)
        run = self._run()
        self.assertEqual(
            run.customers,
            len(self.Account.search([("company_id", "=", self.company.id)])),
        )
        counts = run.count_a + run.count_b + run.count_c + run.count_d + run.count_e
        self.assertEqual(counts, run.customers)
        result = self.account._stored_score()
        total = self.card.base_points + sum(c.points for c in result.contributions)
        self.assertEqual(result.points, total)
        bins = self.env["o2c.scorecard.bin"].browse(
            [c.bin for c in result.contributions]
        )
        self.assertEqual(
            bins.mapped("points"), [c.points for c in result.contributions]
        )

    def test_a_customer_without_account_gets_one(self):
        partner = self._customer(name="Known by his past only")
        self._past(partner)
        self.assertFalse(self._accounts(partner))
        self._run()
        self.assertEqual(self._accounts(partner).risk_class, "A")

    def test_twice_is_once(self):
        self._past(late=10)
        self._run()
        with self.assertNothingWritten("o2c.score"):
            self._run()

    def test_the_job_runs_and_keeps_a_change(self):
        self._past(late=10)
        self._job()
        self.assertEqual(len(self.account.score_ids), 1)
        before = self.account.score
        self._item(900)
        self._job()
        self.assertEqual(len(self.account.score_ids), 2)
        self.assertLess(self.account.score, before)
        self.assertEqual(self.account.score_ids[0].points, self.account.score)

    def _job(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_score").method_direct_trigger()
        self.env.invalidate_all()

    def test_current_score_is_the_stored_one_while_nothing_moves(self):
        self._portfolio(0, 10, 60)
        self._past(late=10)
        self._item(500)
        self._run()
        result = self.account._current_score()[self.account]
        self.assertEqual(result.points, self.account.score)
        self.assertEqual(result.risk_class, self.account.risk_class)

    def test_current_score_sees_what_is_open_now(self):
        self._past(late=10)
        self._run()
        self._item(500)
        now = self.account._current_score()[self.account]
        self.assertLess(now.points, self.account.score)
        self._run()
        self.assertAlmostEqual(self.account.score, now.points, delta=150)

    def test_current_score_reads_the_same_for_any_history(self):
        self._past(late=10)
        self._run()
        self.account._current_score()
        self.env.invalidate_all()
        counts = []
        for _round in range(2):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.account._current_score()
            counts.append(self.env.cr.sql_log_count - before)
            self._past(late=1, count=12)
        self.assertEqual(counts[0], counts[1])

    def test_without_scorecard_nothing_happens(self):
        self.card.sudo().write({"state": "retired"})
        self.assertFalse(self._run())
        self.assertEqual(self.account._score(), {})
        self.assertFalse(self.account.score_date)

    def test_companies_are_ranked_apart(self):
        other = self._company()
        account = self._account(company=other)
        self._past(late=30)
        self._run()
        self.assertFalse(account.score_date)
        self.Account._score_company(other)
        self.assertTrue(account.score_date)
        self.assertEqual(account.invoices_known, 0)
        self.assertEqual(self.account.invoices_known, 6)

    def test_trend_against_three_months_ago(self):
        self._past(late=10)
        with self._at("2026-01-10 08:00:00"):
            self._run()
        self.assertEqual(self.account.score_trend, "new")
        before = self.account.score
        self._item(500)
        with self._at("2026-05-10 08:00:00"):
            self._run()
        self.assertEqual(self.account.score_trend, "worse")
        self.assertEqual(self.account.score_change, self.account.score - before)

    def test_habits(self):
        for week in range(8):
            due = date.fromordinal(date(2026, 1, 2).toordinal() + 7 * week)
            self._item(
                100 + week,
                due_date=due,
                invoice_date=date(2026, 1, 1),
                settled_date=date.fromordinal(due.toordinal() + 7),
            )
        self._run()
        found = self.account
        self.assertEqual((found.mean_days_late, found.median_days_late), (7, 7))
        self.assertEqual((found.share_on_time, found.delay_spread), (0, 0))
        self.assertEqual(found.days_beyond_terms, 7)
        self.assertEqual(found.usual_weekday, "5")
        self.assertEqual(found.usual_monthday, 0)
        self.assertIn("Pays on Fridays.", found.habit_text)
        self.assertEqual(len(found.delay_chart["bars"]), 2)
