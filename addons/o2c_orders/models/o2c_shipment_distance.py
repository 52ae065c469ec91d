from odoo import api, fields, models

from ..domain import geo


class O2cShipment(models.Model):
    _name = "o2c.shipment"
    _inherit = "o2c.shipment"

    @api.model
    def _prepare_event_vals(self, shipment, vals):
        vals = super()._prepare_event_vals(shipment, vals)
        where = (vals.get("latitude"), vals.get("longitude"))
        # whoever reports, the customer's address is read for the distance alone
        partner = shipment.sudo().partner_id
        home = (partner.partner_latitude, partner.partner_longitude)
        if None not in where and any(where) and any(home):
            vals = {**vals, "distance": round(geo.distance(where, home))}
        return vals


class O2cShipmentEvent(models.Model):
    _name = "o2c.shipment.event"
    _inherit = "o2c.shipment.event"

    distance = fields.Integer(
        "Distance from the address (m)",
        readonly=True,
        help="Between where it was reported and the customer's address, as the crow"
        " flies. Empty when one of the two is not known.",
    )
