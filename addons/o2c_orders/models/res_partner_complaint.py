"""Complaint-safe: what is not done to a customer as long as his complaint is open."""

from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_open_complaints(self, companies):
        """Hook. The open complaints of these customers in ``companies``.

        Asked before something is done that a customer with an open complaint is
        spared: stopping his service, calling him to sell. Read for all at once, with
        the right to know: whoever asks is told the number and the reason only.

        :param companies: res.company records
        :return: ``{id of the commercial partner: [(ticket number, code), …]}``, the
            oldest first, customers without any left out; code is ``complaint``,
            ``dispute`` or ``litigation``
        """
        return {}

    def _o2c_complaint_of(self, company):
        """The first open complaint of this customer: (ticket number, code) or None."""
        self.ensure_one()
        customer = self.commercial_partner_id
        found = customer._o2c_open_complaints(company).get(customer.id)
        return found[0] if found else None
