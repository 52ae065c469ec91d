from odoo import api, fields, models

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import refuse_by_hand

FROM_CALL = {"o2c_call_id"}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_call_id = fields.Many2one(
        "o2c.call",
        "Made in the call",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="The telesales call in which this quotation was made.",
    )

    _o2c_call_once = models.Constraint(
        "UNIQUE (o2c_call_id)", "There is a quotation from this call already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if any(order.o2c_call_id for order in orders):
            refuse_by_hand(orders, FROM_CALL)  # the figures of agents rest on it
        return orders

    def write(self, vals):
        refuse_by_hand(self, FROM_CALL & vals.keys())
        return super().write(vals)
