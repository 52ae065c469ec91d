"""What is known of the customer of a ticket, on the ticket."""

from odoo import api, fields, models

from .. import explain


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    reach = fields.Text(
        "How the customer is reached",
        compute="_compute_reach",
        help="Telephone, e-mail and address of who speaks, and how good they are.",
    )
    customer_warning = fields.Text(
        "What to know of the customer", compute="_compute_customer_warning"
    )

    @api.depends("partner_id", "person_id")
    def _compute_reach(self):
        for ticket in self:
            person = ticket.person_id or ticket.partner_id
            lines = person._o2c_contact_data() if person else {}
            ticket.reach = explain.contact_data.reach(lines)

    @api.depends("partner_id")
    def _compute_customer_warning(self):
        found = self.partner_id._o2c_contact_warnings()
        debts = self.partner_id._o2c_debts()
        for ticket in self:
            debt = debts.get(ticket.partner_id)
            texts = [explain.card.debt(debt)] if debt else []
            texts += found.get(ticket.partner_id.id, [])
            ticket.customer_warning = "\n".join(texts) or False

    # ------------------------------------------------------------- actions
    def _who_speaks(self):
        self.ensure_one()
        return self.person_id or self.partner_id

    def action_verify_contact_data(self):
        """Note that the contact data of who speaks were confirmed today."""
        return self._who_speaks().action_o2c_verify_contact_data()

    def action_correct_contact_data(self):
        """Open the form that corrects the contact data of who speaks."""
        return self._who_speaks().action_o2c_correct_contact_data()

    def action_customer_card(self):
        """Open the card of who speaks."""
        return self._who_speaks().action_o2c_card()
