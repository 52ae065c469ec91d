from odoo import fields, models


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    o2c_reports_delivery = fields.Boolean(
        "Reports the delivery",
        help="This carrier or its drivers tell us what happens to every parcel. Then"
        " an order counts as delivered when they say so, not when the goods leave.",
    )
