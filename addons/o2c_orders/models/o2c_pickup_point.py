from odoo import api, fields, models


class O2cPickupPoint(models.Model):
    """A place where a customer fetches a parcel himself: a shop, a locker."""

    _name = "o2c.pickup.point"
    _description = "Pick-up point"
    _order = "zip, name"
    _rec_names_search = ["name", "zip", "city"]

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    code = fields.Char("Carrier's code")
    street = fields.Char(required=True)
    zip = fields.Char("Postcode", required=True, index=True)
    city = fields.Char("Town", required=True)
    country_id = fields.Many2one("res.country", required=True)
    hours = fields.Char("Opening hours")
    address = fields.Char(compute="_compute_address")
    carrier_ids = fields.Many2many(
        "delivery.carrier", "o2c_pickup_point_carrier_rel", string="Delivery methods"
    )

    @api.depends("street", "zip", "city")
    def _compute_address(self):
        for point in self:
            town = " ".join(part for part in (point.zip, point.city) if part)
            point.address = ", ".join(part for part in (point.street, town) if part)

    @api.depends("name", "address")
    def _compute_display_name(self):
        for point in self:
            point.display_name = f"{point.name}, {point.address}"
