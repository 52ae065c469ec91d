from odoo import Command

from .common_timeline import DAY, TimelineCase


class PerfectCase(TimelineCase):
    """Orders of March 2026 with entry checks and measures of their own company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Check = cls.env["o2c.entry.check"]
        cls.Error = cls.env["o2c.entry.error"]
        cls.Perfect = cls.env["o2c.perfect.order"]
        # only what a test switches on counts
        cls.Check.search([("active", "=", True)]).active = False

    @classmethod
    def _check(cls, kind, effect="hold", **values):
        name = f"Check of {kind}"
        options = {"name": name, "kind": kind, "effect": effect}
        return cls.Check.create({**options, **values})

    @classmethod
    def _address(cls):
        """The parts of a complete address."""
        return {
            "street": "Hafenstr. 1",
            "zip": "20457",
            "city": "Hamburg",
            "country_id": cls.env.ref("base.de").id,
        }

    def _measured(self, order, day=31):
        """The measure of ``order`` as of a day of March 2026."""
        with self._at(DAY[day]):
            self.Perfect._measure(order.ids)
        return self.Perfect.search([("order_id", "=", order.id)])

    def _delivered(self, *lines, on=4, promised=5, invoice=4, **values):
        """An order of 2 March promised, delivered and invoiced on days of March."""
        values["commitment_date"] = DAY[promised]
        order = self._order_on(2, *lines, **values)
        with self._on(on):
            self._deliver(order)
        if invoice:
            with self._on(invoice):
                self._invoice(order)
        return order

    def _run_job(self):
        """The measuring job as the scheduler runs it."""
        with self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_measure_perfect").method_direct_trigger()
        self.env.invalidate_all()

    def assertMeasure(self, order, expected, day=31):
        """Verdicts of complete, on time, invoiced right, undamaged and perfect.

        :param expected: a text of five letters: y, n or o
        """
        found = self._measured(order, day)
        names = ("complete", "on_time", "invoiced_right", "undamaged", "perfect")
        self.assertEqual("".join(found[name][0] for name in names), expected)
        return found


__all__ = ["DAY", "Command", "PerfectCase"]
