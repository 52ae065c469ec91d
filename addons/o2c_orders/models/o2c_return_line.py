from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import returning as rules
from .o2c_return_reason import CONDITIONS, DISPOSITIONS, REMEDIES


class O2cReturnLine(models.Model):
    """Some of an order line that comes back."""

    _name = "o2c.return.line"
    _description = "Return line"
    _inherit = ["o2c.guarded.mixin"]
    _order = "return_id, id"
    _check_company_auto = True
    # what the warehouse and the desk decide about the goods
    _o2c_free_fields = frozenset(
        {"condition", "disposition", "remedy", "reason_id", "inspection_note"}
    )

    return_id = fields.Many2one(
        "o2c.return", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="return_id.company_id", store=True)
    order_id = fields.Many2one(related="return_id.order_id", store=True, index=True)
    partner_id = fields.Many2one(related="return_id.partner_id", store=True)
    state = fields.Selection(related="return_id.state", store=True)
    requested_at = fields.Datetime(related="return_id.requested_at", store=True)
    order_line_id = fields.Many2one(
        "sale.order.line", required=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(related="order_line_id.product_id", store=True)
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    currency_id = fields.Many2one(related="return_id.currency_id")
    quantity = fields.Float("Asked for", digits="Product Unit", required=True)
    received_quantity = fields.Float("Received", digits="Product Unit", copy=False)
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", copy=False)
    amount = fields.Monetary("Worth", compute="_compute_amount", store=True)
    reason_id = fields.Many2one("o2c.return.reason", required=True, index=True)
    condition = fields.Selection(CONDITIONS)
    disposition = fields.Selection(
        DISPOSITIONS, "Goods", help="What happens to the goods."
    )
    remedy = fields.Selection(REMEDIES, "Customer gets", required=True)
    inspection_note = fields.Char("Found at inspection")
    disposed_at = fields.Datetime("Disposed of", copy=False)
    move_ids = fields.One2many("stock.move", "o2c_return_line_id", "Moves")
    repair_id = fields.Many2one("repair.order", copy=False, index="btree_not_null")
    scrap_ids = fields.One2many("stock.scrap", "o2c_return_line_id")
    replacement_line_id = fields.Many2one(
        "sale.order.line", copy=False, index="btree_not_null"
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity must be more than zero."
    )
    _received_sign = models.Constraint(
        "CHECK (COALESCE(received_quantity, 0) >= 0)",
        "Less than nothing cannot be received.",
    )

    @api.depends("quantity", "order_line_id")
    def _compute_amount(self):
        for line in self:
            sold = line.order_line_id
            each = sold.price_subtotal / (sold.product_uom_qty or 1.0)
            line.amount = each * line.quantity

    @api.depends("product_id", "return_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.return_id.name}: {line.product_id.display_name}"

    # ------------------------------------------------------------- guards
    def write(self, vals):
        if not self.env.su:
            self._refuse_closed()
        return super().write(vals)

    def _o2c_opened_elsewhere(self):
        return self.env._("Returns are asked for on the order: “Take goods back”.")

    def _refuse_closed(self):
        if done := self.filtered("disposed_at"):
            raise UserError(
                self.env._("%s is disposed of already.", done[0].display_name)
            )
        if closed := self.filtered(
            lambda line: line.state in ("settled", "refused", "cancelled")
        ):
            raise UserError(
                self.env._("%s is not open any more.", closed[0].return_id.name)
            )

    def _o2c_kept_for_ever(self):
        return self.env._("Lines of a return are never deleted.")

    # ------------------------------------------------------------- facts
    def _wanted(self, free):
        """This line for the rules; ``free`` is what is left to return."""
        self.ensure_one()
        return rules.Wanted(
            name=self.product_id.display_name,
            quantity=Decimal(str(self.quantity)),
            free=free,
            disposition=rules.Disposition(self.disposition)
            if self.disposition
            else None,
            remedy=rules.Remedy(self.remedy),
        )
