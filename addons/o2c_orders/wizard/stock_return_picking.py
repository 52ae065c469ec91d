from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import returning as rules


class StockReturnPicking(models.TransientModel):
    """Nobody takes more back than was delivered less what comes back already."""

    _name = "stock.return.picking"
    _inherit = "stock.return.picking"

    o2c_return_id = fields.Many2one("o2c.return", "Return")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._o2c_refuse_return(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._o2c_refuse_return(vals)
        return super().write(vals)

    def _o2c_refuse_return(self, vals):
        if vals.get("o2c_return_id") and not self.env.su:
            raise AccessError(
                self.env._("The transfers of a return are made by authorising it.")
            )

    def _create_return(self):
        self._o2c_check_free()
        return super()._create_return()

    def _o2c_check_free(self):
        wanted = defaultdict(float)
        for part in self.product_return_moves:
            move = part.move_id
            if move.sale_line_id and move._o2c_is_to_customer() and part.quantity:
                sold = move.sale_line_id
                wanted[sold] += part.uom_id._compute_quantity(
                    part.quantity, sold.product_uom_id, rounding_method="HALF-UP"
                )
        lines = self.env["sale.order.line"].union(*wanted)
        lines._o2c_claim_returns()
        stocks = lines._o2c_line_stocks(besides=self.o2c_return_id)
        decision = rules.check(
            [
                rules.Wanted(
                    line.product_id.display_name,
                    line._o2c_exact(quantity),
                    max(rules.returnable(stocks[line]), Decimal(0)),
                )
                for line, quantity in wanted.items()
            ]
        )
        if wanted and not decision.ok:
            texts = [explain.returns.fault(self.env, r) for r in decision.reasons]
            raise UserError("\n".join(texts))

    def _prepare_picking_default_values_based_on(self, picking):
        vals = super()._prepare_picking_default_values_based_on(picking)
        if self.o2c_return_id and picking.location_dest_id.usage == "customer":
            types = self.env["stock.picking.type"].browse(vals["picking_type_id"])
            warehouse = types.warehouse_id or self.o2c_return_id.order_id.warehouse_id
            location = warehouse._o2c_return_location()
            vals["location_dest_id"] = location.id
        return vals


class StockReturnPickingLine(models.TransientModel):
    _name = "stock.return.picking.line"
    _inherit = "stock.return.picking.line"

    o2c_return_line_id = fields.Many2one("o2c.return.line", "Return line")

    def _prepare_move_default_values(self, new_picking):
        vals = super()._prepare_move_default_values(new_picking)
        if self.wizard_id.o2c_return_id:
            # only code sets the return of the wizard, so this cannot be forged
            vals["o2c_return_line_id"] = self.o2c_return_line_id.id
        return vals
