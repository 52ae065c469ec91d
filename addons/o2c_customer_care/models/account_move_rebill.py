"""An invoice that was wrong is credited in full and billed anew."""

from odoo import fields, models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    o2c_replaced_dispute_ids = fields.One2many(
        "o2c.dispute", "rebill_id", "Disputes it replaces the invoice of"
    )

    def _o2c_draft_replacement(self, ref):
        """Draft the credit note over all of this invoice, and the one that replaces it.

        Both keep their links to the sales order, so that what is invoiced stays what
        it is. Accounting corrects the draft and posts both.

        :return: credit note and new invoice
        """
        self.ensure_one()
        invoice = self.with_company(self.company_id)
        vals = invoice._o2c_prepare_credit_vals(ref)
        # all of it, the rounding too
        vals["invoice_cash_rounding_id"] = invoice.invoice_cash_rounding_id.id
        credit = invoice._reverse_moves([vals])
        return credit, invoice._o2c_draft_copy(ref)

    def _o2c_draft_copy(self, ref):
        """The same invoice again as a draft, dated when it is posted."""
        moves = self.with_context(include_business_fields=True)
        vals = moves.copy_data({"ref": ref})[0]
        vals["line_ids"] = [
            line
            for line in vals["line_ids"]
            if line[2]["display_type"]
            in ("product", "line_section", "line_subsection", "line_note")
        ]
        return self.create(vals)
