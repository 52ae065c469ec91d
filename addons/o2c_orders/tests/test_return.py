from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .returns_common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReturnRequest(ReturnsCommon):
    """Never more than was delivered less what comes back already."""

    def test_only_what_was_delivered(self):
        order = self._delivered(10, shipped=6)
        line = order.order_line
        self.assertEqual(float(order._o2c_returnable()[line]), 6)
        with (
            self.assertNothingWritten("o2c.return", "o2c.hold"),
            self.assertRaisesRegex(UserError, "only 6 can"),
        ):
            self._ask(order, 7)
        record = self._ask(order, 4)
        self.assertEqual((record.state, record.level), ("requested", "desk"))
        self.assertEqual(float(order._o2c_returnable()[line]), 2)
        with self.assertRaisesRegex(UserError, "only 2 can"):
            self._ask(order, 3)
        record.action_authorise()
        self.assertEqual(float(order._o2c_returnable()[line]), 2)
        self._receive(record, 1)
        self.assertEqual(record.state, "authorised", "three are still on their way")
        self.assertEqual(float(order._o2c_returnable()[line]), 2)
        self._receive(record)
        self.assertEqual(record.state, "received")
        self.assertEqual(record.line_ids.received_quantity, 4)
        self.assertEqual(float(order._o2c_returnable()[line]), 2)

    def test_what_does_not_come_is_free_again(self):
        order = self._delivered(5)
        record = self._ask(order, 5)
        self.assertEqual(order._o2c_returnable(), {})
        record._refuse_request("Too old.")
        self.assertEqual(float(order._o2c_returnable()[order.order_line]), 5)
        record = self._ask(order, 5)
        record.action_authorise()
        record.action_cancel()
        self.assertEqual(record.state, "cancelled")
        self.assertEqual(record.picking_ids.mapped("state"), ["cancel"])
        self.assertEqual(float(order._o2c_returnable()[order.order_line]), 5)
        self.assertHolds(order)

    def test_same_line_for_two_reasons(self):
        order = self._delivered(5)
        wanted = [self._want(order, 3), self._want(order, 3, "damaged")]
        with self.assertRaisesRegex(UserError, "only 2 can"):
            self.Return._request(order, wanted)
        wanted[1]["quantity"] = 2
        record = self.Return._request(order, wanted)
        record.action_authorise()
        moves = record.picking_ids.move_ids
        self.assertEqual(sorted(moves.mapped("product_uom_qty")), [2, 3])
        self.assertEqual(moves.o2c_return_line_id, record.line_ids)

    def test_odoos_own_return_counts_too(self):
        order = self._delivered(5)
        delivery = order.picking_ids
        self._return(delivery, qty=2, receive=False)
        with self.assertRaisesRegex(UserError, "only 3 can"):
            self._ask(order, 4)
        self._ask(order, 3)
        with self.assertRaisesRegex(UserError, "only 0 can"):
            self._return(delivery, qty=1)

    def test_foreign_line(self):
        order, other = self._delivered(5), self._delivered(5)
        with self.assertRaises(UserError):
            self.Return._request(other, [self._want(order, 1)])

    def test_empty_and_negative(self):
        order = self._delivered(5)
        for wanted in ([], [self._want(order, 0)], [self._want(order, -1)]):
            with self.subTest(wanted), self.assertRaises(UserError):
                self.Return._request(order, wanted)

    def test_hold_until_settled(self):
        order = self._delivered(5)
        record = self._ask(order, 1)
        self.assertHolds(order, "return")
        record.action_authorise()
        self._receive(record)
        record.line_ids.disposition = "restock"
        record.action_dispose()
        self.assertEqual(record.state, "settled")
        self.assertHolds(order)


