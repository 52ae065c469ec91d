from odoo import models


class PartnerMerge(models.TransientModel):
    _name = "base.partner.merge.automatic.wizard"
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # draws are kept by code, whoever merges
        lines = self.env["o2c.retention.line"].sudo()
        calls = self.env["o2c.call"].sudo()  # as above
        # before super(): it deletes every line of one that cannot be moved
        lines._before_merge(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        calls._after_merge_of(dst_partner)
        return result
