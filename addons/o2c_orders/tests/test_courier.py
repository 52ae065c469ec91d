import base64

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..domain.courier_report import read_items
from .shipment_common import ShipmentCommon

HEADING = "tracking;code;at\n"
GOOD = "P1;OFD;2026-03-02 20:00:00\nP1;POD;2026-03-02 21:00:00\n"


class CourierCommon(ShipmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.courier = cls._courier()
        cls.Message = cls.env["o2c.courier.message"]
        cls.shipment = cls._shipped("P1")


@tagged("post_install", "-at_install")
class TestCourierFile(CourierCommon):
    def _import(self, text, role="order_desk", **values):
        wizard = self.env["o2c.courier.import"].with_user(self._user(role))
        wizard = wizard.create(
            {
                "courier_id": self.courier.id,
                "file": base64.b64encode((HEADING + text).encode()),
                **values,
            }
        )
        wizard.action_import()
        return wizard

    def test_file(self):
        wizard = self._import(GOOD)
        self.assertEqual((wizard.state, wizard.line_ids.ids), ("done", []))
        self.assertEqual(self.shipment.status, "delivered")
        self.assertEqual(str(self.shipment.delivered_at), "2026-03-02 20:00:00")
        sources = self.shipment.event_ids.filtered("code").mapped("source")
        self.assertEqual(sources, ["csv", "csv"])

    def test_again(self):
        self._import(GOOD)
        with self.assertNothingWritten("o2c.shipment", "o2c.courier.message"):
            self.assertIn("2 known already", self._import(GOOD).summary)

    def test_one_bad_line_and_nothing_is_entered(self):
        with self.assertNothingWritten("o2c.shipment", "o2c.courier.message"):
            wizard = self._import(GOOD + "P1;;noon\n")
        self.assertEqual(wizard.state, "faulty")
        self.assertEqual(wizard.line_ids.mapped("number"), [4])
        self.assertIn("noon", wizard.line_ids.text)

    def test_bad_line_left_out(self):
        wizard = self._import(GOOD + "P1;;noon\n", skip_faulty=True)
        self.assertEqual((wizard.state, len(wizard.line_ids)), ("done", 1))
        self.assertEqual(self.shipment.status, "delivered")

    def test_unknown_ones_are_kept(self):
        wizard = self._import("P1;X17;2026-03-02\nP9;POD;2026-03-02\n")
        self.assertEqual(wizard.line_ids.mapped("number"), [2, 3])
        outcomes = self.courier._open_messages().sorted("id").mapped("outcome")
        self.assertEqual(sorted(outcomes), ["unknown_code", "unknown_shipment"])

    def test_file_without_a_column(self):
        wizard = self.env["o2c.courier.import"].create(
            {
                "courier_id": self.courier.id,
                "file": base64.b64encode(b"tracking;at\nP1;2026-03-02\n"),
            }
        )
        with self.assertRaisesRegex(UserError, "code"):
            wizard.action_import()

    def test_who_may_not(self):
        user = self._user("salesperson")
        values = {"courier_id": self.courier.id, "file": "eA=="}
        with self.assertRaises(AccessError):
            self.env["o2c.courier.import"].with_user(user).create(values)


@tagged("post_install", "-at_install")
class TestCourierMessages(CourierCommon):
    def _received(self, **values):
        item = {"tracking": "P1", "code": "X17", "at": "2026-03-02", "key": "e1"}
        reports = read_items([{**item, **values}], self.courier._zone())
        self.Message._receive(self.courier, reports, "webhook")
        return self.courier._open_messages()

    def test_put_aside_by_the_desk_only(self):
        message = self._received()
        for role in ("warehouse", "salesperson"):
            env = self.env(user=self._user(role), su=False)
            with self.subTest(role), self.assertRaises(AccessError):
                call_kw(env["o2c.courier.message"], "action_settle", [message.ids], {})
        desk = self._user("order_desk")
        message.with_user(desk).action_settle()
        self.assertEqual((message.is_open, message.settled_id), (False, desk))
        self.assertFalse(message.activity_ids)

    def test_try_again(self):
        message = self._received(code="POD", tracking="P2")
        # the parcel got this reference behind the models' back
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE o2c_shipment SET tracking_ref = 'P2' WHERE id = %s",
            self.shipment.ids,
        )
        self.env.invalidate_all()
        message.with_user(self._user("order_desk")).action_retry()
        self.assertEqual((message.outcome, message.is_open), ("entered", False))
        self.assertEqual(self.shipment.status, "delivered")

    def test_nobody_writes_messages(self):
        message = self._received()
        for role in ("order_manager", "warehouse"):
            env = self.env(user=self._user(role), su=False)
            with self.subTest(role), self.assertRaises(AccessError):
                args = [message.ids, {"outcome": "entered"}]
                call_kw(env["o2c.courier.message"], "write", args, {})

    def test_reused_tracking_number_is_the_parcel_under_way(self):
        self._told(self.shipment, "delivered", 1)
        newer = self._shipped("P1")
        self._received(code="OFD", at="2026-03-05")
        self.assertEqual(newer.status, "out_for_delivery")
        self.assertEqual(self.shipment.status, "delivered")

    def test_report_by_hand(self):
        Wizard = self.env["o2c.shipment.report"].with_user(self._user("order_desk"))
        values = {"shipment_id": self.shipment.id, "status": "lost", "note": "By phone"}
        wizard = Wizard.create(values)
        wizard.action_report()
        wizard.action_report()
        event = self.shipment.event_ids.filtered(lambda e: e.source == "person")
        self.assertEqual((len(event), event.user_id), (1, self._user("order_desk")))
        self.assertEqual(self.shipment.status, "lost")
        with self.assertRaises(AccessError):
            Wizard.with_user(self._user("salesperson")).create(values)


