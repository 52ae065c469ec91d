"""The lines of an order, delivery or invoice that a customer can report."""

from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_reportable(self):
        """Lines that a ticket can be about: list of dicts of an ``o2c.ticket.item``."""
        return [
            {
                "order_line_id": line.id,
                "name": line.product_id.display_name or line.name,
                "product_id": line.product_id.id,
                "quantity": line.product_uom_qty,
                "uom_id": line.product_uom_id.id,
            }
            for line in self.order_line
            if not line.display_type and line.product_uom_qty > 0
        ]


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = "stock.picking"

    def _o2c_reportable(self):
        """As on an order."""
        return [
            {
                "move_id": move.id,
                "order_line_id": move.sale_line_id.id,
                "name": move.product_id.display_name,
                "product_id": move.product_id.id,
                "quantity": move.quantity or move.product_uom_qty,
                "uom_id": move.product_uom.id,
            }
            for move in self.move_ids
            if move.state != "cancel" and (move.quantity or move.product_uom_qty) > 0
        ]


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    def _o2c_reportable(self):
        """As on an order."""
        return [
            {
                "invoice_line_id": line.id,
                "order_line_id": line.sale_line_ids[:1].id,
                "name": line.product_id.display_name or line.name,
                "product_id": line.product_id.id,
                "quantity": line.quantity,
                "uom_id": line.product_uom_id.id,
            }
            for line in self._o2c_product_lines()
            if line.quantity > 0
        ]
