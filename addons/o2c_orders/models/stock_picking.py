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
        leaving = self.filtered(lambda p: p.location_dest_id.usage == "customer")
        free, stopped = leaving._o2c_split_held(Phase.DELIVERY)
        if not stopped:
            return super().button_validate()
        if allowed := (self - leaving) | free:
            # a wizard that asks something first comes back here for all of them
            allowed = allowed.with_context(button_validate_picking_ids=self.ids)
            result = super(StockPicking, allowed).button_validate()
            if result is not True:
                return result
        return (leaving - free)._o2c_held_action(Phase.DELIVERY, stopped)

    def _o2c_orders(self):
        """All orders that these deliveries serve: seldom more than one each."""
        return self.sale_id | self.move_ids.sale_line_id.order_id

    def _o2c_refresh_holds(self, phase):
        self._o2c_orders()._o2c_refresh_holds(phase)
        return super()._o2c_refresh_holds(phase)

    def _o2c_hold_targets(self):
        # what stops a delivery stops it for everybody who sees the delivery
        above = self.sudo()._o2c_orders()._o2c_hold_targets()
        return {picking: picking._o2c_own_targets(above) for picking in self}

    def _o2c_own_targets(self, above):
        orders = self.sudo()._o2c_orders()  # as above
        if not orders:
            return {"customer_id": set(self.partner_id.commercial_partner_id.ids)}
        targets = {"order_id": set(), "customer_id": set()}
        for order in orders:
            for field in targets:
                targets[field] |= above[order][field]
        return targets

    def _o2c_held_ids(self, holds):
        orders = list(self.env["sale.order"]._o2c_held_ids(holds))
        ids = set(self._search([("sale_id", "in", orders)]))
        ids |= set(self._search([("move_ids.sale_line_id.order_id", "in", orders)]))
        return ids | self._o2c_ids_of_customers(
            holds, "partner_id.commercial_partner_id", [("sale_id", "=", False)]
        )

    def _o2c_contact_facts(self):
        if not self.sale_id:
            return None
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "delivery",
            "documents": [self, self.sale_id],
        }
