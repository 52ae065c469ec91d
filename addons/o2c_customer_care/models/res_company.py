from odoo import api, fields, models

TICKET_SEQUENCE = "o2c.ticket"


class ResCompany(models.Model):
    _inherit = "res.company"

    o2c_dispute_threshold = fields.Monetary(
        "Disputes that agents decide",
        help="Up to this contested amount a care agent decides. Above it a care leader"
        " does, who did not open the dispute.",
    )

    _o2c_dispute_threshold_sign = models.Constraint(
        "CHECK (o2c_dispute_threshold >= 0)", "The limit cannot be less than zero."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._o2c_create_ticket_sequence()
        return companies

    @api.model
    def _o2c_prepare_companies(self):
        """Give the companies that were there before this module their numbering."""
        domain = fields.Domain.TRUE
        self.search(domain)._o2c_create_ticket_sequence()

    def _o2c_create_ticket_sequence(self):
        """One numbering of tickets for each of these companies, if it has none."""
        sequences = self.env["ir.sequence"].sudo()  # made by whoever makes a company
        domain = [("code", "=", TICKET_SEQUENCE), ("company_id", "in", self.ids)]
        numbered = sequences.search(domain).company_id
        sequences.create(
            [
                {
                    "name": self.env._("Tickets of %s", company.name),
                    "code": TICKET_SEQUENCE,
                    "prefix": "TK",
                    "padding": 5,
                    "company_id": company.id,
                }
                for company in self - numbered
            ]
        )
