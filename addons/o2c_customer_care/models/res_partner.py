from odoo import fields, models

from .. import explain


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "o2c.ticket.mixin"]
    _o2c_ticket_field = "partner_id"

    o2c_open_ticket_ids = fields.One2many(
        "o2c.ticket",
        "partner_id",
        domain=[("stage", "!=", "closed")],
        string="Tickets that are open",
    )

    def _o2c_ticket_key(self):
        return self.commercial_partner_id.id

    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        if self.env["o2c.ticket"].has_access("read"):
            sections.append(self._o2c_care_section())
        return sections

    def _o2c_care_section(self):
        """The customer's open tickets and contested amounts, for the card."""
        customer = self.commercial_partner_id
        tickets = self.env["o2c.ticket"].search(
            [
                ("partner_id", "=", customer.id),
                ("stage", "!=", "closed"),
                ("parent_id", "=", False),
            ]
        )
        return {
            "key": "care",
            "sequence": 40,
            "title": self.env._("Customer care"),
            "lines": explain.card.lines(self, tickets),
        }