@tagged("post_install", "-at_install")
class TestPracticeCourier(CourierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.practice = cls._carrier(
            name="Practice",
            delivery_type="o2c_practice",
            o2c_courier_id=cls.courier.id,
            integration_level="rate_and_ship",
        )

    def _sent(self):
        with self._at("2026-03-02 09:00:00"):
            picking = self._order().picking_ids
            picking.carrier_id = self.practice
            self._deliver(picking.sale_id)
        return picking.o2c_shipment_ids

    def _poll(self):
        """As the scheduler does, with commits that this test does not keep."""
        with self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_poll_couriers").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_whole_way(self):
        shipment = self._sent()
        self.assertTrue(shipment.tracking_ref.startswith("PRACTICE"))
        for moment, status in (
            ("2026-03-02 10:59:59", "collected"),
            ("2026-03-02 11:00:00", "in_transit"),
            ("2026-03-03 05:00:00", "out_for_delivery"),
            ("2026-03-03 09:00:00", "delivered"),
        ):
            with self._at(moment):
                self._poll()
                self.assertEqual(shipment.status, status, moment)
        self.assertEqual(shipment.event_count, 4)
        self.assertTrue(self.courier.polled_at)

    def test_asked_twice_enters_once(self):
        self._sent()
        self.courier.action_poll()
        with self.assertNothingWritten("o2c.shipment.event", "o2c.courier.message"):
            self.courier.action_poll()

    @mute_logger("odoo.addons.o2c_orders.models.o2c_courier_poll")
    def test_one_that_fails_stops_no_other(self):
        shipment = self._sent()
        broken = self._courier(name="Broken", carrier_ids=False)
        self._carrier(delivery_type="o2c_practice", o2c_courier_id=broken.id)
        real = type(self.practice).o2c_practice_o2c_fetch_events

        def fetch(carrier, shipments):
            if carrier.o2c_courier_id == broken:
                raise TimeoutError("no answer")
            return real(carrier, shipments)

        self.patch(type(self.practice), "o2c_practice_o2c_fetch_events", fetch)
        stray = self._shipped("B1", carrier=broken.carrier_ids)
        with self._at("2026-03-03 09:00:00"):
            self._poll()
        self.assertEqual(broken.poll_error, "no answer")
        self.assertEqual((shipment.status, stray.status), ("delivered", "collected"))

    def test_script_is_checked(self):
        with self.assertRaises(ValidationError):
            self.practice.o2c_practice_script = "soon delivered"


@tagged("post_install", "-at_install")
class TestCourierRace(TransactionCase):
    """Two processes take in the same report at once."""

    def setUp(self):
        super().setUp()
        self.one, self.other = self._environment(), self._environment()
        self.courier = self.one["o2c.courier"].create({"name": "Race", "tz": "UTC"})
        self.one.cr.commit()
        self.addCleanup(self._forget)

    def _environment(self):
        cursor = self.registry.cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _forget(self):
        self.other.cr.rollback()
        cursor = self.one.cr
        cursor.rollback()
        for query in (
            "DELETE FROM mail_activity WHERE res_model = 'o2c.courier.message'"
            " AND res_id IN (SELECT id FROM o2c_courier_message WHERE courier_id = %s)",
            "DELETE FROM o2c_courier_message WHERE courier_id = %s",
        ):
            cursor.execute(query, self.courier.ids)
        self.one.invalidate_all()
        self.courier.unlink()
        cursor.commit()

    def _receive(self, env):
        item = {"tracking": "P1", "code": "X", "at": "2026-03-02", "key": "e1"}
        courier = env["o2c.courier"].browse(self.courier.id)
        reports = read_items([item], courier._zone())
        (row,) = env["o2c.courier.message"]._receive(courier, reports, "webhook")
        return row[2]

    def test_same_report_twice(self):
        self.other.cr.execute("SELECT 1")  # its picture of the database
        self.assertTrue(self._receive(self.one))
        self.one.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            self._receive(self.other)
        self.other.cr.rollback()
        self.other.invalidate_all()
        self.assertFalse(self._receive(self.other))
