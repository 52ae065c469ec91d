"""Moves and transfers of returns."""

from odoo import api, fields, models


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = "stock.move"

    o2c_return_line_id = fields.Many2one(
        "o2c.return.line", "Return line", copy=False, index="btree_not_null"
    )

    def _o2c_is_to_customer(self):
        """Whether the goods leave for a customer, also straight from a supplier."""
        return (
            self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
        )

    def _o2c_is_from_customer(self):
        """Whether the goods come back from a customer."""
        return (
            self.location_id.usage == "customer"
            and self.location_dest_id.usage != "customer"
        )

    def _o2c_in_unit_of(self, line):
        """The quantity, done or else planned, in the unit of an order line."""
        self.ensure_one()
        quantity = self.quantity if self.state == "done" else self.product_uom_qty
        return self.product_uom._compute_quantity(
            quantity, line.product_uom_id, rounding_method="HALF-UP"
        )

    def _o2c_left_to_return(self, line):
        """What of this delivery is not returned yet: Decimal, unit of the line."""
        self.ensure_one()
        back = self.returned_move_ids.filtered(lambda m: m.state != "cancel")
        left = self._o2c_in_unit_of(line) - sum(
            move._o2c_in_unit_of(line) for move in back
        )
        return line._o2c_exact(max(left, 0.0))

    def _o2c_left_here(self):
        """What of this delivery is not returned yet, in its own unit."""
        self.ensure_one()
        back = self.returned_move_ids.filtered(lambda m: m.state != "cancel")
        gone = sum(
            move.product_uom._compute_quantity(
                move.quantity if move.state == "done" else move.product_uom_qty,
                self.product_uom,
                rounding_method="HALF-UP",
            )
            for move in back
        )
        return max(self.quantity - gone, 0.0)

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        # pieces that come back for different reasons are decided about apart
        return [*super()._prepare_merge_moves_distinct_fields(), "o2c_return_line_id"]

    def _prepare_move_split_vals(self, qty):
        vals = super()._prepare_move_split_vals(qty)
        if self.o2c_return_line_id:
            # the backorder of a receipt brings the rest of the same return
            vals["o2c_return_line_id"] = self.o2c_return_line_id.id
        return vals

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        # whoever books a transfer need not be allowed to write returns
        moves = done.sudo()
        if lines := moves.o2c_return_line_id:
            lines._after_moves(moves)
        if replaced := moves.sale_line_id.order_id.o2c_replaces_id:
            replaced._follow_up()
        return done

    def _action_cancel(self):
        result = super()._action_cancel()
        # as above
        if lines := self.sudo().o2c_return_line_id:
            lines.return_id._follow_up()
        return result


class StockWarehouse(models.Model):
    _name = "stock.warehouse"
    _inherit = "stock.warehouse"

    o2c_return_location_id = fields.Many2one(
        "stock.location",
        "Returns to inspect",
        domain="[('usage', '=', 'internal'), ('company_id', '=', company_id)]",
        check_company=True,
        help="Where goods that customers send back wait for a decision; they cannot be"
        " sold from here. Made when the first return arrives.",
    )

    def _o2c_return_location(self):
        """Where goods that came back wait; beside the stock, so nobody reserves it."""
        self.ensure_one()
        if not self.o2c_return_location_id:
            # the first return makes it, whoever authorises that
            self.sudo().o2c_return_location_id = self.env["stock.location"].create(
                {
                    "name": self.env._("Returns"),
                    "usage": "internal",
                    "location_id": self.view_location_id.id,
                    "company_id": self.company_id.id,
                }
            )
        return self.o2c_return_location_id


class StockScrap(models.Model):
    _name = "stock.scrap"
    _inherit = "stock.scrap"

    o2c_return_id = fields.Many2one("o2c.return", copy=False, index="btree_not_null")
    o2c_return_line_id = fields.Many2one(
        "o2c.return.line", copy=False, index="btree_not_null"
    )


class RepairOrder(models.Model):
    _name = "repair.order"
    _inherit = "repair.order"

    o2c_return_id = fields.Many2one(
        "o2c.return", "Return", copy=False, readonly=True, index="btree_not_null"
    )
    o2c_return_line_id = fields.Many2one(
        "o2c.return.line", copy=False, readonly=True, index="btree_not_null"
    )

    def action_repair_done(self):
        result = super().action_repair_done()
        # the repairer need not be allowed to write returns
        if lines := self.sudo().o2c_return_line_id:
            lines._after_repair()
        return result

    def action_repair_cancel(self):
        result = super().action_repair_cancel()
        if returns := self.sudo().o2c_return_id:  # as above
            returns._follow_up()
        return result