@tagged("post_install", "-at_install")
class TestReturnDecision(ReturnsCommon):
    """Within the terms the desk decides, or the rule; outside a manager."""

    def test_by_itself(self):
        self.reasons["changed_mind"].automatic = True
        record = self._ask(self._delivered(5), 1)
        self.assertEqual((record.state, record.level), ("authorised", "rule"))
        self.assertEqual(len(record.picking_ids), 1)

    def test_outside_the_terms(self):
        reason = self.reasons["changed_mind"]
        reason.write(
            {"automatic": True, "is_limited_amount": True, "amount": 200, "days": 0}
        )
        order = self._delivered(5)
        for quantity, level in ((2, "rule"), (3, "manager")):
            with self.subTest(quantity):
                record = self._ask(order, quantity)
                self.assertEqual(record.level, level)
        self.assertIn("300", record.outside_terms)
        self.assertEqual(record.state, "requested")

    def test_days(self):
        order = self._delivered(5)
        move = order.picking_ids.move_ids
        for days, level in ((30, "desk"), (31, "manager")):
            with self.subTest(days):
                now = self.env.cr.now()
                move.date = now - timedelta(days=days, minutes=1)
                self.assertEqual(self._ask(order, 1).level, level)

    def test_who(self):
        order = self._delivered(5)
        record = self._ask(order, 1)
        for role in ("salesperson", "warehouse", "accountant"):
            with self.subTest(role), self.assertRaises(AccessError):
                record.with_user(self._user(role)).sudo(False).action_authorise()
        record.with_user(self._user("order_desk")).sudo(False).action_authorise()
        self.assertEqual(record.state, "authorised")

    def test_manager_and_not_his_own(self):
        order = self._delivered(5)
        self.reasons["changed_mind"].write({"is_limited_amount": True, "amount": 50})
        manager = self._user("order_manager")
        mine = self.Return.with_user(manager).sudo(False)
        record = mine._request(
            order.with_user(manager).sudo(False), [self._want(order, 1)]
        )
        self.assertEqual(record.level, "manager")
        with self.assertRaises(AccessError):
            record.action_authorise()
        with self.assertRaises(AccessError):
            record.with_user(self._user("order_desk")).action_authorise()
        other = self._user("order_manager", login="o2c_manager_2")
        record.with_user(other).action_authorise()
        self.assertEqual(record.authorised_by_id, other)

    def test_nobody_writes_by_hand(self):
        record = self._ask(self._delivered(5), 1)
        mine = record.with_user(self._user("order_manager")).sudo(False)
        for values in ({"state": "settled"}, {"level": "rule"}, {"amount": 0}):
            with self.subTest(values), self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.line_ids.write({"quantity": 5})
        with self.assertRaises(AccessError):
            self.Return.with_user(self._user("order_manager")).sudo(False).create(
                {"order_id": record.order_id.id}
            )


@tagged("post_install", "-at_install")
class TestReturnGoods(ReturnsCommon):
    """What the lines say is really done in Odoo."""

    def _dispose(self, record):
        record.action_dispose()
        return record.line_ids

    def test_restock(self):
        order = self._delivered(10)
        stock = self.warehouse.lot_stock_id
        before = self._stock(stock)
        record = self._came(order, 3)
        waiting = self.warehouse.o2c_return_location_id
        self.assertEqual(record.picking_ids.location_dest_id, waiting)
        self.assertEqual((self._stock(waiting), self._stock(stock)), (3, before))
        self.assertFalse(record.restocked_at)
        record.action_dispose()
        self.assertEqual((self._stock(waiting), self._stock(stock)), (0, before + 3))
        self.assertTrue(record.restocked_at)
        self.assertEqual(order.order_line.qty_delivered, 7)

    def test_scrap(self):
        order = self._delivered(10)
        record = self._came(order, 2, "damaged", remedy="credit")
        record.action_dispose()
        self.assertEqual(record.scrap_ids.state, "done")
        self.assertEqual(record.scrap_ids.scrap_qty, 2)
        self.assertEqual(self._stock(self.warehouse.o2c_return_location_id), 0)
        self.assertFalse(record.restocked_at)

    def test_repair_and_send_back(self):
        order = self._delivered(10)
        record = self._came(order, 2, "defective")
        self.assertEqual(order.order_line.qty_delivered, 10, "they stay his")
        record.action_dispose()
        repair = record.repair_ids
        self.assertEqual((repair.state, repair.product_qty), ("confirmed", 2))
        self.assertEqual(record.state, "received")
        repair.action_repair_start()
        repair.action_repair_end()
        way_back = record.picking_ids.filtered(
            lambda p: p.location_dest_id.usage == "customer"
        )
        self.assertEqual(way_back.move_ids.product_uom_qty, 2)
        self.assertEqual(record.state, "received")
        self._deliver(order)
        self.assertEqual(way_back.state, "done")
        self.assertEqual(record.state, "settled")
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(float(order._o2c_returnable()[order.order_line]), 10)

    def test_repair_for_stock(self):
        order = self._delivered(10)
        before = self._stock(self.warehouse.lot_stock_id)
        record = self._came(order, 1, "defective", remedy="credit")
        record.action_dispose()
        record.repair_ids.action_repair_start()
        record.repair_ids.action_repair_end()
        self.assertEqual(self._stock(self.warehouse.lot_stock_id), before + 1)
        self.assertTrue(record.restocked_at)
        self.assertEqual(record.state, "settled")

    def test_replace(self):
        order = self._delivered(10)
        invoice = self._invoice(order)
        record = self._came(order, 2, "wrong")
        record.action_dispose()
        new = record.replacement_ids
        self.assertEqual((new.state, new.amount_total), ("sale", 0))
        self.assertEqual(new.order_line.product_uom_qty, 2)
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertFalse(record.credit_note_ids)
        self.assertEqual(record.state, "received", "the replacement is to be shipped")
        new.picking_ids.action_assign()
        self._deliver(new)
        self.assertEqual(record.state, "settled")
        self.assertEqual(new.order_line.qty_to_invoice, 0)
        self.assertEqual(new.invoice_status, "invoiced", "nothing to invoice")
        self.assertEqual(invoice.amount_residual, 1000)

    def test_replacement_that_comes_back_is_credited_on_the_first_order(self):
        order = self._delivered(10)
        invoice = self._invoice(order)
        record = self._came(order, 2, "wrong")
        record.action_dispose()
        new = record.replacement_ids
        new.picking_ids.action_assign()
        self._deliver(new)
        second = self._came(new, 1)
        second.action_dispose()
        self.assertEqual(second.credit_note_ids.reversed_entry_id, invoice)
        self.assertEqual(second.credit_note_ids.amount_total, 100)

    def test_split(self):
        order = self._delivered(10)
        record = self._came(order, 3)
        record.line_ids.action_split()
        self.assertEqual(record.line_ids.mapped("received_quantity"), [2, 1])
        record.line_ids[1].write({"disposition": "scrap", "remedy": "nothing"})
        record.action_dispose()
        self.assertEqual(record.scrap_ids.scrap_qty, 1)
        self.assertEqual(order.order_line.o2c_taken_back, 2)

    def test_without_inspection(self):
        self.reasons["changed_mind"].inspect = False
        record = self._came(self._delivered(5), 2)
        self.assertEqual(record.state, "settled")
        self.assertTrue(record.restocked_at)

    def test_not_decided(self):
        record = self._came(self._delivered(5), 2)
        record.line_ids.disposition = False
        with self.assertRaisesRegex(UserError, "Grinder"):
            record.action_dispose()

    def test_twice(self):
        record = self._came(self._delivered(5), 2)
        record.action_dispose()
        with self.assertRaises(UserError):
            record.action_dispose()

    def test_time_to_restock(self):
        order = self._delivered(5)
        record = self._ask(order, 2)
        record.action_authorise()
        with self._at("2026-12-01 09:00:00"):
            self._receive(record)
        with self._at("2026-12-02 15:30:00"):
            record.action_dispose()
        self.assertEqual(record.hours_to_restock, 30.5)


