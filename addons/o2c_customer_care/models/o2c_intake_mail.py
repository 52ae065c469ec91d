import base64
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext

from .. import explain
from ..domain.files import Limits, sort_out
from ..domain.intake import Outcome, Surroundings, judge
from ..domain.letter import letter_of
from ..domain.sender import customers, references
from ..domain.sender import numbers as numbers_in

TICKET = "o2c.ticket"
HOUR = timedelta(hours=1)
PREVIEW = 500
MOST_ATTEMPTS = 5
# an entry of one of these keeps the message as it came
KEEPS_ORIGINAL = frozenset(Outcome) - {
    Outcome.TICKET,
    Outcome.REPLY,
    Outcome.LOOP,
    Outcome.TOO_LARGE,
}


class O2cIntake(models.Model):
    """E-mails: which of Odoo's routes to tickets are taken, and what is kept."""

    _name = "o2c.intake"
    _inherit = "o2c.intake"

    # ------------------------------------------------------------- before Odoo reads it
    @api.model
    def _team_of(self, letter):
        """The team that a message concerns: by its address, else by its thread."""
        team = self.env["o2c.ticket.team"]._addressed(letter.recipients)[:1]
        return team or self._ticket_of_thread(letter).team_id

    @api.model
    def _ticket_of_thread(self, letter):
        if not letter.references:
            return self.env[TICKET]
        # who writes has no right to read messages
        message = (
            self.env["mail.message"]
            .sudo()
            .search(
                [("message_id", "in", letter.references), ("model", "=", TICKET)],
                order="id desc",
                limit=1,
            )
        )
        # as above
        return self.env[TICKET].sudo().browse(message.res_id).exists()

    @api.model
    def _keep_large(self, team, letter):
        vals = self._letter_vals(team, letter, Outcome.TOO_LARGE)
        return self._enter(_key(letter), **vals)

    @api.model
    def _keep_broken(self, team, letter, raw, error):
        vals = self._letter_vals(team, letter, Outcome.BROKEN)
        entry = self._enter(
            _key(letter, raw),
            **vals,
            detail=f"{type(error).__name__}: {error}"[:250],
            original=base64.b64encode(raw),
            original_name=explain.intake.file_name(self.env),
        )
        entry.attempts += 1
        return entry

    # ------------------------------------------------------------- Odoo has routed it
    @api.model
    def _sort_out(self, message, message_dict, routes):
        """Of Odoo's ``routes`` those that are taken; one message is one ticket.

        :param message: the ``email.message.EmailMessage``
        :param message_dict: what Odoo has read from it
        """
        if message_dict.get("is_bounce"):
            self._keep_bounce(message, message_dict)
            return routes
        ours = [route for route in routes if route[0] == TICKET]
        if not ours:
            return routes
        ours.sort(key=lambda route: not route[1])  # an answer before a new ticket
        admitted = self._admit(message, message_dict, ours[0])
        others = [route for route in routes if route[0] != TICKET]
        return [*others, *admitted]

    def _admit(self, message, message_dict, route):
        _model, ticket_id, defaults, uid, _alias = route
        letter = letter_of(message, self._size(message_dict))
        tickets = self.env[TICKET].sudo()  # as in _ticket_of_thread
        team = self._team_of_route(letter, ticket_id, defaults)
        company = team.company_id or self.env.company
        ticket = tickets.browse(ticket_id or []) or self._ticket_meant(
            letter, message_dict, company
        )
        ticket = ticket._o2c_standing()
        around = self._surroundings(letter, company, ticket)
        decision = judge(letter, around)
        if not decision.ok:
            outcome = decision.reasons[0].code
            self._refuse(message, message_dict, letter, team, ticket, outcome)
            return []
        entry = self._enter(
            _key(letter, message_dict["message_id"].encode()),
            **self._letter_vals(team, letter, _taken(ticket)),
            ticket_id=ticket.id,
            preview=_preview(message_dict),
        )
        self._limit_files(message_dict)
        self._set_right(message_dict)
        # alias None: a failure is kept here and bounces to nobody
        if ticket:
            return [(TICKET, ticket.id, {}, uid, None)]
        vals = {
            **(defaults or {}),
            "team_id": team.id,
            "company_id": company.id,
            "o2c_letter": letter,
            "o2c_entry_id": entry.id,
        }
        return [(TICKET, 0, vals, uid, None)]

    def _team_of_route(self, letter, ticket_id, defaults):
        teams = self.env["o2c.ticket.team"].sudo()  # as in _ticket_of_thread
        team = teams.browse((defaults or {}).get("team_id") or []).exists()
        team = team or self._team_of(letter)
        if ticket_id and not team:
            # as in _ticket_of_thread
            team = self.env[TICKET].sudo().browse(ticket_id).team_id
        # as above
        return team or teams._default_team(self.env.company, self.env.user).sudo()

    def _ticket_meant(self, letter, message_dict, company):
        """The ticket that a message names although it is in no thread of ours.

        Its seal is believed whoever writes; its number only from who has to do with
        the ticket, because anybody can write a number.
        """
        tickets = self.env[TICKET].sudo()  # as in _ticket_of_thread
        text = html2plaintext(message_dict.get("body") or "")
        sealed = dict(references(f"{letter.subject}\n{text}"))
        names = [*sealed, *numbers_in(letter.subject)]
        domain = [
            ("number", "in", names),
            ("company_id", "=", company.id),
            ("parent_id", "=", False),
        ]
        found = tickets.search(domain) if names else tickets
        for ticket in found:
            if ticket._o2c_seal_fits(sealed.get(ticket.number)):
                return ticket
        return found.filtered(lambda t: t._o2c_has_to_do_with(letter.sender))[:1]

    def _surroundings(self, letter, company, ticket):
        senders = self.env["res.partner"]._o2c_senders(letter.sender, company)
        since = fields.Datetime.now() - HOUR
        return Surroundings(
            own_addresses=self._own_addresses(company),
            mark=self._mark(),
            recent=self._recent(letter.sender, company, since) if letter.sender else 0,
            is_reply=bool(ticket),
            customers=len(customers(senders)),
            colleague=bool(senders) and not customers(senders),
        )

    @api.model
    def _own_addresses(self, company):
        """The addresses from which only we write."""
        # the addresses of the system are no secret to the system
        env = self.sudo().env
        domains = env["mail.alias.domain"].search([("name", "!=", False)])
        own = domains.mapped("bounce_email") + domains.mapped("catchall_email")
        own += domains.mapped("default_from_email")
        aliases = env["mail.alias"].search([("alias_model_id.model", "=", TICKET)])
        own += aliases.mapped("alias_full_name")
        own.append(company.email)
        return frozenset(filter(None, map(email_normalize, filter(None, own))))

    @api.model
    def _mark(self):
        """What our own automatic mails carry, so that they are known again."""
        # not secret, but no user may read parameters of the system
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    # ------------------------------------------------------------- what is not taken
    def _refuse(self, message, message_dict, letter, team, ticket, outcome):
        vals = self._letter_vals(team, letter, outcome)
        raw = _raw(message)
        if outcome in KEEPS_ORIGINAL:
            vals["original"] = base64.b64encode(raw)
            vals["original_name"] = explain.intake.file_name(self.env)
        entry = self._enter(
            _key(letter, raw),
            **vals,
            ticket_id=ticket.id,
            preview=_preview(message_dict),
        )
        if entry and ticket and outcome is Outcome.AUTO_REPLY:
            ticket._message_log(
                body=explain.intake.auto_reply_note(entry), author_id=None
            )
        return entry

    def _keep_bounce(self, message, message_dict):
        """A mail of ours came back: it is kept when a ticket or team is concerned."""
        bounced = message_dict["bounced_message"]
        letter = letter_of(message, self._size(message_dict))
        tickets = self.env[TICKET].sudo()  # as in _ticket_of_thread
        ours = bounced.model == TICKET
        ticket = tickets.browse(bounced.res_id if ours else []).exists()
        team = ticket.team_id or self._team_of(letter)
        if not ticket and not team:
            return self.browse()
        raw = _raw(message)
        vals = self._letter_vals(team, letter, Outcome.BOUNCE)
        vals["company_id"] = (ticket or team).company_id.id
        entry = self._enter(
            _key(letter, raw),
            **vals,
            ticket_id=ticket.id,
            bounced_address=message_dict["bounced_email"],
            partner_id=message_dict["bounced_partner"][:1].id,
            preview=_preview(message_dict),
        )
        if entry and ticket:
            ticket._o2c_not_delivered(
                message_dict["bounced_email"], message_dict["bounced_partner"]
            )
        return entry

    # ------------------------------------------------------------- values
    def _letter_vals(self, team, letter, outcome):
        return {
            "team_id": team.id,
            "company_id": (team.company_id or self.env.company).id,
            "channel": "email",
            "sender": letter.sender,
            "sender_name": letter.sender_name,
            "subject": letter.subject[:250],
            "size": letter.size,
            "outcome": outcome.value,
        }

    def _limit_files(self, message_dict):
        """Take away files that are dangerous or too many, and say so in the text."""
        files = message_dict.get("attachments") or []
        kept = sort_out([(f[0], len(f[1] or b"")) for f in files], Limits())
        left_out = [f[0] for place, f in enumerate(files) if place not in kept]
        if left_out:
            message_dict["attachments"] = [files[place] for place in kept]
            note = explain.intake.files_left_out(self.env, left_out)
            message_dict["body"] = (message_dict.get("body") or "") + note

    def _set_right(self, message_dict):
        """A message is not written later than it comes in, whatever its clock says."""
        now = fields.Datetime.now()
        at = fields.Datetime.to_datetime(message_dict.get("date"))
        message_dict["date"] = fields.Datetime.to_string(min(at or now, now))

    def _size(self, message_dict):
        files = message_dict.get("attachments") or []
        return sum(len(f[1] or b"") for f in files) + len(
            message_dict.get("body") or ""
        )


def _taken(ticket):
    return Outcome.REPLY if ticket else Outcome.TICKET


def _key(letter, raw=b""):
    identity = letter.message_id or hashlib.sha256(raw).hexdigest()
    return f"mail:{identity}"[:500]


def _raw(message):
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError):
        # broken in a way that cannot be written down again: what the headers say
        lines = [f"{name}: {value}" for name, value in message.items()]
        return "\r\n".join(lines).encode(errors="replace")


def _preview(message_dict):
    return html2plaintext(message_dict.get("body") or "").strip()[:PREVIEW]
