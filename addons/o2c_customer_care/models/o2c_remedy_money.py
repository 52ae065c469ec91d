"""Remedies in money: credit note, goodwill, voucher."""

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from .money import decimal


class O2cRemedy(models.Model):
    _name = "o2c.remedy"
    _inherit = "o2c.remedy"

    def _make_credit(self):
        """A draft credit note on the lines; posting is up to the accountants."""
        self._check_still_free()
        return self.invoice_id._o2c_credit_remedy(self)

    def _make_goodwill(self):
        """A draft credit note: a part of the invoice, or one of its own."""
        if self.invoice_id:
            self._check_still_free()
            return self.invoice_id._o2c_credit_remedy(self)
        company = self.company_id
        moves = self.env["account.move"].with_company(company)
        move = moves.create(self._prepare_goodwill_vals())
        move._o2c_meet_total(decimal(self.amount))
        return move

    def _prepare_goodwill_vals(self):
        product = self.company_id._o2c_goodwill_product()
        return {
            "move_type": "out_refund",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "ref": explain.remedy.credit_note_ref(self),
            "o2c_remedy_id": self.id,
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "product_id": product.id,
                        "quantity": 1.0,
                        "price_unit": self.amount,
                    }
                )
            ],
        }

    def _check_still_free(self):
        """What was free when it was asked for may be credited by somebody else now."""
        self.invoice_id._o2c_claim_remedies()
        wish = {
            "lines": [
                {"invoice_line_id": line.invoice_line_id, "amount": line.amount}
                for line in self.line_ids
            ],
            "vals": {"invoice_id": self.invoice_id.id, "amount": self.amount},
        }
        if reasons := list(self._credit_faults(self.ticket_id, wish, besides=self)):
            texts = [explain.remedy.fault(self.ticket_id, r) for r in reasons]
            raise UserError("\n".join(texts))

    # ------------------------------------------------------------- voucher
    def _make_voucher(self):
        """A gift card of the program, and the mail with its code."""
        cards = self.env["loyalty.card"].with_context(loyalty_no_mail=True)
        card = cards.create(
            {
                "program_id": self.program_id.id,
                "partner_id": self.partner_id.id,
                "points": self.amount,
                "expiration_date": self.company_id._o2c_voucher_end(),
                "o2c_remedy_id": self.id,
            }
        )
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "description": explain.remedy.credit_note_ref(self),
                "issued": self.amount,
            }
        )
        # the mail names the card
        self.write({"document_model": card._name, "document_id": card.id})
        self._mail("o2c_customer_care.mail_remedy_voucher")
        return card
