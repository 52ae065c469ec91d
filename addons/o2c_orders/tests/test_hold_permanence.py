from datetime import datetime

from psycopg2.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import DAY_ONE, O2cCommon


def at(text):
    return datetime.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestPermanence(O2cCommon):
    """The database and the model keep the ledger true, also against our own code."""

    def _insert(self, **values):
        """A row past the model, as another program could write it."""
        reason = self.env.ref("o2c_orders.hold_reason_manual")
        row = {
            "company_id": self.company.id,
            "reason_id": reason.id,
            "placed_by_id": self.env.uid,
            "state": "open",
            "date_from": DAY_ONE,
            **values,
        }
        columns = ", ".join(row)
        marks = ", ".join(["%s"] * len(row))
        with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute(
                f"INSERT INTO o2c_hold ({columns}) VALUES ({marks}) RETURNING id",
                tuple(row.values()),
            )
            return self.env.cr.fetchone()[0]

    def test_open_twice_is_impossible(self):
        order = self._order(confirm=False)
        self._insert(order_id=order.id)
        with self.assertRaises(UniqueViolation):
            self._insert(order_id=order.id)
        # ended ones may be as many as they like
        self._insert(order_id=order.id, state="ended")
        self._insert(order_id=order.id, state="ended")

    def test_open_twice_for_two_origins_is_possible(self):
        order = self._order(confirm=False)
        self._insert(order_id=order.id, origin_model="sale.order", origin_id=1)
        self._insert(order_id=order.id, origin_model="sale.order", origin_id=2)
        with self.assertRaises(UniqueViolation):
            self._insert(order_id=order.id, origin_model="sale.order", origin_id=2)

    def test_exactly_one_target(self):
        order = self._order(confirm=False)
        with self.assertRaises(CheckViolation):
            self._insert()
        with self.assertRaises(CheckViolation):
            self._insert(order_id=order.id, customer_id=self.customer.id)
        self._insert(customer_id=self.customer.id)

    def test_amount_is_more_than_nothing(self):
        order = self._order(confirm=False)
        for amount in (0, -1, None):
            with self.assertRaises(CheckViolation):
                self._insert(order_id=order.id, is_partial=True, amount=amount)
        self._insert(order_id=order.id, is_partial=True, amount=0.01)

    def test_does_not_end_before_it_begins(self):
        order = self._order(confirm=False)
        with self.assertRaises(CheckViolation):
            self._insert(order_id=order.id, date_to="2026-03-02 08:59:59")
        self._insert(order_id=order.id, date_to=DAY_ONE)

    def test_does_not_change(self):
        hold = self._hold(self._order(confirm=False))
        for values in (
            {"note": "another"},
            {"amount": 5},
            {"date_from": at(DAY_ONE)},
            {"reason_id": self.env.ref("o2c_orders.hold_reason_delivery").id},
            {"order_id": self._order(confirm=False).id},
            {"placed_by_id": self._user("salesperson").id},
            {"state": "ended", "note": "both"},
        ):
            with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
                hold.write(values)

    def test_ended_does_not_change(self):
        hold = self._hold(self._order(confirm=False))
        hold._release("over")
        for values in (
            {"state": "open"},
            {"date_to": False},
            {"date_to": at(DAY_ONE)},
            {"release_note": "another"},
            {"released_by_id": self._user("salesperson").id},
        ):
            with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
                hold.write(values)
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
            hold._release("again")

    def test_open_does_not_lose_its_end(self):
        # an open hold is ended as a whole or not at all
        hold = self._hold(self._order(confirm=False))
        for values in (
            {"date_to": at("2036-01-01 00:00:00")},
            {"released_by_id": self.env.uid},
            {"release_note": "no"},
        ):
            with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
                hold.write(values)

    def test_is_never_deleted(self):
        order = self._order(confirm=False)
        hold = self._hold(order)
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
            hold.unlink()
        hold._release("over")
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
            hold.unlink()

    def test_its_document_is_not_deleted_either(self):
        order = self._order(confirm=False)
        self._hold(order)._release("over")
        order._action_cancel()
        with (
            self.assertNothingWritten("o2c.hold"),
            mute_logger("odoo.sql_db"),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            order.unlink()

    def test_merging_customers_keeps_every_hold(self):
        double = self._customer(name="Nordlicht again", email=False)
        one = self._hold(self.customer, "customer", note="one")
        other = self._hold(double, "customer", note="other")
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.customer | double).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual((one | other).exists(), one | other)
        self.assertEqual((one | other).customer_id, self.customer)
        self.assertEqual((one | other).mapped("note"), ["one", "other"])
        self.assertEqual(sorted((one | other).mapped("state")), ["ended", "open"])

    def test_reason_in_use_keeps_its_phases(self):
        reason = self.env.ref("o2c_orders.hold_reason_delivery")
        hold = self._hold(self._order(confirm=False), reason)
        hold._release("over")
        with (
            self.assertNothingWritten("o2c.hold.reason"),
            self.assertRaises(UserError),
        ):
            reason.stops_invoicing = True
        reason.write({"stops_delivery": True, "name": "Wait with shipping"})
        reason.active = False
        self.assertEqual(self.env["o2c.hold.reason"]._by_code("delivery"), reason)
        with (
            self.assertNothingWritten("o2c.hold.reason", "o2c.hold"),
            mute_logger("odoo.sql_db"),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            reason.unlink()

    def test_reason_not_in_use_may_change(self):
        reason = self._reason()
        reason.write({"stops_delivery": False, "stops_closing": True})
        self.assertEqual(reason._phases(), {Phase.CLOSING})

    def test_reason_stops_something(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._reason(stops_delivery=False)
        reason = self._reason()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            reason.stops_delivery = False

    def test_reason_has_its_code_alone(self):
        self._reason(code="mine")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._reason(code="mine")

    def _reason(self, **values):
        options = {"name": "Mine", "code": "test_mine", "stops_delivery": True}
        return self.env["o2c.hold.reason"].create({**options, **values})
