from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .service_common import MORNING, ServiceCase


@tagged("post_install", "-at_install")
class TestTask(ServiceCase):
    """Tasks of a line: planned once, side by side, each after what it needs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._template("Survey", due_days=3)
        cls.number = cls._template("Port the number", needs_reference=True)
        cls.activate = cls._template("Activate", cls.survey, cls.number)

    def test_planned_when_confirmed(self):
        order = self._service_order(confirm=False)
        self.assertFalse(order.o2c_task_ids)
        with self._at(MORNING):
            order.action_confirm()
        self.assertEqual(
            self._states(order),
            {"Survey": "ready", "Port the number": "ready", "Activate": "waiting"},
        )
        survey = self._task(order, "Survey")
        self.assertEqual(str(survey.due_at), "2026-03-05 09:00:00")
        self.assertEqual(survey.owner_id, order.user_id)
        activate = self._task(order, "Activate")
        self.assertEqual(activate.waits_for, "Survey, Port the number")

    def test_each_line_has_its_own(self):
        lines = [self._line(self.fibre, qty=1), self._line(self.fibre, qty=1)]
        order = self._order(*lines, self._line())
        self.assertEqual(len(order.o2c_task_ids), 6)
        for task in order.o2c_task_ids:
            self.assertEqual(
                task.need_ids.order_line_id | task.order_line_id, task.order_line_id
            )

    def test_once_for_each_line(self):
        order = self._service_order()
        order.order_line._o2c_plan_tasks()
        self.assertEqual(len(order.o2c_task_ids), 3)

    def test_a_line_added_later(self):
        order = self._order()
        order.write({"order_line": [self._line(self.fibre, qty=1)]})
        self.assertEqual(len(order.o2c_task_ids), 3)

    def test_one_after_the_other(self):
        order = self._service_order()
        self._task(order, "Survey").action_done()
        self.assertEqual(self._task(order, "Activate").state, "waiting")
        self._task(order, "Port the number")._finish("0221-55")
        self.assertEqual(self._task(order, "Activate").state, "ready")

    def test_fulfilled_line_is_delivered(self):
        order = self._service_order(2)
        line = order.order_line
        self._task(order, "Survey").action_done()
        self._task(order, "Port the number")._finish("0221-55")
        self.assertEqual(line.qty_delivered, 0)
        self.assertIn("Services to fulfil: 1", self._missing(order))
        self._task(order, "Activate").action_done()
        self.assertEqual(line.qty_delivered, 2)
        self.assertNotIn("Services to fulfil: 1", self._missing(order))

    def test_a_service_invoiced_on_order_waits_for_its_tasks_too(self):
        self.fibre.invoice_policy = "order"
        order = self._service_order()
        self._pay(self._invoice(order))
        self.assertEqual(self._missing(order), ["Services to fulfil: 1"])
        self.assertFalse(order.o2c_closed_at)
        order.o2c_task_ids._finish("1")
        self.assertEqual(self._missing(order), [])
        self.assertTrue(order.o2c_closed_at)

    def _missing(self, order):
        return [missing["text"] for missing in order.o2c_timeline["missing"]]

    def test_reference_is_asked_for(self):
        task = self._task(self._service_order(), "Port the number")
        action = task.action_done()
        self.assertEqual(task.state, "ready")
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        with self.assertRaises(UserError):
            wizard.create({}).action_apply()
        wizard.create({"external_ref": "0221-55"}).action_apply()
        self.assertEqual((task.state, task.external_ref), ("done", "0221-55"))

    def test_failed_stops_what_waits(self):
        order = self._service_order()
        survey = self._task(order, "Survey")
        action = survey.action_fail()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        wizard.create({"reason": "No line in the street"}).action_apply()
        self._task(order, "Port the number")._finish("1")
        self.assertEqual(survey.last_error, "No line in the street")
        self.assertEqual(self._states(order)["Activate"], "waiting")
        survey.action_retry()
        self.assertEqual((survey.state, survey.last_error), ("ready", False))

    def test_not_needed_lets_the_rest_go_on(self):
        order = self._service_order()
        self._task(order, "Survey").action_cancel()
        self._task(order, "Port the number")._finish("1")
        self.assertEqual(self._states(order)["Activate"], "ready")

    def test_a_step_out_of_turn(self):
        order = self._service_order()
        with self.assertRaisesRegex(UserError, "waits for: Survey, Port the number"):
            self._task(order, "Activate").action_done()
        self._task(order, "Survey").action_done()
        with self.assertRaisesRegex(UserError, "is: Done"):
            self._task(order, "Survey").action_done()

    def test_cancelled_order_and_again(self):
        order = self._service_order()
        self._task(order, "Survey").action_done()
        order._action_cancel()
        self.assertEqual(
            self._states(order),
            {"Survey": "done", "Port the number": "cancelled", "Activate": "cancelled"},
        )
        order.action_draft()
        order.action_confirm()
        self.assertEqual(
            self._states(order),
            {"Survey": "done", "Port the number": "ready", "Activate": "waiting"},
        )

    def test_no_circle_of_needs(self):
        with self.assertRaisesRegex(ValidationError, "wait for each other"):
            self.survey.depends_ids = self.activate

    def test_waits_for_a_task_of_another_line(self):
        modem = self._product(name="Modem")
        deliver = self._template("Deliver", product=modem, execution="delivery")
        self.activate.depends_ids = deliver
        order = self._order(self._line(modem, qty=1), self._line(self.fibre, qty=1))
        activate = self._task(order, "Activate")
        self.assertEqual(activate.need_ids, self._task(order, "Deliver"))
        self.assertEqual(activate.state, "waiting")
        self._deliver(order)
        self.assertEqual(self._task(order, "Deliver").state, "done")
        self.assertEqual(activate.state, "ready")

    def test_planning_many_orders_costs_no_query_for_each(self):
        """Twice as many orders, the same number of questions about templates."""
        few = [self._service_order(confirm=False) for _ in range(2)]
        many = [self._service_order(confirm=False) for _ in range(8)]
        counts = []
        for some in (few, many):
            orders = self.env["sale.order"].union(*some)
            orders.write({"state": "sale", "date_order": MORNING})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            orders.order_line._o2c_plan_tasks()
            counts.append(self.env.cr.sql_log_count - before)
        # inserts are batched; what grows are the rows, not the queries
        self.assertLess(counts[1], counts[0] * 3)


@tagged("post_install", "-at_install")
class TestTaskRights(ServiceCase):
    """Who takes the steps of a task, over the calls that a client makes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._template("Pick the box", department="warehouse")
        cls.order = cls._service_order(user_id=cls._user("salesperson").id)
        cls.task = cls.order.o2c_task_ids
        cls.task.owner_id = cls._user("order_desk")

    def _call(self, role, method, *args, **kwargs):
        tasks = self.env(user=self._user(role), su=False)["o2c.task"]
        return call_kw(tasks, method, [self.task.ids, *args], kwargs)

    def test_nobody_writes_a_state_by_hand(self):
        for role in ("order_desk", "order_manager"):
            for values in (
                {"state": "done"},
                {"external_ref": "X"},
                {"next_try_at": False},
                {"order_id": False},
            ):
                with self.subTest(role, **values), self.assertRaises(AccessError):
                    self._call(role, "write", values)
        with self.assertRaises(AccessError):
            self._call("salesperson", "write", {"note": "mine"})
        self.assertEqual(self.task.state, "ready")
        self._call("order_desk", "write", {"note": "Ring twice"})
        self.assertEqual(self.task.note, "Ring twice")

    def test_nobody_makes_or_deletes_one(self):
        for role in ("salesperson", "order_desk", "order_manager", "warehouse"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._call(role, "unlink")
            tasks = self.env(user=self._user(role), su=False)["o2c.task"]
            with self.subTest(role=role), self.assertRaises(AccessError):
                call_kw(tasks, "create", [[{"name": "x"}]], {})

    def test_the_department_may(self):
        self._call("warehouse", "action_start")
        self.assertEqual(self.task.owner_id, self._user("warehouse"))
        self._call("warehouse", "action_done")
        self.assertEqual(self.task.done_by_id, self._user("warehouse"))

    def test_another_department_may_not(self):
        for role in ("accountant", "salesperson"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._call(role, "action_done")
        self.assertEqual(self.task.state, "ready")

    def test_a_foreign_salesperson_does_not_even_see_it(self):
        self.task.owner_id = False
        other = self._user("salesperson", login="o2c_other")
        tasks = self.env(user=other, su=False)["o2c.task"]
        self.assertFalse(tasks.search([("id", "=", self.task.id)]))

    def test_another_company_does_not_see_it(self):
        stranger = self._user(
            "order_manager", login="o2c_stranger", company=self._company()
        )
        tasks = self.env(user=stranger, su=False)["o2c.task"]
        self.assertFalse(tasks.search([("id", "=", self.task.id)]))

    def test_the_secret_is_the_managers(self):
        endpoint = self.env["o2c.task.endpoint"].create(
            {"name": "Operator", "url": "https://operator.example.com"}
        )
        for role, allowed in (("order_desk", False), ("order_manager", True)):
            one = endpoint.with_user(self._user(role))
            with self.subTest(role=role):
                if allowed:
                    self.assertTrue(one.read(["secret"])[0]["secret"])
                else:
                    with self.assertRaises(AccessError):
                        one.read(["secret"])
        with self.assertRaises(ValidationError):
            endpoint.url = "file:///etc/passwd"
