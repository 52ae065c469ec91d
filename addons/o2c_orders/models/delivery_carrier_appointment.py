from odoo import fields, models


class DeliveryCarrier(models.Model):
    _name = "delivery.carrier"
    _inherit = "delivery.carrier"

    o2c_appointment = fields.Boolean(
        "Agree an appointment",
        help="Deliveries by this method are announced: as soon as the goods are ready"
        " the customer is asked which window suits him.",
    )
