from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.o2c_orders import explain
from odoo.addons.o2c_orders.domain.closing import Missing
from odoo.addons.o2c_orders.domain.contact_chain import Fault
from odoo.addons.o2c_orders.domain.decision import Reason
from odoo.addons.o2c_orders.domain.hold import Phase, ReleaseReason

from .common import O2cCommon

RELEASES = {
    ReleaseReason.ENDED: "“{hold}” has ended already.",
    ReleaseReason.FORCED: "“{hold}” was placed by a person.",
    ReleaseReason.NO_RIGHT: ("You may not release “{hold}”; members of “{group}” may."),
    ReleaseReason.OWN_REQUEST: (
        "“{hold}” stopped your own request, so somebody else must release it."
    ),
    ReleaseReason.NO_NOTE: "Say why you release “{hold}”.",
}
MISSING = {
    Missing.CONFIRMATION: "Confirmation",
    Missing.DELIVERY: "Goods to deliver: 3",
    Missing.TRANSIT: "Shipments under way: 3",
    Missing.SERVICE: "Services to fulfil: 3",
    Missing.RETURN: "Returns to receive: 3",
    Missing.INVOICE: "Lines to invoice or credit: 3",
    Missing.POSTING: "Draft invoices to post: 3",
    Missing.CREDIT_NOTE: "Draft credit notes to post: 3",
    Missing.PAYMENT: "To be settled: $\xa01,234.50",
    Missing.HOLD: "Open holds on closing: 3",
}
# kind of event: what comes with it, and the sentence
EVENTS = {
    "part": (None, "Part of the goods left"),
    "return": (None, "Goods came back"),
    "failed_absent": ("bell broken", "Delivery failed: nobody there"),
    "failed_address": (None, "Delivery failed: address"),
    "refused": (None, "Delivery refused"),
    "returned": (None, "Parcel returned to us"),
    "lost": (None, "Parcel lost"),
    "credit_note": ("RINV/1", "Credit note RINV/1"),
    "hold": ("Do not ship yet", "Put on hold: Do not ship yet"),
    "release": ("Do not ship yet", "Released: Do not ship yet"),
    "reopened": (
        '["return", "hold"]',
        "Opened again: returns to receive, holds on closing",
    ),
}
FAULTS = {
    Fault.CONTENT: "Entry 7 was changed after it was written.",
    Fault.LINK: "Entry 7 does not follow the entry before it.",
    Fault.GAP: "Entry 7 is missing.",
}


@tagged("post_install", "-at_install")
class TestSentences(O2cCommon):
    """Every reason has its sentence, with the name and the number that matter."""

    def test_every_phase_has_a_name(self):
        names = [explain.hold.phase_name(self.env, phase) for phase in Phase]
        self.assertEqual(
            names, ["Confirmation", "Delivery", "Invoicing", "Collection", "Closing"]
        )

    def test_phases_come_in_the_order_of_the_process(self):
        stopped = {Phase.CLOSING, Phase.CONFIRMATION, Phase.DELIVERY}
        text = explain.hold.phases(self.env, stopped)
        self.assertEqual(text, "Confirmation, Delivery, Closing")
        self.assertEqual(explain.hold.phases(self.env, ()), "")

    def test_release(self):
        order = self._order(confirm=False)
        hold = self._hold(order)
        values = {
            "hold": f"Waiting for clarification: {order.name}",
            "group": self.env.ref("o2c_orders.group_order_manager").full_name,
        }
        for code in ReleaseReason:
            text = explain.hold.release(hold, Reason(code))
            self.assertEqual(text, RELEASES[code].format(**values))

    def test_missing(self):
        order = self._order(confirm=False)
        params = {"count": 3, "residual": Decimal("1234.5")}
        for code in Missing:
            text = explain.timeline.missing(order, Reason(code, params))
            self.assertEqual(text, MISSING[code])

    def test_missing_in_a_word(self):
        names = {explain.timeline.missing_name(self.env, code) for code in Missing}
        self.assertEqual(len(names), len(Missing))

    def test_timeline_events(self):
        order = self._order(confirm=False)
        for kind, (detail, text) in EVENTS.items():
            event = {"kind": kind, "detail": detail}
            self.assertEqual(explain.timeline.timeline_event(order, event), text)

    def test_contact_faults(self):
        for fault in Fault:
            self.assertEqual(
                explain.contact.contact_fault(self.env, 7, fault), FAULTS[fault]
            )
        self.assertEqual(
            explain.contact.contact_intact(self.env, 7),
            "The chain of 7 contacts is intact.",
        )

    def test_hold_lines(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        whole = self._hold(order, note="<b>address</b>")
        part = self._hold(invoice, "collection", amount=300.0)
        self.assertEqual(
            explain.hold.hold_line(whole),
            "Waiting for clarification (stops: Confirmation, Delivery). <b>address</b>",
        )
        self.assertEqual(
            explain.hold.hold_line(part),
            "$\xa0300.00 Amount contested (stops: Collection, Closing).",
        )
        self.assertEqual(
            explain.hold.holds_summary(whole | part),
            f"{explain.hold.hold_line(whole)}; {explain.hold.hold_line(part)}",
        )

    def test_hold_log_shows_words_as_they_are(self):
        hold = self._hold(self._order(confirm=False), note="<script>x</script>")
        text = explain.hold.hold_log(hold, "placed")
        self.assertEqual(
            text,
            "On hold: Waiting for clarification (Confirmation, Delivery)."
            " &lt;script&gt;x&lt;/script&gt;",
        )
        hold._release("found")
        self.assertEqual(
            explain.hold.hold_log(hold, "released"),
            "Hold released: Waiting for clarification (Confirmation, Delivery). found",
        )

    def test_held_documents(self):
        one, other = (self._order(confirm=False) for _ in range(2))
        stopped = {
            one: self._hold(one, note="address") | self._hold(one, "customer"),
            other: self._hold(other),
        }
        self.assertEqual(
            explain.hold.held_list(stopped).splitlines(),
            [
                f"{one.name} is on hold: Waiting for clarification. address;"
                " Customer blocked.",
                f"{other.name} is on hold: Waiting for clarification.",
            ],
        )
        title = explain.hold.held_title(self.env, Phase.DELIVERY, 2)
        self.assertEqual(title, "Delivery: 2 on hold")

    def test_customer_reads_only_what_is_meant_for_him(self):
        order = self._order(confirm=False)
        self.assertFalse(order._o2c_portal_notice())
        hold = self._hold(order, note="does not pay")
        self.assertEqual(
            order._o2c_portal_notice(),
            "We are checking your order and will come back to you.",
        )
        hold._release("paid")
        silent = self.env["o2c.hold.reason"].create(
            {"name": "Fraud?", "code": "test_fraud", "stops_delivery": True}
        )
        self._hold(order, silent, note="looks strange")
        self.assertEqual(order._o2c_portal_notice(), explain.hold.portal_held(order))
        self.assertNotIn("Fraud", order._o2c_portal_notice())
