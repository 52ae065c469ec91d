from odoo import models


class O2cDispute(models.Model):
    """Contacts about a dispute are logged on it and found from it."""

    _name = "o2c.dispute"
    _inherit = ["o2c.dispute", "o2c.contact.mixin"]

    def _o2c_contact_facts(self):
        # its ticket and invoice are named, whoever may read them
        dispute = self.sudo()
        ticket = dispute.ticket_id
        return {
            "partner": ticket.person_id or ticket.partner_id,
            "company": dispute.company_id,
            "purpose": "complaint",
            "documents": [dispute, dispute.invoice_id, ticket],
        }
