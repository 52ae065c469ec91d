from .common import O2cCommon

# noon in Rome, for things that happen at a moment
DAY = {number: f"2026-03-{number:02} 11:00:00" for number in range(1, 32)}
# midnight in Rome, for things that happen on a day (summer time from the 29th)
MIDNIGHT = {n: f"2026-03-{n - 1:02} 23:00:00" for n in range(2, 30)}
MIDNIGHT |= {30: "2026-03-29 22:00:00", 31: "2026-03-30 22:00:00"}


class TimelineCase(O2cCommon):
    """Documents on days of March 2026, and what the timeline says after each.

    Nobody checks credit here, whichever modules are installed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_use_credit_limit = False
        checks = cls.env["o2c.hold.reason"].search([("department", "=", "credit")])
        checks.department = "sales"

    def _on(self, number):
        return self._at(DAY[number])

    def _order_on(self, number, *lines, **values):
        with self._on(number):
            return self._order(*lines, **values)

    def _missing(self, order):
        return [missing["text"] for missing in order.o2c_timeline["missing"]]

    def assertTimeline(self, order, stage, since, **reached):
        """Stored fields and milestones, inside the transaction and after flush."""
        for _ in ("in the transaction", "from the database"):
            self.assertStage(order, stage, since)
            self.assertMilestones(order, **reached)
            closed = str(order.o2c_closed_at) if order.o2c_closed_at else None
            self.assertEqual(closed, reached.get("closed"))
            self.assertEqual(order.o2c_timeline["stage"], stage)
            self.assertEqual(not order.o2c_timeline["missing"], "closed" in reached)
            self.env.flush_all()
            self.env.invalidate_all()
