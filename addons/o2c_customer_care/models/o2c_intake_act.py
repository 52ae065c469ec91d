import base64
import email
import email.policy
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .. import explain
from ..domain.intake import Outcome
from ..domain.letter import read_letter
from .o2c_intake_mail import MOST_ATTEMPTS, TICKET

_logger = logging.getLogger(__name__)
LEADER = "o2c_customer_care.group_care_leader"
# with these nobody can tell the customer but a person
UNCERTAIN = ("several_customers", "colleague", "no_sender", "own_address")


class O2cIntake(models.Model):
    """What a leader does with a message that made no ticket, and what a job does."""

    _name = "o2c.intake"
    _inherit = "o2c.intake"

    # ------------------------------------------------------------- by a leader
    def action_make_ticket(self):
        """Make these messages tickets; asks whose it is where that is not certain."""
        self._check_leader()
        uncertain = self.filtered(lambda e: e.outcome in UNCERTAIN)
        if uncertain and len(self) == 1:
            return self.action_route()
        for entry in self - uncertain:
            entry._route()
        return self._after_routing(uncertain)

    def action_route(self):
        """Open the choice of a customer or a ticket for this message."""
        self.ensure_one()
        self._check_leader()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Where it belongs"),
            "res_model": "o2c.intake.route",
            "view_mode": "form",
            "target": "new",
            "context": {"default_entry_id": self.id},
        }

    def action_put_aside(self):
        """Nothing is done about these messages; they stay to be found."""
        self._check_leader()
        self._handled()

    def action_open_ticket(self):
        """Open the ticket of this message."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()

    def _check_leader(self):
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(
                self.env._("A care leader decides about messages that made no ticket.")
            )
        if not all(self.mapped("is_open")) and not all(
            self.mapped(lambda e: e._made_nothing())
        ):
            raise UserError(self.env._("This message has its ticket already."))

    def _made_nothing(self):
        return self.outcome not in (Outcome.TICKET.value, Outcome.REPLY.value)

    def _after_routing(self, left):
        if len(self - left) == 1:
            return (self - left).action_open_ticket()
        return True

    # ------------------------------------------------------------- routing
    def _route(self, ticket=None, partner=None):
        """Make this message a new ticket, or an answer on ``ticket``.

        :param partner: the customer it is from; None: who has its address
        """
        self.ensure_one()
        ticket = ticket or self.env[TICKET]
        values = {"team_id": self.team_id.id, "company_id": self.company_id.id}
        if partner:
            values["partner_id"] = partner.id
        entry = self.sudo()  # the right was checked, nobody writes entries by hand
        if self.channel == "email" and self.original:
            found = entry._read_original(ticket, values)
        else:
            found = entry._from_entry(ticket, values)
        outcome = Outcome.REPLY if ticket else Outcome.TICKET
        entry.write({"ticket_id": found.id, "outcome": outcome.value})
        self._handled()
        return self.ticket_id

    def _read_original(self, ticket, values):
        """Take the kept message in as Odoo's gateway does."""
        raw = base64.b64decode(self.original)
        message = email.message_from_bytes(raw, policy=email.policy.SMTP)
        thread = self.env["mail.thread"]
        letter = read_letter(raw)
        read = thread.message_parse(message)
        values = {**values, "o2c_letter": letter, "o2c_entry_id": self.id}
        routes = [(TICKET, ticket.id or 0, values, self.env.uid, None)]
        read.update(thread._message_parse_post_process(message, read, routes))
        self._limit_files(read)
        number = thread._message_route_process(message, read, routes)
        return self.env[TICKET].browse(number)

    def _from_entry(self, ticket, values):
        """A ticket from what is known of a message whose content was not kept."""
        tickets = self.env[TICKET]
        if not ticket:
            vals = tickets._intake_vals(
                self.subject, self.preview or "", self.channel, values
            )
            if not vals.get("partner_id"):
                sender = self.env["res.partner"]._o2c_sender(
                    self.sender, self.company_id, name=self.sender_name
                )
                vals["partner_id"] = sender.id
            ticket = tickets.create({**vals, "email_from": self.sender})
        ticket.message_post(
            body=explain.intake.from_entry(self),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        files = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        files.append(("res_field", "=", False))
        found = self.env["ir.attachment"].search(files)
        found.write({"res_model": TICKET, "res_id": ticket.id})
        return ticket

    def _handled(self):
        # as in _route
        self.sudo().write(
            {
                "is_open": False,
                "handled_by": self.env.uid,
                "handled_at": fields.Datetime.now(),
            }
        )

    # ------------------------------------------------------------- by a job
    @api.model
    def _cron_retry(self):
        """Read again what could not be read, a few times; then a person has to."""
        domain = Domain("outcome", "=", Outcome.BROKEN.value)
        domain &= Domain("is_open", "=", True) & Domain("attempts", "<", MOST_ATTEMPTS)
        entries = self.search(domain, order="id")
        for left, entry in enumerate(reversed(entries)):
            # nothing escapes: a failure is entered and counted there
            self.env["mail.thread"].message_process(
                False, base64.b64decode(entry.original)
            )
            remaining = len(entries) - left - 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                return
