from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    def _o2c_contest(self, amount, text, line=None, **options):
        # somebody follows it up: a ticket with a dispute, which holds the amount
        self.ensure_one()
        amount = self.currency_id.round(float(amount))
        self._o2c_check_contest(amount, text)
        invoice = self.sudo()  # who may contest was checked by the caller
        ticket = invoice.env["o2c.ticket"].create(
            invoice._o2c_prepare_contest_vals(text, options)
        )
        dispute = ticket.env["o2c.dispute"]._open(ticket, invoice, amount, text, line)
        return dispute.sudo(self.env.su)  # with the rights of the caller again

    def _o2c_prepare_contest_vals(self, text, options):
        person = options.get("person") or self.partner_id
        customer = self.partner_id.commercial_partner_id
        return {
            "name": self.env._("Contests invoice %s", self.name),
            "description": text,
            "kind": "complaint",
            "channel": options.get("channel") or "phone",
            "invoice_id": self.id,
            "partner_id": customer.id,
            "person_id": (person - customer).id,
            "company_id": self.company_id.id,
        }
