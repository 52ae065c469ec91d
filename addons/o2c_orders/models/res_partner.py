from odoo import fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "o2c.hold.mixin"]

    o2c_agent_id = fields.Many2one(
        "res.partner",
        "External agent",
        index="btree_not_null",
        help="The agent outside the company who looks after this customer.",
    )
    o2c_contact_count = fields.Integer(
        "Contacts with the customer", compute="_compute_o2c_contact_count"
    )

    def _compute_o2c_contact_count(self):
        Contact = self.env["o2c.contact"]
        counts = {}
        if Contact.has_access("read"):
            domain = [("partner_id", "in", self.commercial_partner_id.ids)]
            counts = dict(Contact._read_group(domain, ["partner_id"], ["__count"]))
        for partner in self:
            partner.o2c_contact_count = counts.get(partner.commercial_partner_id, 0)

    def action_o2c_contacts(self):
        """Open the contact ledger of this customer."""
        self.ensure_one()
        customer = self.commercial_partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contacts"),
            "res_model": "o2c.contact",
            "view_mode": "list,form",
            "domain": [("partner_id", "=", customer.id)],
            "context": {"default_partner_id": customer.id},
        }

    def _o2c_sales_headroom(self, company):
        """Hook. How much more this customer may order, in company currency.

        Runs where somebody is about to sell (telesales list, quotation).

        :return: an amount, or None when nobody limits the customer
        """
        self.ensure_one()
        return None

    def _o2c_card_sections(self):
        """Hook. The sections of the customer card that the user may see.

        Runs when the card is opened.

        :return: list of dicts ``{"key", "sequence", "title", "lines"}``; each line
            is a dict ``{"label", "value"}`` of text ready to show
        """
        self.ensure_one()
        return []

    def _o2c_hold_targets(self):
        return {
            partner: {"customer_id": set(partner.commercial_partner_id.ids)}
            for partner in self
        }

    def _o2c_held_ids(self, hold):
        return self.search([("id", "child_of", hold.customer_id.ids)]).ids

    def _o2c_companies(self):
        # a customer is one for all companies: show what any visible one holds
        return self.env.companies.ids
