from odoo import api, fields, models

from ..domain.urgency import Tier

TIERS = [
    (Tier.STANDARD.value, "Standard"),
    (Tier.PREFERRED.value, "Preferred"),
    (Tier.KEY.value, "Key customer"),
]


class ResPartner(models.Model):
    _inherit = "res.partner"

    o2c_care_tier = fields.Selection(
        TIERS,
        "Service level",
        default=Tier.STANDARD.value,
        tracking=True,
        help="Tickets of preferred and key customers are more urgent from the start.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "o2c_care_tier"]
