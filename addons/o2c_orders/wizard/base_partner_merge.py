from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """End the holds that would stand twice; Odoo would delete them instead."""
        self._o2c_end_doubled_holds(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _o2c_end_doubled_holds(self, src_partners, dst_partner):
        Hold = self.env["o2c.hold"].sudo()  # the ledger is kept, whoever merges
        customers = src_partners | dst_partner
        holds = Hold.search(
            [("state", "=", "open"), ("customer_id", "in", customers.ids)]
        )
        kept, doubled = set(), Hold
        for hold in holds.sorted(
            lambda h: (h.is_partial, h.customer_id != dst_partner)
        ):
            key = (hold.company_id, hold.reason_id, hold.origin_model, hold.origin_id)
            if key in kept:
                doubled |= hold
            kept.add(key)
        doubled._end(
            self.env._("Merged with a customer who is held for the same reason.")
        )
        doubled.flush_recordset()
