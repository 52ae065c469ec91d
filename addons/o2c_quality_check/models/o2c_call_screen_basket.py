from odoo import models


class O2cCall(models.Model):
    _name = "o2c.call"
    _inherit = "o2c.call"

    def _screen_payload(self):
        """Whether the call has a basket and vouchers; the panels ask for the rest."""
        # what the campaign of his own call allows
        campaign = self.sudo().campaign_id
        return {
            **super()._screen_payload(),
            "sells": campaign.is_marketing,
            "vouchers": bool(campaign.voucher_most and campaign.voucher_budget),
        }
