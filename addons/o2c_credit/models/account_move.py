from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    _o2c_draft_index = models.Index("(commercial_partner_id) WHERE state = 'draft'")

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        # a payment or a credit note makes room for orders that wait
        gives_room = posted.line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable" and line.balance < 0
            )
        )
        self.env["o2c.credit.account"]._enqueue(gives_room.partner_id)
        return posted
