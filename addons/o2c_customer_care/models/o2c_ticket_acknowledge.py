from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.tools import email_normalize, format_datetime, formataddr, mute_logger

from ..domain.intake import Sent, may_acknowledge
from ..domain.letter import LOOP_MARK, Letter

TEMPLATE = "o2c_customer_care.mail_template_acknowledgement"
MOMENT = "d MMMM yyyy, HH:mm"  # month in words: read alike everywhere
HOUR = timedelta(hours=1)
# in these the customer wrote himself and waits for a number
WRITTEN = ("portal", "web")


class O2cTicket(models.Model):
    """The acknowledgement: number and expected time, once, in his language."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    expected_text = fields.Char(
        "Answer expected by",
        compute="_compute_expected_text",
        help="When the customer may expect an answer, in his words.",
    )
    mail_reference = fields.Char("Reference", compute="_compute_mail_reference")
    portal_link = fields.Char("Page for the customer", compute="_compute_portal_link")

    def _compute_expected_text(self):
        for ticket in self:
            at = ticket._expected_at()
            who = ticket.person_id or ticket.partner_id
            # the day and hour where he is, else where we are
            zone = who.tz or ticket.company_id.partner_id.tz or self.env.user.tz
            ticket.expected_text = at and format_datetime(
                ticket.env, at, tz=zone, dt_format=MOMENT, lang_code=ticket.lang
            )

    @api.depends("number")
    def _compute_mail_reference(self):
        for ticket in self:
            ticket.mail_reference = f"{ticket.number}~{ticket._o2c_seal()}"

    def _compute_portal_link(self):
        for ticket in self:
            ticket.portal_link = ticket.get_base_url() + ticket.get_portal_url()

    def _expected_at(self):
        """When an answer is due by the clocks; None when no clock runs."""
        self.ensure_one()
        if "next_due_at" not in self._fields:
            return None
        return self.next_due_at or None

    # ------------------------------------------------------------- sending
    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        # a mail acknowledges itself, with what its headers say; a part is our own
        told = tickets.filtered(lambda t: t.channel in WRITTEN and not t.parent_id)
        for ticket in told:
            ticket._acknowledge()
        return tickets

    def _acknowledge(self, letter=None):
        """Tell the customer the number of his ticket; once, and never a machine.

        :param letter: the headers of the mail that made it, None: it was no mail
        :return: the ``o2c.acknowledgement``, also when nothing was sent
        """
        self.ensure_one()
        ticket = self.sudo()  # the system answers, whoever opened the ticket
        person = ticket.person_id or ticket.partner_id
        letter = letter or Letter(sender=email_normalize(person.email or "") or "")
        decision = may_acknowledge(letter, ticket._sent_before(letter.sender))
        entry = ticket._enter_acknowledgement(
            {
                "ticket_id": ticket.id,
                "channel": "email",
                "address": letter.sender,
                "at": fields.Datetime.now(),
                "is_sent": decision.ok,
                "reason": False if decision.ok else decision.reasons[0].code.value,
                "expected_at": ticket._expected_at(),
            }
        )
        if entry.is_sent:
            ticket._send_acknowledgement(letter)
            if ticket.stage == "received":
                ticket.stage = "acknowledged"
        return entry

    def _enter_acknowledgement(self, vals):
        entries = self.env["o2c.acknowledgement"]
        if self.acknowledgement_ids:
            return entries
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return entries.create(vals)
        except UniqueViolation:
            return entries

    def _sent_before(self, address):
        now = fields.Datetime.now()
        sent = self.env["o2c.acknowledgement"]._last_to(address, now - HOUR)
        return Sent(
            this_hour=len(sent),
            seconds_ago=(now - sent[0]).total_seconds() if sent else None,
            own_addresses=self.env["o2c.intake"]._own_addresses(self.company_id),
            switched_off=bool(self.team_id) and not self.team_id.acknowledges,
        )

    def _send_acknowledgement(self, letter):
        headers = {
            "Auto-Submitted": "auto-replied",
            "X-Auto-Response-Suppress": "All",
            "Precedence": "bulk",
            LOOP_MARK: self.env["ir.config_parameter"].get_param("database.uuid"),
        }
        person = self.person_id or self.partner_id
        values = {
            "email_to": formataddr((person.name or "", letter.sender)),
            "recipient_ids": [],
            "headers": repr(headers),
            "message_type": "auto_comment",
            "reply_to": self._notify_get_reply_to()[self.id],
            "auto_delete": False,
        }
        if letter.message_id:
            values["references"] = letter.message_id
        template = self.env.ref(TEMPLATE)
        template.send_mail(
            self.id,
            email_values=values,
            email_layout_xmlid="mail.mail_notification_light",
        )
