"""No service is stopped by us while the customer's complaint is open."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain

# stops that the company wants; what the customer wants is done at once
BY_COMPANY = frozenset({"nonpayment", "company"})


class O2cRecurring(models.Model):
    _name = "o2c.recurring"
    _inherit = "o2c.recurring"

    complaint_text = fields.Char("Not stopped because", compute="_compute_complaint")

    @api.depends("partner_id", "company_id", "state")
    @api.depends_context("lang")
    def _compute_complaint(self):
        self.complaint_text = False
        for company, services in self.grouped("company_id").items():
            live = services.filtered(lambda s: s.state != "ended")
            # the order's customer complains, who need not be the one who pays
            found = live._complaining_customers()._o2c_open_complaints(company)
            for service in live:
                first = service._first_complaint(found)
                service.complaint_text = first and explain.complaint.open_one(
                    self.env, *first
                )

    def _complaining_customers(self):
        services = self.sudo()  # whose complaint counts, whoever may read the orders
        customers = services.partner_id | services.order_id.partner_id
        return customers.commercial_partner_id

    def _first_complaint(self, found):
        customers = self._complaining_customers()
        return next((found[c.id][0] for c in customers if c.id in found), None)

    def _check_no_complaint(self, reason):
        """Refuse that we stop a service whose customer waits for an answer.

        :raise UserError: says which complaint it is
        """
        if reason not in BY_COMPANY:
            return
        for service in self:
            found = service._complaining_customers()._o2c_open_complaints(
                service.company_id
            )
            if first := service._first_complaint(found):
                raise UserError(explain.complaint.no_stop(service, *first))
