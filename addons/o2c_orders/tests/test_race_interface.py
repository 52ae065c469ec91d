from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import ConcurrencyError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestRaceInterface(TransactionCase):
    """Two calls at once hand in the same order; two jobs chase the same quotation."""

    def setUp(self):
        super().setUp()
        self.one, self.other = self._environment(), self._environment()
        env = self.one
        self.partner = env["res.partner"].create({"name": "Race", "ref": "RACE-1"})
        self.product = env["product.product"].create(
            {"name": "Race", "default_code": "RACE-P", "type": "consu"}
        )
        self.interface = env["o2c.interface"].create({"name": "Race"})
        self.rule = env["o2c.chase.rule"].create(
            {"name": "Race", "days": 0, "action": "activity", "date_from": "2000-01-01"}
        )
        env.cr.commit()
        self.addCleanup(self._forget)

    def _environment(self):
        """A connection of its own that really commits."""
        cursor = self.registry.cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _forget(self):
        """Take away what was committed."""
        self.other.cr.rollback()
        env = self.one
        env.cr.rollback()
        env.invalidate_all()
        mine = [("interface_id", "=", self.interface.id)]
        env["o2c.interface.message"].search(mine).unlink()
        orders = env["sale.order"].search([("partner_id", "=", self.partner.id)])
        orders._action_cancel()
        orders.unlink()
        user = self.interface.user_id
        people = self.partner | user.partner_id
        self.interface.unlink()
        user.unlink()
        people.unlink()
        self.rule.unlink()
        self.product.product_tmpl_id.unlink()
        env.cr.commit()

    def _take_in(self, env):
        interface = env["o2c.interface"].browse(self.interface.id)
        raw = {"external_id": "RACE", "customer": {"ref": "RACE-1"}}
        raw["lines"] = [{"product": "RACE-P", "quantity": 1}]
        pairs = [("1", raw)]
        return interface._acting()._take_in(pairs, source="api", subject="x").row_ids

    def _again(self):
        self.other.cr.rollback()
        self.other.invalidate_all()

    def test_same_order_twice(self):
        self.other.cr.execute("SELECT 1")
        row = self._take_in(self.one)
        order = row.order_id
        self.one.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
            self._take_in(self.other)
        # tried again with a new picture it finds the order that is there
        self._again()
        again = self._take_in(self.other)
        self.assertEqual((again.outcome, again.order_id.id), ("unchanged", order.id))
        self.other.cr.commit()
        found = self.one["sale.order"].search([("o2c_external_id", "=", "RACE")])
        self.assertEqual(found, order)

    def test_same_step_twice(self):
        values = {"partner_id": self.partner.id, "state": "sent"}
        quote = self.one["sale.order"].create(values)
        self.one.cr.commit()
        self.other.cr.execute("SELECT 1")
        now = fields.Datetime.now()
        mine = [("order_id", "=", quote.id), ("rule_id", "=", self.rule.id)]
        self.one["o2c.chase"]._plan(now, quote.ids)
        self.assertEqual(self.one["o2c.chase"].search_count(mine), 1)
        self.one.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            self.other["o2c.chase"]._plan(now, quote.ids)
        self._again()
        self.assertEqual(self.other["o2c.chase"]._plan(now, quote.ids), 0)
        self.other.cr.commit()
        self.assertEqual(self.one["o2c.chase"].search_count(mine), 1)
