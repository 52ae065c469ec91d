from odoo import api, models
from odoo.fields import Domain


class O2cShipmentCourier(models.Model):
    """A new parcel takes what its courier said before we knew it."""

    _name = "o2c.shipment"
    _inherit = "o2c.shipment"

    @api.model_create_multi
    def create(self, vals_list):
        shipments = super().create(vals_list)
        shipments._take_messages()
        return shipments

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"tracking_ref", "carrier_id"}:
            self._take_messages()
        return result

    def _take_messages(self):
        refs = [ref for ref in self.mapped("tracking_ref") if ref]
        if not refs:
            return
        # couriers' messages are entered whoever made the parcel known
        messages = self.env["o2c.courier.message"].sudo()
        domain = Domain("is_open", "=", True) & Domain("tracking_ref", "in", refs)
        waiting = domain & Domain("outcome", "=", "unknown_shipment")
        messages.search(waiting)._process()
