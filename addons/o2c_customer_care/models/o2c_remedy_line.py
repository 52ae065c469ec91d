from odoo import api, fields, models

from .money import decimal


class O2cRemedyLine(models.Model):
    """Of which line of an order or invoice a remedy gives how much."""

    _name = "o2c.remedy.line"
    _description = "Remedy line"
    _inherit = ["o2c.guarded.mixin"]
    _order = "remedy_id, id"
    _check_company_auto = True

    remedy_id = fields.Many2one(
        "o2c.remedy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="remedy_id.company_id", store=True)
    state = fields.Selection(related="remedy_id.state", store=True)
    kind = fields.Selection(related="remedy_id.kind", store=True)
    currency_id = fields.Many2one(related="remedy_id.currency_id")
    order_line_id = fields.Many2one(
        "sale.order.line", "Order line", index="btree_not_null", ondelete="restrict"
    )
    invoice_line_id = fields.Many2one(
        "account.move.line", "Invoice line", index="btree_not_null", ondelete="restrict"
    )
    product_id = fields.Many2one(
        "product.product", compute="_compute_product", store=True
    )
    name = fields.Char("Description", compute="_compute_product", store=True)
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    amount = fields.Monetary(help="Taxes included.")

    _one_source = models.Constraint(
        "CHECK (num_nonnulls(order_line_id, invoice_line_id) = 1)",
        "A line is about one line of an order or of an invoice.",
    )
    _signs = models.Constraint(
        "CHECK (quantity > 0 AND COALESCE(amount, 0) >= 0)",
        "Give more than nothing.",
    )

    @api.depends("order_line_id", "invoice_line_id")
    def _compute_product(self):
        # what it is about is told to everybody who may read the remedy
        for line in self.sudo():
            source = line.order_line_id or line.invoice_line_id
            line.product_id = source.product_id
            line.name = source.product_id.display_name or source.name

    def _o2c_opened_elsewhere(self):
        return self.env._("Remedies are offered on the ticket: “Offer a remedy”.")

    def _o2c_kept_for_ever(self):
        return self.env._("Remedies are never deleted. Cancel it instead.")

    # ------------------------------------------------------------- what it becomes
    def _prepare_order_line_vals(self):
        sold = self.order_line_id
        return {
            "product_id": sold.product_id.id,
            "name": sold.name,
            "product_uom_id": sold.product_uom_id.id,
            "product_uom_qty": self.quantity,
            "price_unit": sold.price_unit,
            "discount": 100.0,
            "tax_ids": [fields.Command.set(sold.tax_ids.ids)],
            "o2c_replaces_line_id": sold.id,
        }

    def _prepare_move_vals(self, warehouse, location):
        sold = self.order_line_id
        return {
            "product_id": sold.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom": sold.product_uom_id.id,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": location.id,
            "warehouse_id": warehouse.id,
            "sale_line_id": sold.id,
        }

    def _is_missing(self):
        """Whether the order lacks them: neither with the customer nor leaving."""
        sold = self.order_line_id
        stock = sold._o2c_line_stocks()[sold]
        leaving = sum(
            move._o2c_in_unit_of(sold)
            for move in sold.move_ids
            if move._o2c_is_to_customer() and move.state not in ("done", "cancel")
        )
        lacking = decimal(sold.product_uom_qty) - stock.delivered + stock.back
        return decimal(self.quantity) <= lacking - decimal(leaving)
