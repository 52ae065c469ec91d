from odoo import fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "o2c.hold.mixin", "o2c.contact.mixin"]

    o2c_agent_id = fields.Many2one(
        "res.partner",
        "External agent",
        index="btree_not_null",
        help="The agent outside the company who looks after this customer.",
    )

    def _compute_o2c_contact_ids(self):
        # a customer's contacts are all of the company and its people, on anything
        Contact = self.env["o2c.contact"]
        found = {}
        if Contact.has_access("read"):
            domain = [("partner_id", "in", self.commercial_partner_id.ids)]
            groups = Contact._read_group(domain, ["partner_id"], ["id:recordset"])
            found = dict(groups)
        for partner in self:
            contacts = found.get(partner.commercial_partner_id, Contact)
            partner.o2c_contact_ids = contacts.sorted()
            partner.o2c_contact_count = len(contacts)

    def _o2c_contact_facts(self):
        return {
            "partner": self,
            "company": self.company_id or self.env.company,
            "purpose": "other",
            "documents": [self],
        }

    def _o2c_sales_headroom(self, company):
        """Hook. How much more this customer may order, in company currency.

        Runs where somebody is about to sell (telesales list, quotation).

        :return: an amount, or None when nobody limits the customer
        """
        self.ensure_one()

    def _o2c_sales_headrooms(self, company):
        """Hook. As :meth:`_o2c_sales_headroom`, of many customers at once.

        Runs where a list of whom to sell to is made; once for all.

        :return: ``{partner id: amount or None}``; who is missing is not limited
        """
        return {}

    def _o2c_sales_classes(self, company):
        """Hook. How these customers pay, as a letter from A, the best.

        Runs where a list of whom to sell to is made; once for all.

        :return: ``{partner id: letter}`` of those whose class is known
        """
        return {}

    def _o2c_card_sections(self):
        """Hook. The sections of the customer card that the user may see.

        Runs when the card is opened.

        :return: list of dicts ``{"key", "sequence", "title", "lines"}``; each line
            is a dict ``{"label", "value"}`` of text ready to show
        """
        self.ensure_one()
        return []

    def _o2c_contact_warnings(self):
        """Hook. What somebody who is about to reach these customers is told first.

        Runs where people work with a customer: his card, a collector's work list, a
        ticket. Once for all partners.

        :return: ``{partner id: [sentence, …]}`` for those of whom there is something
        """
        return {}

    def _o2c_hold_targets(self):
        return {
            partner: {"customer_id": set(partner.commercial_partner_id.ids)}
            for partner in self
        }

    def _o2c_held_ids(self, holds):
        customers = holds.customer_id.ids
        return set(self._search([("commercial_partner_id", "in", customers)]))

    def _o2c_companies(self):
        # a customer is one for all companies: show what any visible one holds
        return self.env.companies.ids
