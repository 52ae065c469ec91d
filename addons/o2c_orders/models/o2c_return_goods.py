"""What happens to the goods of a return: receipt, restock, repair, scrap, send back."""

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import returning as rules


class O2cReturn(models.Model):
    _name = "o2c.return"
    _inherit = "o2c.return"

    def _make_receipts(self):
        """One receipt per delivery that the goods went out with."""
        self.ensure_one()
        by_picking = {}
        for line in self.line_ids:
            for move, quantity in line._moves_to_reverse():
                by_picking.setdefault(move.picking_id, []).append(
                    (line, move, quantity)
                )
        for picking, parts in by_picking.items():
            self._make_receipt(picking, parts)

    def _make_receipt(self, picking, parts):
        lines = [
            fields.Command.create(
                {
                    "product_id": move.product_id.id,
                    "move_id": move.id,
                    "quantity": quantity,
                    "uom_id": move.product_uom.id,
                    "to_refund": line._is_credited(),
                    "o2c_return_line_id": line.id,
                }
            )
            for line, move, quantity in parts
        ]
        wizard = self.env["stock.return.picking"].create(
            {
                "picking_id": picking.id,
                "o2c_return_id": self.id,
                "product_return_moves": [fields.Command.clear(), *lines],
            }
        )
        return wizard._create_return()

    # ------------------------------------------------------------- disposal
    def action_dispose(self):
        """Do with the goods that came what their lines say."""
        for record in self:
            record.check_access("read")
            if not self.env.su and not self.env.user.has_groups(
                "stock.group_stock_user,o2c_orders.group_order_desk"
            ):
                raise AccessError(
                    self.env._("The warehouse decides about goods that came back.")
                )
            record.sudo()._dispose()  # checked above; it writes stock and accounts

    def _dispose(self):
        self.ensure_one()
        waiting = self.line_ids.filtered(
            lambda line: line.received_quantity and not line.disposed_at
        )
        if not waiting:
            raise UserError(self.env._("Nothing waits for a decision."))
        if undecided := waiting.filtered(lambda line: not line.disposition):
            raise UserError(
                self.env._(
                    "Say what happens to the goods: %s",
                    ", ".join(undecided.product_id.mapped("display_name")),
                )
            )
        self._refuse(rules.check([line._wanted_now() for line in waiting]))
        # said before it is done: moving the goods asks again what is to be done
        waiting.disposed_at = fields.Datetime.now()
        waiting._dispose_goods()
        waiting._note_taken_back()
        self._make_replacement(waiting)
        self._make_credit_notes(waiting)
        self._follow_up()

    def _note_restocked(self):
        self.ensure_one()
        self.restocked_at = fields.Datetime.now()

    def _receipts(self):
        return self.picking_ids.filtered(lambda p: p.location_id.usage == "customer")

    def _warehouse(self):
        receipts = self._receipts()
        return receipts.picking_type_id.warehouse_id[:1] or self.order_id.warehouse_id


