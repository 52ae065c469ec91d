from odoo import fields, models


class O2cCampaignPreview(models.TransientModel):
    """One candidate of a campaign's preview: called or not, and why not."""

    _name = "o2c.campaign.preview"
    _description = "Who is called"
    _order = "included desc, day desc, id"

    campaign_id = fields.Many2one("o2c.campaign", required=True, readonly=True)
    name = fields.Char("About", readonly=True)
    order_id = fields.Many2one("sale.order", "Sales order", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    phone = fields.Char(readonly=True)
    day = fields.Date("On", readonly=True)
    included = fields.Selection(
        [("yes", "Called"), ("no", "Not called")], "Decision", readonly=True
    )
    why = fields.Char("Why not", readonly=True)

    def action_open(self):
        """Open the order, or the customer for those who may not read orders."""
        self.ensure_one()
        readable = self.order_id.has_access("read")
        return (self.order_id if readable else self.partner_id).get_formview_action()