@tagged("post_install", "-at_install")
class TestReturnCredit(ReturnsCommon):
    """The credit note is over the right lines, and nobody is dunned for it."""

    def test_right_lines(self):
        order = self._order(
            self._line(self.machine, qty=4, price=50),
            self._line(self.machine, qty=6, price=80, discount=25),
        )
        order.picking_ids.action_assign()
        self._deliver(order)
        invoice = self._invoice(order)
        record = self.Return._request(order, [self._want(order, 2, line=1)])
        record.action_authorise()
        hold = self.Hold.search([("invoice_id", "=", invoice.id)])
        self.assertEqual((hold.amount, hold.state), (120, "open"))
        self._receive(record)
        record.action_dispose()
        note = record.credit_note_ids
        self.assertEqual((note.state, note.amount_total), ("draft", 120))
        self.assertEqual(note.reversed_entry_id, invoice)
        self.assertEqual(note.invoice_line_ids.sale_line_ids, order.order_line[1])
        self.assertEqual(record.state, "received")
        note.action_post()
        self.assertEqual(record.state, "settled")
        self.assertEqual(hold.state, "ended")
        self.assertEqual(order.order_line.mapped("qty_to_invoice"), [0, 0])
        self.assertNotIn(
            "No invoice asks", "".join(record.message_ids.mapped("preview"))
        )
        note.button_draft()
        self.assertEqual(record.state, "received", "it is not credited any more")
        self.assertHolds(order, "return")

    def test_ordered_quantities(self):
        product = self._product(name="Pot", is_storable=True, invoice_policy="order")
        self.env["stock.quant"]._update_available_quantity(
            product, self.warehouse.lot_stock_id, 100
        )
        order = self._delivered(10, product)
        self._invoice(order)
        record = self._came(order, 3)
        record.action_dispose()
        record.credit_note_ids.action_post()
        line = order.order_line
        self.assertEqual((line.qty_invoiced, line.qty_to_invoice), (7, 0))
        self.assertEqual(line.invoice_status, "no")

    def test_not_invoiced_yet(self):
        product = self._product(name="Pot", invoice_policy="order")
        order = self._delivered(10, product)
        record = self._came(order, 3)
        record.action_dispose()
        self.assertFalse(record.credit_note_ids)
        self.assertIn(
            "No invoice asks money for 3 x Pot: there is nothing to credit",
            "".join(record.message_ids.mapped("preview")),
        )
        self.assertEqual(order.order_line.qty_to_invoice, 7)
        self.assertEqual(record.state, "settled")
        self._pay(self._invoice(order))
        self.assertStage(order, "closed")

    def test_two_invoices(self):
        order = self._delivered(10, shipped=4)
        first = self._invoice(order)
        self._deliver(order)
        second = self._invoice(order)
        record = self._came(order, 6)
        record.action_dispose()
        notes = record.credit_note_ids.sorted("amount_total")
        self.assertEqual(notes.mapped("amount_total"), [200, 400])
        self.assertEqual(notes.reversed_entry_id, first | second)
