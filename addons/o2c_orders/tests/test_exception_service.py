from datetime import datetime

from odoo.tests import tagged

from .exception_common import FRIDAY, MONDAY, NEXT_MONDAY, ExceptionCase


@tagged("post_install", "-at_install")
class TestService(ExceptionCase):
    """Tasks that failed or are late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.env["o2c.task.template"].create(
            {"name": "Activate SIM", "kind": "sim", "execution": "person"}
        )
        cls.sim = cls._service(name="SIM", o2c_task_template_ids=template.ids)
        with cls._at(MONDAY):
            order = cls._order(cls._line(cls.sim, qty=1), user_id=cls.seller.id)
        cls.task = cls.env["o2c.task"].search([("order_id", "=", order.id)])

    def test_failed_and_done_by_hand(self):
        rule = self._rule("activation_failed")
        self.assertFound(rule, FRIDAY)
        with self._at(MONDAY):
            self.task._fail("No answer")
        found = self.assertFound(rule, FRIDAY, self.task)
        self.assertEqual(found.order_id, self.task.order_id)
        self.assertEqual(
            found.text, "Activate SIM failed on 03/02/2026 after 0 tries. No answer"
        )
        self.task._finish("SIM-1")
        self.assertFound(rule, FRIDAY)
        self.assertEqual(found.state, "closed")

    def test_late(self):
        rule = self._rule("task_late", age=1)
        self.task.due_at = datetime.fromisoformat(FRIDAY)
        self.assertFound(rule, "2026-03-07 10:59:59")
        self.assertFound(rule, "2026-03-07 11:00:00", self.task)
        self.task._cancel()
        self.assertFound(rule, NEXT_MONDAY)

    def test_the_department_answers(self):
        answers = self._user("accountant")
        self.env["o2c.department.owner"].create(
            {
                "company_id": self.company.id,
                "department": "accounting",
                "user_id": answers.id,
            }
        )
        with self._at(MONDAY):
            order = self._order(user_id=False)
        cases = [("accounting", answers), ("warehouse", answers.browse())]
        for department, owner in cases:
            rule = self._rule("stage_stuck", department=department)
            found = self._look(rule, FRIDAY)
            mine = found.filtered(lambda e: e.order_id == order)
            self.assertEqual(mine.owner_id, owner, department)
