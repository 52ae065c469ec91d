from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_timeline import DAY, MIDNIGHT, TimelineCase


class OwnerCase(TimelineCase):
    """People who answer for departments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            department: cls._user(
                "base.group_user",
                login=f"o2c_head_{department}",
                name=department.title(),
            )
            for department in (
                "sales",
                "credit",
                "warehouse",
                "transport",
                "accounting",
            )
        }
        cls.env["o2c.department.owner"].create(
            [
                {"department": department, "user_id": user.id}
                for department, user in cls.people.items()
            ]
        )
        cls.seller = cls._user("salesperson")

    def _owners(self, order):
        return {step.kind: step.owner_id for step in order.o2c_milestone_ids}

    def _missing_owners(self, order):
        return {m["code"]: m["owner"] for m in order.o2c_timeline["missing"]}


@tagged("post_install", "-at_install")
class TestOwners(OwnerCase):
    """What is to be done has a department and somebody who answers for it."""

    def test_every_milestone_has_an_owner(self):
        order = self._order(user_id=self.seller.id)
        people = self.people
        self.assertEqual(
            self._owners(order),
            {
                "captured": self.seller,
                "confirmed": self.seller,
                "reserved": people["warehouse"],
                "shipped": people["warehouse"],
                "delivered": people["transport"],
                "invoiced": people["accounting"],
                "due": people["accounting"],
                "paid": people["accounting"],
                "closed": self.seller,
            },
        )
        departments = {s.kind: s.department for s in order.o2c_milestone_ids}
        self.assertEqual(departments["paid"], "customer")
        self.assertEqual(departments["shipped"], "warehouse")

    def test_the_responsible_of_the_transfer(self):
        order = self._order(user_id=False)
        picker = self._user("warehouse")
        order.picking_ids.user_id = picker
        owners = self._owners(order)
        self.assertEqual(owners["shipped"], picker)
        self.assertEqual(owners["captured"], self.people["sales"])

    def test_another_salesperson(self):
        order = self._order(user_id=self.seller.id)
        self.assertEqual(self._owners(order)["closed"], self.seller)
        order.user_id = self._user("order_desk")
        self.assertEqual(self._owners(order)["closed"], self._user("order_desk"))

    def test_what_is_missing_has_an_owner(self):
        order = self._order(self._line(), self._line(self._service(), 1))
        order.user_id = self.seller
        self.assertEqual(
            self._missing_owners(order),
            {
                "delivery": "Warehouse",
                "service": self.seller.name,
            },
        )
        self._deliver(order)
        self.assertEqual(self._missing_owners(order)["invoice"], "Accounting")
        reason = self.env["o2c.hold.reason"].create(
            {
                "name": "Complaint",
                "code": "test_closing",
                "stops_closing": True,
                "department": "credit",
            }
        )
        self._hold(order, reason)
        self.assertEqual(self._missing_owners(order)["hold"], "Credit")

    def test_nobody_named(self):
        self.env["o2c.department.owner"].search([]).unlink()
        order = self._order(user_id=False)
        self.assertEqual(set(self._owners(order).values()), {self.env["res.users"]})
        self.assertEqual(self._missing_owners(order), {"delivery": False})
        departments = {m["department"] for m in order.o2c_timeline["missing"]}
        self.assertEqual(departments, {"Warehouse"})

    def test_other_company_has_its_own(self):
        other = self._company()
        order = self._order(
            confirm=False, company_id=other.id, order_line=[], user_id=False
        )
        self.assertEqual(set(self._owners(order).values()), {self.env["res.users"]})

    def test_new_owner_reaches_open_orders(self):
        order = self._order()
        owner = self.env["o2c.department.owner"].search(
            [("department", "=", "warehouse"), ("company_id", "=", self.company.id)]
        )
        owner.user_id = self.people["transport"]
        self.env["sale.order"]._o2c_rebuild_timeline(order.ids)
        self.assertEqual(self._owners(order)["shipped"], self.people["transport"])

    def test_only_order_managers_name_owners(self):
        vals = {"department": "sales", "user_id": self.seller.id}
        owner = self.env["o2c.department.owner"].search([], limit=1)
        for role in ("salesperson", "order_desk", "warehouse", "accountant"):
            own = owner.with_user(self._user(role))
            with self.assertRaises(AccessError):
                own.create(vals)
            with self.assertRaises(AccessError):
                own.write({"user_id": self.seller.id})
        owner.with_user(self._user("order_manager")).user_id = self.seller
        self.assertEqual(owner.user_id, self.seller)


@tagged("post_install", "-at_install")
class TestCreditCleared(TimelineCase):
    """The step of credit stands where somebody checks credit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.env["o2c.hold.reason"].create(
            {
                "name": "Over the limit",
                "code": "test_credit",
                "stops_confirmation": True,
                "department": "credit",
            }
        )

    def _cleared(self, order):
        steps = order.o2c_milestone_ids
        step = steps.filtered(lambda s: s.kind == "credit_cleared")
        return str(step.actual_at) if step.actual_at else bool(step)

    def test_passed_at_confirmation(self):
        order = self._order_on(2, confirm=False)
        self.assertFalse(self._cleared(order))
        with self._on(3):
            order.action_confirm()
        self.assertEqual(self._cleared(order), DAY[3])

    def test_held_and_released(self):
        order = self._order_on(2, confirm=False)
        with self._on(2):
            hold = self._hold(order, self.check)
        self.assertIs(self._cleared(order), True)
        self.assertEqual(order.o2c_department, "credit")
        with self._on(4):
            hold._release("paid")
        self.assertEqual(self._cleared(order), DAY[4])
        self.assertEqual(order.o2c_department, "sales")
        with self._on(5):
            order.action_confirm()
        self.assertEqual(self._cleared(order), DAY[4])

    def test_hold_of_another_department(self):
        order = self._order_on(2, confirm=False)
        self._hold(order)
        self.assertFalse(self._cleared(order))
        self.assertEqual(order.o2c_department, "sales")

    def test_nobody_checks(self):
        self.check.active = False
        order = self._order_on(2)
        self.assertFalse(self._cleared(order))
        self.company.account_use_credit_limit = True
        self.env["sale.order"]._o2c_rebuild_timeline(order.ids)
        self.assertEqual(self._cleared(order), DAY[2])


