from odoo import models


class PartnerMerge(models.TransientModel):
    _name = "base.partner.merge.automatic.wizard"
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # before super(): it deletes what is twice after the merge
        points = self.env["o2c.contact.point"]
        points._before_merge(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        points._after_merge(dst_partner)
        return result
