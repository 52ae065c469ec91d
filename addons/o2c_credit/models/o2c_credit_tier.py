from odoo import api, fields, models


class O2cCreditTier(models.Model):
    """Up to how much somebody may let held orders pass.

    Without tiers every credit manager decides about any amount.
    """

    _name = "o2c.credit.tier"
    _description = "Approval tier"
    _inherit = ["o2c.credit.tier.mixin"]
    _order = "excess_limited desc, max_excess, id"

    excess_limited = fields.Boolean(
        "Bound on the excess",
        default=True,
        help="Without it any excess is covered. Of an order that is held for another"
        " cause than the limit, the whole amount counts.",
    )
    max_excess = fields.Monetary("Excess up to")
    order_limited = fields.Boolean("Bound on the order")
    max_order = fields.Monetary("Order up to")
    four_eyes = fields.Boolean(
        help="Two different people of this tier or a higher one must agree."
    )

    _bounds_not_negative = models.Constraint(
        "CHECK (max_excess >= 0 AND max_order >= 0 AND second_above >= 0)",
        "An amount of an approval tier cannot be less than zero.",
    )

    def _bounds(self):
        return {
            "max_stake": self._bound(self.excess_limited, self.max_excess),
            "max_order": self._bound(self.order_limited, self.max_order),
        }

    # ------------------------------------------------------------- the queue follows
    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        self._refresh_queue()
        return tiers

    def write(self, vals):
        result = super().write(vals)
        self._refresh_queue()
        return result

    def unlink(self):
        result = super().unlink()
        self._refresh_queue()
        return result

    def _refresh_queue(self):
        holds = self.env["o2c.hold"].sudo()  # what waits is judged by the new tiers
        waiting = holds.search(holds._credit_open_domain())
        self.env.add_to_compute(waiting._fields["credit_tier_id"], waiting)
