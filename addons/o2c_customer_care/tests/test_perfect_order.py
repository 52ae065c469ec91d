from odoo.tests import tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestPerfectOrder(CareCommon):
    """Complaints count in the measure, the causal chain and the check-up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # only complaints count here, not what the ready checks enter
        cls.env["o2c.entry.check"].search([("active", "=", True)]).active = False
        cls.order = cls._order()
        cls._deliver(cls.order)
        cls._invoice(cls.order)

    def _measured(self):
        self.env["o2c.perfect.order"]._measure(self.order.ids)
        return self.order.o2c_perfect_ids

    def test_about_the_goods(self):
        quality = self.env.ref("o2c_customer_care.reason_quality_defective_product")
        self._ticket(order_id=self.order.id, reason_id=quality.id)
        found = self._measured()
        self.assertEqual((found.undamaged, found.complaint_count), ("no", 1))
        # 25 minutes at 0.60
        self.assertAlmostEqual(found.cost_handling, 15)

    def test_about_something_else(self):
        late = self.env.ref("o2c_customer_care.reason_quality_late_delivery")
        self._ticket(order_id=self.order.id, reason_id=late.id)
        self._ticket(order_id=self.order.id, kind="enquiry")
        found = self._measured()
        self.assertEqual((found.undamaged, found.complaint_count), ("yes", 1))

    def test_in_the_chain(self):
        ticket = self._ticket(order_id=self.order.id)
        (link,) = self.order.o2c_perfect["chain"]
        self.assertEqual(link["kind"], "complaint")
        self.assertEqual(link["record"], ["o2c.ticket", ticket.id])

    def test_in_the_check_up(self):
        self._ticket(order_id=self.order.id)
        self._order()
        checkup = self.env["o2c.checkup"].create({})
        checkup.action_measure()
        figure = checkup.figure_ids.filtered(lambda f: f.key == "complaints")
        self.assertEqual((figure.value, figure.count), (50, 2))
