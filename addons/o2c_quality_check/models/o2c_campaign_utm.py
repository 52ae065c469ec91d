from odoo import fields, models


class O2cCampaign(models.Model):
    _name = "o2c.campaign"
    _inherit = "o2c.campaign"

    utm_campaign_id = fields.Many2one(
        "utm.campaign",
        "Marketing campaign",
        ondelete="set null",
        copy=False,
        help="What the quotations from its calls are counted under; empty: one of its"
        " own name, made with the first of them.",
    )

    def _o2c_utm_campaign(self):
        """The campaign of Odoo that quotations from these calls belong to."""
        self.ensure_one()
        if not self.utm_campaign_id:
            # made by whoever sells first
            self.sudo().utm_campaign_id = (
                self.env["utm.campaign"]
                .sudo()
                .create({"title": self.name, "company_id": self.company_id.id})
            )
        return self.utm_campaign_id

    def _o2c_utm_source(self):
        """The source “call” of quotations."""
        return self.env.ref("o2c_quality_check.utm_source_call")
