from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # what a customer owes, however long his history is
    _o2c_open_index = models.Index(
        "(partner_id) WHERE amount_residual <> 0 AND parent_state = 'posted'"
        " AND reconciled IS NOT TRUE"
    )
