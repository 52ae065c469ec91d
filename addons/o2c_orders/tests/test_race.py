from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestRace(TransactionCase):
    """Two transactions at once: one goes through, the other is told to try again."""

    def setUp(self):
        super().setUp()
        self.one, self.other = self._environment(), self._environment()
        self.partner = self.one["res.partner"].create({"name": "Race"})
        self.order = self.one["sale.order"].create({"partner_id": self.partner.id})
        self.one.cr.commit()
        self.addCleanup(self._forget)

    def _environment(self):
        """A connection of its own that really commits."""
        cursor = self.registry.cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _forget(self):
        """The ledgers keep everything, so what was committed goes past the models."""
        self.other.cr.rollback()
        cursor = self.one.cr
        cursor.rollback()
        cursor.execute("DELETE FROM o2c_hold WHERE order_id = %s", [self.order.id])
        cursor.execute(
            "DELETE FROM o2c_contact WHERE partner_id = %s", self.partner.ids
        )
        self.one.invalidate_all()
        self.order.unlink()
        self.partner.unlink()
        cursor.commit()

    def _look(self):
        """The other transaction takes its picture of the database now."""
        self.other.cr.execute("SELECT 1")

    def test_same_hold_twice(self):
        self._look()
        hold = self.one["o2c.hold"]._place(self.order, "manual")
        self.one.cr.commit()
        order = self.other["sale.order"].browse(self.order.id)
        with self.assertRaises(ConcurrencyError):
            self.other["o2c.hold"]._place(order, "manual")
        # tried again with a new picture it finds the hold that is there
        self.other.cr.rollback()
        self.other.invalidate_all()
        again = self.other["o2c.hold"]._place(order, "manual")
        self.assertEqual(again.id, hold.id)

    def test_two_sealers(self):
        contacts = self.one["o2c.contact"]
        entries = contacts.union(
            *(contacts._log(self.partner, summary=str(n)) for n in range(3))
        )
        self.one.cr.commit()
        self._look()
        while contacts._seal():
            pass
        self.one.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            self.other["o2c.contact"]._seal()
        self.other.cr.rollback()
        self.other.invalidate_all()
        first = entries[0].number
        mine = self.other["o2c.contact"].browse(entries.ids)
        self.assertEqual(mine.mapped("number"), [first, first + 1, first + 2])
        _number, fault = self.other["o2c.contact"]._verify(entries.company_id)
        self.assertIsNone(fault)

    def test_two_rebuilds(self):
        rebuild = self.one["sale.order"]._o2c_rebuild_timeline
        self.one.cr.execute(
            "DELETE FROM o2c_milestone WHERE order_id = %s", self.order.ids
        )
        self.one.cr.commit()
        self._look()
        rebuild(self.order.ids)
        self.one.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            self.other["sale.order"]._o2c_rebuild_timeline(self.order.ids)
        self.other.cr.rollback()
        self.other.invalidate_all()
        self.other["sale.order"]._o2c_rebuild_timeline(self.order.ids)
        steps = self.other["o2c.milestone"].search([("order_id", "=", self.order.id)])
        # an order over nothing has no milestone of shipping
        self.assertEqual(len(steps), 7)
