from odoo import fields, models


class DeliveryCarrier(models.Model):
    _name = "delivery.carrier"
    _inherit = "delivery.carrier"

    o2c_claim_partner_id = fields.Many2one(
        "res.partner",
        "Claims go to",
        help="Whom we claim damaged, lost and late parcels from.",
    )

    def _o2c_claim_partner(self):
        """Whom claims on this carrier go to; empty when nobody is named."""
        return self.o2c_claim_partner_id
