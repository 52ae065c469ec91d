from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .exception_common import FRIDAY, MONDAY, ExceptionCase

TUESDAY = datetime(2026, 3, 3, 11, 0)


@tagged("post_install", "-at_install")
class TestDeliveryWord(ExceptionCase):
    """What the customer says of a delivery: on the timeline, and an exception."""

    def setUp(self):
        super().setUp()
        with self._at(MONDAY):
            self.order = self._order(user_id=self.seller.id)
            self._deliver(self.order)
        self.words = self.env["o2c.delivery.word"]

    def say(self, word, at=TUESDAY, key="said:1", **vals):
        return self.words._say(self.order, word, at, key, **vals)

    def test_once_and_shown_on_the_timeline(self):
        first = self.say("not_received", text="Did you receive it? No")
        again = self.say("accepted")
        self.assertEqual((again, again.word), (first, "not_received"))
        self.say("accepted", at=datetime(2026, 3, 4, 9), key="said:2")
        events = self.order.with_user(self.seller).o2c_timeline["events"]
        said = [(e["kind"], e["text"]) for e in events if e["kind"].startswith("said")]
        self.assertEqual(
            said,
            [
                ("said_not_received", "Not received, says the customer"),
                ("said_accepted", "Accepted by the customer"),
            ],
        )

    def test_what_never_came_is_an_exception_until_he_says_otherwise(self):
        rule = self._rule("not_received", age=0, unit="hours")
        self.assertFound(rule, FRIDAY)
        self.say("not_received", text="No")
        found = self.assertFound(rule, "2026-03-03 12:00:00", self.order)
        self.assertEqual(found.owner_id, self.seller)
        self.assertEqual(
            found.text, "The customer says on 03/03/2026 that it never came: No"
        )
        self.say("late", at=datetime(2026, 3, 4, 9), key="said:2")
        self.assertFound(rule, FRIDAY, self.order)
        self.say("received", at=datetime(2026, 3, 4, 10), key="said:3")
        self.assertFound(rule, FRIDAY)
        self.assertEqual(found.state, "closed")

    def test_nobody_writes_it_by_hand(self):
        entry = self.say("accepted").with_user(self.seller)
        with self.assertRaises(AccessError):
            self.words.with_user(self.seller).create(
                {
                    "order_id": self.order.id,
                    "word": "accepted",
                    "at": TUESDAY,
                    "source_key": "hand",
                }
            )
        with self.assertRaises(AccessError):
            entry.word = "not_accepted"
        self.assertEqual(entry.word, "accepted")
        stranger = self._user("salesperson", login="o2c_stranger")
        self.assertFalse(self.words.with_user(stranger).search([]))
