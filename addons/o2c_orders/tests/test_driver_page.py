import base64
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .driver_common import DriverCommon

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()


@tagged("post_install", "-at_install")
class TestDriverPage(DriverCommon, HttpCase):
    """A link without account: stops, reports once each, nothing for strangers."""

    # ------------------------------------------------------------- the link
    def test_stops_in_the_order_of_the_run(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        views = self.trip._o2c_stop_views()
        self.assertEqual([v["name"] for v in views], ["Aldo", "Berta", "Carl"])
        self.assertEqual([v["place"] for v in views], [1, 2, 3])
        self.assertEqual(views[0]["map"], "geo:48.2,16.37?q=48.2,16.37")
        self.assertIn("Aldostrasse 1", views[0]["address"])
        self.assertEqual(views[0]["goods"], ["10 Units Espresso machine"])
        self.assertIn("Bertastrasse 1", page.text)

    def test_links_that_do_not_hold(self):
        token = self.path.rsplit("/", 1)[1]
        other = self._run_of(self._delivery_to("Dora"))
        table = [
            ("one letter changed", token[:-3] + ("A" if token[-3] != "A" else "B")),
            ("cut", token[:20]),
            ("nothing of ours", "abc"),
            ("not even base64", "%C3%A4%C3%B6"),
            ("empty signature", "AQ"),
        ]
        for case, guess in table:
            with self.subTest(_case=case):
                page = self.url_open(f"/o2c/run/{guess}")
                self.assertEqual(page.status_code, 403)
                self.assertNotIn("Aldo", page.text)
                answer = self._post(f"/o2c/run/{guess}", self._sent(self.stops[0]))
                self.assertEqual(answer.status_code, 403)
                self.assertFalse(self._events(self.stops[0]))
        self.assertFalse(other.o2c_driver_url, "no link before somebody makes it")

    def test_expired(self):
        until = self.trip.o2c_link_until.replace(microsecond=0)
        token = self.path.rsplit("/", 1)[1]
        for seconds, holds in ((-5, True), (1, False), (86400 * 365, False)):
            moment = str(until + timedelta(seconds=seconds))
            with self.subTest(_case=f"{seconds} seconds"), self._at(moment):
                self.trip.invalidate_recordset()
                self.assertEqual(bool(self.trip._o2c_run_of(token)), holds)
                self.assertEqual(bool(self.trip.o2c_driver_url), holds)

    def test_withdrawn_and_renewed(self):
        self.trip.action_o2c_driver_link()
        self.env.flush_all()
        self.assertEqual(self.url_open(self.path).status_code, 403, "the old link")
        new = self.trip.o2c_driver_url.removeprefix(self.trip.get_base_url())
        self.assertEqual(self.url_open(new).status_code, 200)
        self.trip.action_o2c_driver_revoke()
        self.env.flush_all()
        self.assertEqual(self.url_open(new).status_code, 403)
        self.assertFalse(self.trip.o2c_driver_url)

    def test_cancelled_run(self):
        self.trip.action_cancel()
        self.env.flush_all()
        self.assertEqual(self.url_open(self.path).status_code, 403)

    def test_what_the_driver_should_know(self):
        stop = self.stops[0]
        with patch.object(
            self.registry["stock.picking"],
            "o2c_choice_text",
            "With Mrs Huber",
        ):
            note = stop._o2c_stop_view(1)["note"]
        self.assertEqual(note, "With Mrs Huber")

    def test_refused_with_a_reason_opens_a_refusal_with_it(self):
        stop = self.stops[0]
        sent = self._sent(stop, "refused", reason="wrong", note="Red instead of blue")
        self._post(self.path, sent)
        refusal = self.env["o2c.refusal"].search([("picking_id", "=", stop.id)])
        self.assertEqual((refusal.reason, refusal.state), ("wrong", "open"))
        self.assertIn("Red instead of blue", refusal.reported)

    def test_worker_may_keep_the_page(self):
        worker = self.url_open("/o2c/run/worker.js")
        self.assertEqual(worker.headers["Service-Worker-Allowed"], "/o2c/run/")
        self.assertIn("javascript", worker.headers["Content-Type"])

    # ------------------------------------------------------------- reports
    def test_outcomes(self):
        table = [
            ("delivered", "delivered", {}),
            ("absent", "failed_absent", {}),
            ("refused", "refused", {"reason": "damaged"}),
        ]
        for stop, (outcome, status, values) in zip(self.stops, table, strict=True):
            with self.subTest(_case=outcome):
                sent = self._sent(stop, outcome, note="At the back", **values)
                answer = self._post(self.path, sent)
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(answer.json()["stop"]["outcome"], status)
                event = self._events(stop)
                self.assertEqual((event.status, event.note), (status, "At the back"))
                self.assertEqual(stop.o2c_shipment_ids.status, status)
        self.assertEqual(event.code, "damaged")
        self.trip.invalidate_recordset()
        self.assertEqual(self.trip.o2c_progress, "3 / 3")

    def test_sent_again_is_entered_once(self):
        sent = self._sent(self.stops[0])
        for _round in range(3):
            self.assertEqual(self._post(self.path, sent).status_code, 200)
        self.assertEqual(len(self._events(self.stops[0])), 1)

    def test_second_attempt(self):
        stop = self.stops[0]
        self._post(self.path, self._sent(stop, "absent", key="first-attempt"))
        self._post(self.path, self._sent(stop, "delivered", key="second-attempt"))
        self.assertEqual(
            self._events(stop).mapped("status"), ["failed_absent", "delivered"]
        )
        self.assertEqual(stop.o2c_shipment_ids.status, "delivered")

    def test_evidence(self):
        sent = self._sent(
            self.stops[0],
            photo=f"data:image/png;base64,{PNG}",
            signature=f"data:image/png;base64,{PNG}",
            latitude=48.201,
            longitude=16.37,
        )
        self._post(self.path, sent)
        event = self._events(self.stops[0])
        self.assertEqual(event.photo.decode(), PNG)
        self.assertEqual(event.signature.decode(), PNG)
        self.assertEqual((event.latitude, event.longitude), (48.201, 16.37))
        self.assertEqual(event.distance, 111)

    def test_unreadable_parts_do_not_lose_the_outcome(self):
        sent = self._sent(self.stops[0], photo="data:image/png;base64,QUJD", at="?")
        self.assertEqual(self._post(self.path, sent).status_code, 200)
        event = self._events(self.stops[0])
        self.assertFalse(event.photo)
        self.assertEqual(event.note, "Not readable: time by the phone's clock, photo")

    def test_refused_reports(self):
        foreign = self._delivery_to("Emil")
        stop = self.stops[0]
        table = [
            ("stop of another run", self._sent(foreign), 422, "not on the run"),
            ("unknown outcome", self._sent(stop, "eaten"), 422, "what happened"),
            ("no reason", self._sent(stop, "refused"), 422, "why"),
            ("no key", self._sent(stop, key=""), 422, "number of its own"),
            ("no JSON", "{", 400, "cannot be read"),
            ("a list", "[]", 400, "cannot be read"),
        ]
        for case, sent, status, words in table:
            with self.subTest(_case=case):
                answer = self._post(self.path, sent)
                self.assertEqual(answer.status_code, status)
                self.assertIn(words, answer.json()["error"])
        self.assertFalse(self._events(stop) | self._events(foreign))

    def test_too_large(self):
        with patch("odoo.addons.o2c_orders.controllers.driver.LARGEST", 10):
            answer = self._post(self.path, self._sent(self.stops[0]))
        self.assertEqual(answer.status_code, 413)

    def test_get_reports_nothing(self):
        self.assertEqual(self.url_open(f"{self.path}/report").status_code, 405)

    # ------------------------------------------------------------- the transfer
    def test_transfer_stays_open_by_default(self):
        self._post(self.path, self._sent(self.stops[0]))
        self.stops[0].invalidate_recordset()
        self.assertEqual(self.stops[0].state, "assigned")

    def test_delivered_means_done(self):
        self.company.o2c_driver_validates = True
        for stop, outcome in zip(self.stops, ("delivered", "absent"), strict=False):
            self._post(self.path, self._sent(stop, outcome))
        self.stops.invalidate_recordset()
        self.assertEqual(self.stops.mapped("state"), ["done", "assigned", "assigned"])
        self.assertEqual(self.stops[0].move_ids.quantity, 10)

    def test_held_transfer_keeps_the_report(self):
        self.company.o2c_driver_validates = True
        stop = self.stops[0]
        self._hold(stop.sale_id, "delivery", note="Wait")
        self.assertEqual(self._post(self.path, self._sent(stop)).status_code, 200)
        self.assertEqual(self._events(stop).status, "delivered")
        self.assertEqual(stop.state, "assigned")
        self.assertIn("could not be validated", stop.message_ids[0].body)

    # ------------------------------------------------------------- rights
    def test_who_makes_links(self):
        for role, may in (("warehouse", True), ("salesperson", False)):
            env = self.env(user=self._user(role).id, su=False)
            for method in ("action_o2c_driver_link", "action_o2c_driver_revoke"):
                with self.subTest(_case=f"{role} {method}"):
                    args = (env["stock.picking.batch"], method, [self.trip.ids], {})
                    if may:
                        call_kw(*args)
                        continue
                    with self.assertRaises(AccessError):
                        call_kw(*args)

    def test_nobody_reads_the_seed(self):
        env = self.env(user=self._user("warehouse").id, su=False)
        with self.assertRaises(AccessError):
            call_kw(
                env["stock.picking.batch"],
                "read",
                [self.trip.ids, ["o2c_link_seed"]],
                {},
            )

    def test_sending_the_link(self):
        with self.assertRaisesRegex(UserError, "neither a mobile number nor"):
            self.trip.action_o2c_driver_send()
        self.trip.driver_id.email = "dario@example.com"
        self.trip.action_o2c_driver_send()
        self.assertIn(self.trip.o2c_driver_url, self.trip.message_ids[0].body)
        self.trip.driver_id = False
        with self.assertRaisesRegex(UserError, "has no driver"):
            self.trip.action_o2c_driver_send()

    def test_run_without_customers(self):
        inside = self.env["stock.picking"].create(
            {
                "picking_type_id": self.stops[
                    0
                ].picking_type_id.warehouse_id.int_type_id.id,
            }
        )
        run = self._run_of(inside)
        with self.assertRaisesRegex(UserError, "no delivery to a customer"):
            run.action_o2c_driver_link()