class O2cReturnLine(models.Model):
    _name = "o2c.return.line"
    _inherit = "o2c.return.line"

    def _wanted_now(self):
        received = Decimal(str(self.received_quantity))
        return self._wanted(free=max(received, Decimal(str(self.quantity))))

    def _is_credited(self):
        return self.remedy == rules.Remedy.CREDIT.value

    def _moves_to_reverse(self):
        """Which deliveries this quantity is taken from, the first one first.

        :return: list of (move, quantity in the unit of the move)
        """
        self.ensure_one()
        sold = self.order_line_id
        moves = sold.move_ids.filtered(
            lambda m: m.state == "done" and m._o2c_is_to_customer()
        ).sorted(lambda m: (m.date, m.id))
        sources = [(move, move._o2c_left_to_return(sold)) for move in moves]
        taken, rest = rules.share_out(sold._o2c_exact(self.quantity), sources)
        if rest:
            raise UserError(
                self.env._(
                    "%s cannot come back in full: its deliveries are returned already.",
                    self.product_id.display_name,
                )
            )
        unit = sold.product_uom_id
        return [
            (
                move,
                unit._compute_quantity(
                    float(part), move.product_uom, rounding_method="HALF-UP"
                ),
            )
            for move, part in taken
        ]

    # ------------------------------------------------------------- receipt
    def _after_moves(self, moves):
        """Goods of these lines moved: count what came, then see how far it is."""
        for move in moves.filtered("o2c_return_line_id"):
            line = move.o2c_return_line_id
            if move._o2c_is_from_customer():
                line._receive(move)
        self.return_id._follow_up()
        for record in self.return_id:
            ready = record.line_ids.filtered(
                lambda line: line.received_quantity and not line.disposed_at
            )
            sure = ready and all(
                line.disposition and not line.reason_id.inspect for line in ready
            )
            if record.state == "received" and sure:
                record._dispose()

    def _receive(self, move):
        """Count what arrived; goods of several lots become a line each."""
        self.ensure_one()
        unit, sold = move.product_uom, self.order_line_id.product_uom_id
        lots = move.move_line_ids.lot_id
        if not lots:
            self._count(
                unit._compute_quantity(move.quantity, sold, rounding_method="HALF-UP")
            )
            return
        for lot in lots:
            came = move.move_line_ids.filtered(lambda ml, lot=lot: ml.lot_id == lot)
            quantity = move.product_id.uom_id._compute_quantity(
                sum(came.mapped("quantity_product_uom")),
                sold,
                rounding_method="HALF-UP",
            )
            self._receive_lot(lot, quantity)

    def _count(self, quantity):
        """What came; more than was asked for is said, but not credited."""
        came = self.received_quantity + quantity
        if self.product_uom_id.compare(came, self.quantity) > 0:
            self.return_id.message_post(body=explain.returns.too_much_came(self, came))
        self.received_quantity = min(came, self.quantity)

    def _receive_lot(self, lot, quantity):
        siblings = self.return_id.line_ids.filtered(
            lambda line: (
                line.order_line_id == self.order_line_id
                and line.reason_id == self.reason_id
            )
        )
        line = siblings.filtered(lambda line: line.lot_id == lot)[:1]
        if not line and not self.lot_id and not self.received_quantity:
            line = self
        line = line or self._split_off(quantity)
        line.lot_id = lot
        line._count(quantity)

    def action_split(self):
        """Make a line of its own of one piece, to decide about it apart."""
        for line in self:
            line.check_access("write")
            if line.disposed_at or line.received_quantity <= 1:
                raise UserError(
                    self.env._("Only several pieces that came can be split.")
                )
            # quantities are nobody's to write; this moves one to another line
            lot = line.sudo()
            other = lot._split_off(1.0)
            other.received_quantity = 1.0
            lot.received_quantity -= 1.0

    def _split_off(self, quantity):
        """Another line over ``quantity`` of this one; what came stays here."""
        self.ensure_one()
        rest = self.quantity - quantity
        if rest <= 0:
            raise UserError(
                self.env._("%s: there is not so much.", self.product_id.display_name)
            )
        self.quantity = rest
        return self.copy({"quantity": quantity})

    # ------------------------------------------------------------- disposal
    def _dispose_goods(self):
        for record, lines in self.grouped("return_id").items():
            groups = lines.grouped("disposition")
            if restocked := groups.get("restock"):
                restocked._restock(record)
            for line in groups.get("repair", self.browse()):
                line._repair(record)
            for line in groups.get("scrap", self.browse()):
                line._scrap(record)

    def _restock(self, record):
        warehouse = record._warehouse()
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "partner_id": record.partner_id.id,
                "location_id": warehouse._o2c_return_location().id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "origin": record.name,
                "move_ids": [
                    fields.Command.create(line._prepare_restock_vals(warehouse))
                    for line in self
                ],
            }
        )
        picking.action_confirm()
        for move in picking.move_ids:
            move.o2c_return_line_id._fill_move(move)
        picking.move_ids._action_done()
        record._note_restocked()

    def _prepare_restock_vals(self, warehouse):
        return {
            "product_id": self.product_id.id,
            "product_uom_qty": self.received_quantity,
            "product_uom": self.product_uom_id.id,
            "location_id": warehouse._o2c_return_location().id,
            "location_dest_id": warehouse.lot_stock_id.id,
            "o2c_return_line_id": self.id,
        }

    def _fill_move(self, move):
        """Say on ``move`` which goods, also when none of them is counted in stock."""
        move.move_line_ids.unlink()
        vals = move._prepare_move_line_vals()
        vals.update(
            quantity=self.received_quantity,
            product_uom_id=self.product_uom_id.id,
            lot_id=self.lot_id.id,
            picked=True,
        )
        self.env["stock.move.line"].create(vals)
        move.picked = True

    def _repair(self, record):
        warehouse = record._warehouse()
        waiting = warehouse._o2c_return_location()
        ready = waiting if self.remedy == "send_back" else warehouse.lot_stock_id
        repair = self.env["repair.order"].create(
            {
                "company_id": record.company_id.id,
                "partner_id": record.partner_id.id,
                "product_id": self.product_id.id,
                "product_qty": self.received_quantity,
                "product_uom": self.product_uom_id.id,
                "lot_id": self.lot_id.id,
                "picking_type_id": warehouse.repair_type_id.id,
                "product_location_src_id": waiting.id,
                "product_location_dest_id": ready.id,
                "under_warranty": self.remedy == "send_back",
                "internal_notes": self.inspection_note or False,
                "o2c_return_id": record.id,
                "o2c_return_line_id": self.id,
            }
        )
        repair._action_repair_confirm()
        self.repair_id = repair

    def _scrap(self, record):
        scrap = self.env["stock.scrap"].create(
            {
                "company_id": record.company_id.id,
                "product_id": self.product_id.id,
                "product_uom_id": self.product_uom_id.id,
                "scrap_qty": self.received_quantity,
                "lot_id": self.lot_id.id,
                "location_id": record._warehouse()._o2c_return_location().id,
                "origin": record.name,
                "o2c_return_id": record.id,
                "o2c_return_line_id": self.id,
            }
        )
        scrap.do_scrap()

    def _after_repair(self):
        """The goods are repaired: send them back, or they are in stock again."""
        for line in self:
            if line.remedy == "send_back":
                line._send_back()
            else:
                line.return_id._note_restocked()
        self.return_id._follow_up()

    def _send_back(self):
        siblings = self.return_id.line_ids.filtered(
            lambda line: line.order_line_id == self.order_line_id
        )
        receipt = siblings.move_ids.filtered(
            lambda m: m._o2c_is_from_customer() and m.state == "done"
        )[:1]
        part = (self, receipt, self.received_quantity)
        self.return_id._make_receipt(receipt.picking_id, [part])
