from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger


@tagged("post_install", "-at_install")
class TestReturnRace(TransactionCase):
    """Two requests at once on two connections: never more than was delivered."""

    def setUp(self):
        super().setUp()
        self.one, self.other = self._environment(), self._environment()
        self.one.ref("o2c_orders.return_reason_changed_mind").automatic = False
        self.made = {}
        self.order = self._delivered_order()
        self.one.cr.commit()
        self.addCleanup(self._forget)

    def _environment(self):
        """A connection of its own that really commits."""
        cursor = self.registry.cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _delivered_order(self):
        env = self.one
        self.partner = env["res.partner"].create({"name": "Race"})
        self.product = env["product.product"].create(
            {"name": "Race", "type": "consu", "is_storable": False}
        )
        order = env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "product_uom_qty": 5})
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.quantity = 5
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
        self.assertEqual(order.order_line.qty_delivered, 5)
        return order

    def _forget(self):
        """The ledgers keep everything, so what was committed goes past the models."""
        self.other.cr.rollback()
        self.one.cr.rollback()
        pickings = self.order.picking_ids
        self._erase("stock_move", pickings.move_ids.ids)
        self._erase("stock_picking", pickings.ids)
        self._erase("sale_order", self.order.ids)
        self._erase("product_product", self.product.ids)
        self._erase("res_partner", self.partner.ids)
        self.one.invalidate_all()
        self.one.cr.commit()

    def _erase(self, table, ids):
        """Delete rows with all that refers to them, whichever module made it."""
        cursor = self.one.cr
        cursor.execute(
            """SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
                 JOIN pg_attribute a
                   ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND c.confrelid = %s::regclass
                  AND c.confdeltype NOT IN ('c', 'n')""",
            [table],
        )
        for child, column in cursor.fetchall():
            cursor.execute(
                SQL(
                    "SELECT id FROM %s WHERE %s = ANY(%s)",
                    SQL.identifier(child),
                    SQL.identifier(column),
                    list(ids),
                )
            )
            if rows := [row[0] for row in cursor.fetchall()]:
                self._erase(child, rows)
        cursor.execute(
            SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), list(ids))
        )

    def _ask(self, env, quantity):
        order = env["sale.order"].browse(self.order.id)
        wanted = {
            "order_line_id": order.order_line,
            "quantity": quantity,
            "reason_id": env.ref("o2c_orders.return_reason_changed_mind"),
        }
        record = env["o2c.return"]._request(order, [wanted])
        env.flush_all()
        return record

    def _look(self):
        """The other transaction takes its picture of the database now."""
        self.other.cr.execute("SELECT 1")

    def test_two_requests(self):
        self._look()
        self._ask(self.one, 3)
        self.one.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            self._ask(self.other, 3)
        # tried again with a new picture it is told what is left
        self.other.cr.rollback()
        self.other.invalidate_all()
        with self.assertRaisesRegex(UserError, "only 2 can"):
            self._ask(self.other, 3)
        self._ask(self.other, 2)
        self.other.cr.commit()
        self.one.invalidate_all()
        asked = self.one["o2c.return.line"].search([("order_id", "=", self.order.id)])
        self.assertEqual(sum(asked.mapped("quantity")), 5)

    def test_request_and_a_transfer_by_hand(self):
        self._look()
        self._ask(self.one, 3)
        self.one.cr.commit()
        wizard = self.other["stock.return.picking"].create(
            {"picking_id": self.order.picking_ids.id}
        )
        wizard.product_return_moves.quantity = 5
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            wizard._create_return()
