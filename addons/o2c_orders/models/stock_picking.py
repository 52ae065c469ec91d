from odoo import models

from ..domain.hold import Phase


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "o2c.hold.mixin", "o2c.contact.mixin"]

    def button_validate(self):
        """Validate the deliveries that are free; the held ones wait and are shown.

        Only the step that leaves the warehouse is stopped: picking and packing a
        held order is allowed, and so is everything that comes in.
        """
        leaving = self.filtered(lambda p: p._o2c_is_leaving())
        free, stopped = leaving._o2c_split_held(Phase.DELIVERY)
        allowed = (self - leaving) | free
        result = super(StockPicking, allowed).button_validate() if allowed else True
        if not stopped or result is not True:
            # a wizard asks something first and comes back here for all of them
            return result
        return (leaving - free)._o2c_held_action(Phase.DELIVERY, stopped)

    def _o2c_is_leaving(self):
        self.ensure_one()
        return bool(self.sale_id) and self.location_dest_id.usage == "customer"

    def _o2c_refresh_holds(self, phase):
        self.sale_id._o2c_refresh_holds(phase)
        return super()._o2c_refresh_holds(phase)

    def _o2c_hold_targets(self):
        above = self.sale_id._o2c_hold_targets()
        return {picking: above.get(picking.sale_id, {}) for picking in self}

    def _o2c_held_ids(self, holds):
        orders = self.env["sale.order"]._o2c_held_ids(holds)
        return set(self._search([("sale_id", "in", list(orders))]))

    def _o2c_contact_facts(self):
        if not self.sale_id:
            return None
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "delivery",
            "documents": [self, self.sale_id],
        }
