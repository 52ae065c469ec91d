from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # the way back from today's open items to those of a past day
    _o2c_date_index = models.Index("(max_date)")

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        lines = partials.debit_move_id | partials.credit_move_id
        receivable = lines.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        self.env["o2c.credit.account"]._enqueue(receivable.partner_id)
        self.env["o2c.promise"]._follow(partials.debit_move_id)
        return partials

    def unlink(self):
        items = self.debit_move_id
        result = super().unlink()
        self.env["o2c.promise"]._follow(items.exists())
        return result
