from odoo import models

from .. import explain


class O2cShipmentEvent(models.Model):
    _name = "o2c.shipment.event"
    _inherit = "o2c.shipment.event"

    def _after_report(self):
        result = super()._after_report()
        # an address that nobody could find was taken down wrong
        failed = self.filtered(
            lambda e: e.status == "failed_address" and e.shipment_id.order_id
        )
        if failed:
            self.env["o2c.entry.error"]._log_found(
                [event._prepare_entry_error_vals() for event in failed]
            )
        # whatever was reported may change the measure
        orders = self.shipment_id.order_id
        self.env["o2c.perfect.order"]._queue(orders.ids)
        return result

    def _prepare_entry_error_vals(self):
        self.ensure_one()
        words = " ".join(filter(None, [self.text, self.note]))
        return {
            "order_id": self.shipment_id.order_id.id,
            "kind": "address",
            "found_how": "delivery",
            "found_at": self.at,
            "found_by_id": self.user_id.id or self.env.uid,
            "note": explain.entry.failed_address(self.env, words),
            # one for each parcel, however often they try
            "source_key": f"shipment-{self.shipment_id.id}-address",
        }
