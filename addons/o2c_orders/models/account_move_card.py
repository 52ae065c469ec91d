from odoo import models


class AccountMoveCard(models.Model):
    """Open invoices of one customer are found at once among a million."""

    _name = "account.move"
    _inherit = "account.move"

    _o2c_open_of_customer = models.Index(
        "(partner_id, invoice_date_due, id) WHERE state = 'posted'"
        " AND payment_state IN ('not_paid', 'partial')"
        " AND move_type IN ('out_invoice', 'out_refund')"
    )
