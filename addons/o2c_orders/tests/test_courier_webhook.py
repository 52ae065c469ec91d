import json
import time

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..domain.courier import sign
from .shipment_common import ShipmentCommon


@tagged("post_install", "-at_install")
class TestCourierWebhook(ShipmentCommon, HttpCase):
    """A courier reports over HTTP; every answer is right and nothing is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.courier = cls._courier()
        cls.Message = cls.env["o2c.courier.message"]
        cls.shipment = cls._shipped("P1")

    def _send(self, body, seconds=0, secret=None, token=None, **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int(time.time()) + seconds)
        known = {
            "Content-Type": "application/json",
            "X-O2C-Timestamp": stamp,
            "X-O2C-Signature": sign(secret or self.courier.webhook_secret, stamp, body),
        }
        url = f"/o2c/courier/{token or self.courier.webhook_token}"
        return self.url_open(url, data=body, headers={**known, **headers})

    def _item(self, **values):
        known = {"tracking": "P1", "code": "OFD", "at": "2026-03-02T20:00:00+01:00"}
        return {**known, "key": "e1", **values}

    def _results(self, response):
        self.assertEqual(response.status_code, 200)
        results = response.json()["results"]
        return [(row["key"], row["outcome"], row["new"]) for row in results]

    # ------------------------------------------------------------- believed
    def test_good(self):
        response = self._send(
            {"events": [self._item(), self._item(key="e2", code="POD")]}
        )
        expected = [("e1", "entered", True), ("e2", "entered", True)]
        self.assertEqual(self._results(response), expected)
        self.assertEqual(self.shipment.status, "delivered")
        event = self.shipment.event_ids.filtered(lambda e: e.source_key == "e1")
        self.assertEqual((event.status, event.source), ("out_for_delivery", "webhook"))
        self.assertEqual((event.code, str(event.at)), ("OFD", "2026-03-02 19:00:00"))

    def test_replay_changes_nothing(self):
        self._send(self._item())
        with self.assertNothingWritten(
            "o2c.shipment", "o2c.shipment.event", "o2c.courier.message"
        ):
            again = self._send(self._item())
            self.assertEqual(self._results(again), [("e1", "entered", False)])

    def test_twice_in_one_message(self):
        response = self._send([self._item(), self._item()])
        outcomes = [new for _key, _outcome, new in self._results(response)]
        self.assertEqual(sorted(outcomes), [False, True])
        self.assertEqual(len(self.shipment.event_ids.filtered("code")), 1)

    def test_same_key_of_two_parcels(self):
        other = self._shipped("P2")
        self._send([self._item(), self._item(tracking="P2")])
        self.assertEqual(self.shipment.status, "out_for_delivery")
        self.assertEqual(other.status, "out_for_delivery")

    def test_out_of_order(self):
        self._send(self._item(key="late", code="POD", at="2026-03-03T10:00:00Z"))
        self._send(self._item(key="early"))
        self.assertEqual(self.shipment.status, "delivered")
        self.assertEqual(str(self.shipment.out_for_delivery_at), "2026-03-02 19:00:00")

    # ------------------------------------------------------------- not known
    def test_unknown_code_is_kept_told_and_explained_later(self):
        self._send(self._item(code="X17"))
        message = self.Message.search([("code", "=", "X17")])
        self.assertEqual((message.outcome, message.is_open), ("unknown_code", True))
        self.assertEqual(message.activity_ids.user_id, self.courier.user_id)
        self.assertEqual(self.shipment.status, "collected")
        self.assertEqual(message.event_id.code, "X17")

        code = {"courier_id": self.courier.id, "code": "x17", "status": "refused"}
        desk = self._user("order_desk")
        self.env["o2c.courier.code"].with_user(desk).create(code)
        self.assertEqual((message.outcome, message.is_open), ("entered", False))
        self.assertFalse(message.activity_ids)
        self.assertEqual(self.shipment.status, "refused")

    def test_one_activity_for_many_of_one_kind(self):
        items = [self._item(key=f"k{n}", code="X17") for n in range(3)]
        self._send([*items, self._item(key="k9", code="X18")])
        self.assertEqual(len(self.courier._open_messages().activity_ids), 2)

    def test_code_that_means_nothing(self):
        self._code("SCAN", False)
        response = self._send(self._item(code="SCAN"))
        self.assertEqual(self._results(response), [("e1", "entered", True)])
        self.assertEqual(self.shipment.status, "collected")

    def test_unknown_shipment_is_kept_and_entered_when_it_appears(self):
        response = self._send(self._item(tracking="P77"))
        self.assertEqual(self._results(response), [("e1", "unknown_shipment", True)])
        shipment = self._shipped("P77")
        self.assertEqual(shipment.status, "out_for_delivery")
        self.assertFalse(self.courier._open_messages())

    def test_parcel_of_another_courier(self):
        carrier = self._carrier(name="Other")
        carrier.o2c_courier_id = self._courier(name="Other courier", carrier_ids=False)
        foreign = self._shipped("P9", carrier=carrier)
        self._send(self._item(tracking="P9", code="POD"))
        self.assertEqual(foreign.status, "collected")
        self.assertEqual(self.courier._open_messages().tracking_ref, "P9")

    def test_unreadable_report_among_good_ones(self):
        response = self._send([self._item(at="noon"), self._item(key="e2")])
        expected = [("e1", "unreadable", True), ("e2", "entered", True)]
        self.assertEqual(self._results(response), expected)
        self.assertIn("noon", response.json()["results"][0]["detail"])
        self.assertEqual(self.shipment.status, "out_for_delivery")

    # ------------------------------------------------------------- not believed
    def test_not_believed(self):
        for case, options, error in (
            ("wrong secret", {"secret": "guess"}, "bad_signature"),
            ("old", {"seconds": -400}, "stale"),
            ("ahead", {"seconds": 400}, "stale"),
            ("no signature", {"X-O2C-Signature": ""}, "no_signature"),
            ("no timestamp", {"X-O2C-Timestamp": ""}, "no_timestamp"),
        ):
            with self.subTest(case), self.assertNothingWritten("o2c.shipment.event"):
                response = self._send(self._item(key=case), **options)
                self.assertEqual(response.status_code, 401)
                self.assertEqual(response.json()["error"], error)
                kept = self.Message.search([("outcome", "=", "refused")], limit=1)
                self.assertIn(case, kept.raw)

    def test_flood_of_refused_messages_is_not_kept(self):
        self.patch(self.registry["o2c.courier.message"], "_most_refused", 2)
        for number in range(4):
            self._send(self._item(key=str(number)), secret="guess")
        kept = self.Message.search_count([("outcome", "=", "refused")])
        self.assertEqual(kept, 2)

    def test_unknown_address(self):
        with self.assertNothingWritten("o2c.courier.message"):
            self.assertEqual(self._send(self._item(), token="x").status_code, 404)

    def test_archived_courier(self):
        self.courier.active = False
        self.assertEqual(self._send(self._item()).status_code, 404)

    def test_no_json(self):
        response = self._send(b"tracking=P1")
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.courier._open_messages().raw, "tracking=P1")

    def test_form_instead_of_json(self):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self._send(self._item(), **kind).status_code, 415)
        self.assertEqual(self.shipment.status, "collected")

    def test_too_large(self):
        response = self._send(b" " * (5 * 1024 * 1024 + 1))
        self.assertEqual(response.status_code, 413)

    @mute_logger("odoo.http")
    def test_nobody_reads_it_by_get(self):
        url = f"/o2c/courier/{self.courier.webhook_token}"
        self.assertEqual(self.url_open(url).status_code, 405)

    def test_new_secret_and_the_old_one_for_two_days(self):
        old = self.courier.webhook_secret
        self.courier.action_renew_secret()
        self.assertEqual(self._send(self._item(key="a")).status_code, 200)
        self.assertEqual(self._send(self._item(key="b"), secret=old).status_code, 200)
        self.courier.webhook_renewed_at = "2026-03-02 12:00:00"
        self.assertEqual(self._send(self._item(key="c"), secret=old).status_code, 401)

    def test_who_reads_the_secret(self):
        for role, seen in (("order_manager", True), ("order_desk", False)):
            user = self._user(role)
            names = self.courier.with_user(user).fields_get(["webhook_secret"])
            self.assertEqual("webhook_secret" in names, seen, role)
