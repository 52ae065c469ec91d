from odoo import api, fields, models


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    o2c_courier_id = fields.Many2one(
        "o2c.courier", "Courier", index="btree_not_null", check_company=True
    )
    o2c_reports_delivery = fields.Boolean(
        "Reports the delivery",
        compute="_compute_o2c_reports_delivery",
        store=True,
        readonly=False,
        help="This carrier or its drivers tell us what happens to every parcel. Then"
        " an order counts as delivered when they say so, not when the goods leave.",
    )

    @api.depends("o2c_courier_id")
    def _compute_o2c_reports_delivery(self):
        for carrier in self:
            known = carrier.o2c_reports_delivery or carrier.o2c_courier_id
            carrier.o2c_reports_delivery = bool(known)
