from odoo import api, models
from odoo.tools import consteq, email_normalize, hmac, html2plaintext

from .. import explain
from ..domain.letter import Letter
from ..domain.sender import LONGEST_TEXT, numbers
from ..domain.sender import subject as subject_of
from .o2c_ticket_life import OWN_FIELDS

SEAL = "o2c_customer_care.reference"
SEAL_LENGTH = 16
# how it came in is kept by the system too
OWN_FIELDS.update(("email_from", "external_source", "external_id", "call_key"))


class O2cTicket(models.Model):
    """Tickets by e-mail: new ones, answers, the address that answers go to."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    # ------------------------------------------------------------- the gateway
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        values = dict(custom_values or {})
        letter = values.pop("o2c_letter", None) or Letter(
            sender=email_normalize(msg_dict.get("email_from") or "") or "",
            subject=msg_dict.get("subject") or "",
        )
        entry = self.env["o2c.intake"].browse(values.pop("o2c_entry_id", False))
        text = html2plaintext(msg_dict.get("body") or "")[:LONGEST_TEXT]
        vals = self._intake_vals(letter.subject, text, "email", values)
        if not vals.get("partner_id"):
            sender = self._intake_sender(letter, text, vals["company_id"])
            vals.update(partner_id=sender.id)
        vals["email_from"] = letter.sender
        ticket = self.create(vals)
        msg_dict["author_id"] = (ticket.person_id or ticket.partner_id).id
        if entry:
            entry.write({"ticket_id": ticket.id, "partner_id": ticket.partner_id.id})
        ticket._acknowledge(letter)
        return ticket

    def _intake_sender(self, letter, text, company_id):
        company = self.env["res.company"].browse(company_id)
        return self.env["res.partner"]._o2c_sender(
            letter.sender,
            company,
            name=letter.sender_name,
            text=f"{letter.subject}\n{text}",
            language=letter.language,
        )

    @api.model
    def _intake_vals(self, subject, text, channel, values):
        """The values of a ticket that a message of a stranger becomes."""
        team = self.env["o2c.ticket.team"].browse(values.get("team_id", False))
        company = values.get("company_id") or team.company_id.id or self.env.company.id
        return {
            "kind": team.mail_kind or "enquiry",
            **values,
            "name": subject_of(subject) or explain.intake.no_subject(self.env),
            "description": text.strip(),
            "channel": channel,
            "company_id": company,
        }

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        for ticket in tickets:
            if ticket.channel in ("email", "web", "sms") and not ticket.order_id:
                ticket._find_document()
        return tickets

    def _find_document(self, text=None):
        """Link the customer's own order or invoice that a text (the subject) names."""
        named = numbers(text or self.name)
        if not named or self._about():
            return
        family = [("partner_id.commercial_partner_id", "=", self.partner_id.id)]
        family += [("company_id", "=", self.company_id.id), ("name", "in", named)]
        # only what is the customer's own; who writes has no right to read it
        env = self.sudo().env
        orders = env["sale.order"].search(family, limit=2)
        sold = [("move_type", "in", ("out_invoice", "out_refund"))]
        invoices = env["account.move"].search(family + sold, limit=2)
        if len(invoices) == 1:
            self.sudo().invoice_id = invoices  # as above
        elif len(orders) == 1:
            self.sudo().order_id = orders  # as above

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers come back to the address of the team."""
        # the address of the team is no secret to who answers
        teams = self.sudo().team_id.filtered("alias_email")
        of_team = teams._notify_get_reply_to(default=default, author_id=author_id)
        rest = self.filtered(lambda t: t.sudo().team_id not in teams)  # as above
        result = super(O2cTicket, rest)._notify_get_reply_to(
            default=default, author_id=author_id
        )
        for ticket in self - rest:
            result[ticket.id] = of_team[ticket.sudo().team_id.id]  # as above
        return result

    def _detect_loop_sender_domain(self, email_from_normalized):
        # Odoo counts here and bounces; what is too much is judged and kept by us
        return []

    # ------------------------------------------------------------- whose answer it is
    def _o2c_standing(self):
        """The ticket that goes on where this one was merged into another."""
        ticket = self
        while "merged_into_id" in self._fields and ticket.merged_into_id:
            ticket = ticket.merged_into_id
        return ticket

    def _o2c_seal(self):
        """What only we can write below a mail about this ticket."""
        # the key is the system's
        return hmac(self.sudo().env, SEAL, (self.id, self.number))[:SEAL_LENGTH]

    def _o2c_seal_fits(self, seal):
        return bool(seal) and consteq(seal, self._o2c_seal())

    def _o2c_has_to_do_with(self, address):
        """Whether ``address`` is of the customer, or wrote the ticket."""
        if address and address == email_normalize(self.email_from or ""):
            return True
        senders = self.env["res.partner"]._o2c_senders(address, self.company_id)
        return any(s.internal or s.customer == self.partner_id.id for s in senders)

    def _o2c_not_delivered(self, address, partner):
        """A mail about this ticket came back: somebody is asked to try another way.

        :param partner: who has the address; the owner hears of him by the contact data
        """
        self.ensure_one()
        self._message_log(body=explain.intake.bounce_note(self, address))
        owner = self.user_id or self.team_id.leader_id
        if owner and not (self.user_id and partner):
            self.activity_schedule(
                "mail.mail_activity_data_call",
                user_id=owner.id,
                summary=explain.intake.bounce_summary(self),
                note=explain.intake.bounce_note(self, address),
            )