@tagged("post_install", "-at_install")
class TestHandOffs(OwnerCase):
    """Each change of stage or department is noted once, and reopening by itself."""

    def _log(self, order):
        self.env.flush_all()
        changes = self.env["o2c.stage.change"].search([("order_id", "=", order.id)])
        return [
            (str(change.at), change.stage_to, change.department_to, change.reopened)
            for change in changes.sorted("id")
        ]

    def _closed(self):
        order = self._order_on(2)
        with self._on(5):
            self.delivery = self._deliver(order)
            self.env.flush_all()
        with self._on(9):
            self.invoice = self._invoice(order)
            self.env.flush_all()
        with self._on(12):
            self._pay(self.invoice)
            self.env.flush_all()
        return order

    def test_from_the_desk_to_the_bank(self):
        with self._on(2):
            order = self._order(confirm=False)
            self.env.flush_all()
            order.action_confirm()
            self.env.flush_all()
        with self._on(5):
            self._deliver(order)
            self.env.flush_all()
        with self._on(9):
            self._invoice(order)
            self.env.flush_all()
        self.assertEqual(
            self._log(order),
            [
                (DAY[2], "processing", "warehouse", False),
                (DAY[5], "delivery", "accounting", False),
                (DAY[9], "payment", "customer", False),
            ],
        )

    def test_rebuild_notes_nothing_new(self):
        order = self._closed()
        before = self._log(order)
        self.env["sale.order"]._o2c_rebuild_timeline(order.ids)
        self.assertEqual(self._log(order), before)

    def test_a_return_opens_it_again_by_itself(self):
        order = self._closed()
        self.assertStage(order, "closed", MIDNIGHT[12])
        self.assertFalse(order.o2c_reopened)
        with self._on(16):
            back = self._return(self.delivery, 4, receive=False)
            self.env.flush_all()
        self.assertStage(order, "settlement", MIDNIGHT[12])
        self.assertFalse(order.o2c_closed_at)
        self.assertEqual(
            self._log(order)[-1], (DAY[16], "settlement", "warehouse", True)
        )
        self.env.invalidate_all()
        self.assertTrue(order.o2c_reopened)
        event = order.o2c_timeline["events"][-1]
        self.assertEqual(
            (event["kind"], event["at"], event["text"]),
            ("reopened", DAY[16], "Opened again: returns to receive"),
        )
        with self._on(17):
            back.action_cancel()
            self.env.flush_all()
        # closed again by itself, and still known as once opened again
        self.assertStage(order, "closed", MIDNIGHT[12])
        orders = self.env["sale.order"]
        mine = [("id", "=", order.id)]
        self.assertTrue(orders.search([*mine, ("o2c_reopened", "=", True)]))
        self.assertFalse(orders.search([*mine, ("o2c_reopened", "=", False)]))

    def test_a_complaint_opens_it_again(self):
        order = self._closed()
        with self._on(14):
            self._hold(order, "closing")
            self.env.flush_all()
        self.assertEqual(self._log(order)[-1], (DAY[14], "settlement", "sales", True))

    def test_a_payment_taken_back_opens_it_again(self):
        order = self._closed()
        with self._on(15):
            self.invoice.line_ids.remove_move_reconcile()
            self.env.flush_all()
        self.assertEqual(self._log(order)[-1], (DAY[15], "payment", "customer", True))

    def test_nobody_writes_the_log(self):
        order = self._closed()
        self.env.flush_all()
        change = self.env["o2c.stage.change"].search(
            [("order_id", "=", order.id)], limit=1
        )
        for role in ("salesperson", "order_manager", "accountant", "warehouse"):
            own = change.with_user(self._user(role))
            with self.assertRaises(AccessError):
                own.write({"reopened": True})
            with self.assertRaises(AccessError):
                own.unlink()
        with self.assertRaises(UserError):
            change.write({"reopened": True})
        with self.assertRaises(AccessError):
            change.with_user(self._user("salesperson")).read(["stage_to"])

    def test_other_companies_hand_offs_are_not_seen(self):
        other = self._company()
        order = self._order(confirm=False, company_id=other.id, order_line=[])
        self.env.flush_all()
        order.state = "sent"
        self.env.flush_all()
        domain = [("order_id", "=", order.id)]
        changes = self.env["o2c.stage.change"]
        self.assertTrue(changes.search(domain))
        self.assertFalse(changes.with_user(self._user("order_desk")).search(domain))

    def test_ribbon_links_only_what_one_may_open(self):
        order = self._closed()

        def sources(role):
            self.env.flush_all()
            self.env.invalidate_all()
            steps = order.with_user(self._user(role)).o2c_timeline["steps"]
            return {
                s["kind"]: s["source"] and (s["source"]["name"], s["source"]["opens"])
                for s in steps
            }

        # transfers are the warehouse's: the desk reads their names
        desk = sources("order_desk")
        self.assertEqual(desk["captured"], (order.name, True))
        self.assertEqual(desk["delivered"], (self.delivery.name, False))
        self.assertEqual(desk["invoiced"], (self.invoice.display_name, True))
        warehouse = self._user("warehouse")
        warehouse.group_ids += self.env.ref("o2c_orders.group_order_desk")
        self.assertEqual(sources("warehouse")["delivered"], (self.delivery.name, True))
