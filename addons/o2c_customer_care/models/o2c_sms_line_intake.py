from odoo import fields, models

from ..domain.intake import Outcome
from ..domain.language import guess
from ..domain.sender import choose, customers, numbers
from .o2c_intake_mail import PREVIEW, TICKET

RECENT_DAYS = 14


class O2cSmsLine(models.Model):
    """Text messages that a gateway hands on."""

    _name = "o2c.sms.line"
    _inherit = "o2c.sms.line"

    def _take_in(self, texts):
        """Take in messages, each once for ever: [(text, entry, whether it is new)]."""
        self.ensure_one()
        return [(text, *self._take_one(text)) for text in texts]

    def _take_one(self, text):
        entries = self.env["o2c.intake"].sudo()  # a gateway is nobody's user
        if text.fault:
            return entries, False
        key = f"sms:{self.id}:{text.key}"
        company = self.company_id
        domain = [("company_id", "=", company.id), ("key", "=", key)]
        known = entries.search(domain)
        if known:
            return known, False
        partners = self.env["res.partner"]._o2c_of_number(text.sender, company)
        ticket = self._ticket_meant(text, partners)
        outcome = self._outcome(text, partners, ticket)
        entry = entries._enter(
            key,
            company_id=company.id,
            team_id=self.team_id.id,
            channel="sms",
            sender=text.sender,
            subject=text.text.strip()[:80],
            preview=text.text[:PREVIEW],
            size=len(text.text),
            outcome=outcome.value,
        )
        entry._take_text(text, partners, ticket)
        return entry, True

    def _outcome(self, text, partners, ticket):
        if text.is_stop:
            return Outcome.OPT_OUT
        if ticket:
            return Outcome.REPLY
        several = len(customers([p._o2c_known() for p in partners])) > 1
        return Outcome.SEVERAL_CUSTOMERS if several else Outcome.TICKET

    def _ticket_meant(self, text, partners):
        """The customer's ticket that the text names, else his last open one by SMS."""
        tickets = self.env[TICKET].sudo()  # as in _take_one
        people = [
            ("partner_id", "in", partners.commercial_partner_id.ids),
            ("company_id", "=", self.company_id.id),
            ("parent_id", "=", False),
        ]
        named = numbers(text.text)
        if named and partners:
            found = tickets.search([*people, ("number", "in", named)], limit=1)
            if found:
                return found._o2c_standing()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=RECENT_DAYS)
        last = tickets.search(
            [
                ("company_id", "=", self.company_id.id),
                ("channel", "=", "sms"),
                ("parent_id", "=", False),
                ("stage", "!=", "closed"),
                ("email_from", "=", text.sender),
                ("opened_at", ">=", since),
            ],
            order="id desc",
            limit=1,
        )
        return last._o2c_standing()


class O2cIntake(models.Model):
    """What comes in by text message."""

    _name = "o2c.intake"
    _inherit = "o2c.intake"

    def _take_text(self, text, partners, ticket):
        if self.outcome == Outcome.OPT_OUT.value:
            # who writes is nobody's user
            self.env["phone.blacklist"].sudo()._add([text.sender])
            self.partner_id = partners[:1].commercial_partner_id
        elif self.outcome == Outcome.REPLY.value:
            author = self._author(partners, ticket)
            self._post_text(ticket, text, author)
        elif self.outcome == Outcome.TICKET.value:
            self._ticket_of_text(text, partners)

    def _author(self, partners, ticket):
        of_ticket = partners.filtered(
            lambda p: p.commercial_partner_id == ticket.partner_id
        )
        return of_ticket[:1] or ticket.person_id or ticket.partner_id

    def _ticket_of_text(self, text, partners):
        tickets = self.env[TICKET]
        known = choose([p._o2c_known() for p in partners])
        sender = partners.browse(known) if known else self._new_sender(text)
        base = {"team_id": self.team_id.id, "company_id": self.company_id.id}
        vals = tickets._intake_vals(text.text[:80], text.text, "sms", base)
        ticket = tickets.create(
            {**vals, "partner_id": sender.id, "email_from": text.sender}
        )
        self._post_text(ticket, text, sender)

    def _new_sender(self, text):
        partners, company = self.env["res.partner"], self.company_id
        lang = partners._o2c_language(text.text, guess(text.text), partners, company)
        vals = {"name": text.sender, "phone": text.sender, "lang": lang}
        return partners._o2c_new_sender(vals, company)

    def _post_text(self, ticket, text, author):
        message = ticket.message_post(
            body=text.text,
            author_id=author.id,
            message_type="sms",
            subtype_xmlid="mail.mt_comment",
        )
        self.write({"ticket_id": ticket.id, "partner_id": ticket.partner_id.id})
        self.env["o2c.contact"]._log(
            author,
            [ticket, *ticket._about()],
            company_id=ticket.company_id.id,
            direction="in",
            channel="sms",
            purpose="complaint",
            at=message.date,
            summary=text.text.strip()[:120],
            source_key=f"intake:{self.id}:in",
        )
