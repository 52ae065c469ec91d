"""What is known of the customer of a ticket, on the ticket."""

from odoo import api, fields, models

from .. import explain


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    reach = fields.Text(
        "How the customer is reached",
        compute="_compute_reach",
        groups="base.group_user",
        help="Telephone, e-mail and address of who speaks, and how good they are.",
    )
    customer_warning = fields.Text(
        "What to know of the customer",
        compute="_compute_customer_warning",
        groups="base.group_user",
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


class O2cContactPoint(models.Model):
    _name = "o2c.contact.point"
    _inherit = "o2c.contact.point"

    def _after_failure(self):
        """Ask the owners of open tickets to reach their customer another way."""
        result = super()._after_failure()
        for ticket, points in self._open_tickets().items():
            ticket.activity_schedule(
                "mail.mail_activity_data_call",
                summary=explain.contact_data.warning(points[0]),
                note=explain.contact_data.ask_for_another(points[0]),
                user_id=ticket.user_id.id,
            )
        return result

    def _open_tickets(self):
        """The open tickets with an owner, of who is not reached: {ticket: points}."""
        people = self.partner_id
        # they concern who does not read them all
        tickets = self.env["o2c.ticket"].sudo()
        tickets = tickets.search(
            [
                ("stage", "!=", "closed"),
                ("user_id", "!=", False),
                ("parent_id", "=", False),
                "|",
                ("person_id", "in", people.ids),
                "&",
                ("person_id", "=", False),
                ("partner_id", "in", people.ids),
            ]
        )
        by_partner = self.grouped("partner_id")
        return {t: by_partner[t.person_id or t.partner_id] for t in tickets}
