from odoo.tests import tagged

from odoo.addons.o2c_orders.tests.common import O2cCommon


@tagged("post_install", "-at_install")
class TestCheckup(O2cCommon):
    """The receivables in the baseline report."""

    def test_figures_of_the_last_month(self):
        Month = self.env["o2c.credit.month"]
        for month, date, dso in (
            ("2026-02-01", "2026-02-28", 41.5),
            ("2026-03-01", "2026-03-31", 52.5),
            ("2026-04-01", "2026-04-30", 10.0),
        ):
            Month.create(
                {
                    "company_id": self.company.id,
                    "month": month,
                    "date": date,
                    "days": 30,
                    "dso": dso,
                    "best_dso": 30,
                    "share_in_time": 80,
                }
            )
        checkup = self.env["o2c.checkup"].create(
            {"date_from": "2026-01-01", "date_to": "2026-03-31"}
        )
        checkup.action_measure()
        found = {
            f.key: f.value
            for f in checkup.figure_ids
            if f.section == "receivables" and f.is_known
        }
        self.assertEqual(found["dso"], 52.5)
        self.assertEqual((found["best_dso"], found["share_in_time"]), (30, 80))

    def test_nothing_known(self):
        checkup = self.env["o2c.checkup"].create({})
        checkup.action_measure()
        mine = checkup.figure_ids.filtered(lambda f: f.section == "receivables")
        self.assertEqual(set(mine.mapped("is_known")), {False})
        step = checkup.step_ids.filtered(lambda s: s.key == "dunning")
        self.assertEqual(step.done, bool(self.company.o2c_dunning_strategy_id))
