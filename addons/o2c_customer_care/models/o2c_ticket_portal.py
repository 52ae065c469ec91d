"""What a customer sees of his ticket: never a word that is ours alone."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import is_html_empty

from .. import explain
from ..domain import portal as rules
from ..domain.portal import Shown
from ..domain.ticket import Stage, Waiting

TONES = {
    Shown.RECEIVED: "info",
    Shown.WORK: "info",
    Shown.YOURS: "warning",
    Shown.OTHERS: "info",
    Shown.ANSWERED: "success",
    Shown.CLOSED: "secondary",
}
STEPS = (Shown.RECEIVED, Shown.WORK, Shown.ANSWERED, Shown.CLOSED)
# as Odoo's own portal, and text messages
SHOWN_TYPES = ("comment", "email", "email_outgoing", "auto_comment", "sms")
ON_STEP = {Shown.YOURS: Shown.WORK, Shown.OTHERS: Shown.WORK}


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    file_ids = fields.Many2many(
        "ir.attachment",
        "o2c_ticket_file_rel",
        "ticket_id",
        "attachment_id",
        "Files of the customer",
        bypass_search_access=True,
        copy=False,
        readonly=True,
    )
    portal_key = fields.Char(
        readonly=True, copy=False, help="Sent twice, a form opens one ticket."
    )

    _portal_once = models.UniqueIndex(
        "(partner_id, portal_key) WHERE portal_key IS NOT NULL",
        "This form has opened a ticket already.",
    )

    def _portal_shown(self):
        waiting = Waiting(self.waiting_for) if self.waiting_for else None
        return rules.shown(Stage(self.stage), waiting)

    def _portal_state(self):
        """Where it is and what happens next, in the customer's words.

        :return: dict of ``code``, ``name``, ``tone``, ``next_step``, ``expected``,
            ``is_late`` and ``steps``
        """
        self.ensure_one()
        shown = self._portal_shown()
        expected = self._portal_expected_at()
        late = bool(expected) and expected < fields.Datetime.now()
        return {
            "code": shown.value,
            "name": explain.portal.state(self.env, shown),
            "tone": TONES[shown],
            "next_step": explain.portal.next_step(self.env, shown),
            "expected": self._portal_expected_text(expected, late),
            "is_late": late,
            "steps": self._portal_steps(ON_STEP.get(shown, shown)),
        }

    def _portal_steps(self, shown):
        place = STEPS.index(shown)
        return [
            {
                "name": explain.portal.state(self.env, step),
                "is_done": number < place,
                "is_now": number == place,
            }
            for number, step in enumerate(STEPS)
        ]

    def _portal_expected_at(self):
        """When the customer hears from us next; None: it is his turn, or no clock."""
        ours = self._portal_shown() in (Shown.RECEIVED, Shown.WORK, Shown.OTHERS)
        return self.next_due_at if ours and self.next_due_at else None

    def _portal_expected_text(self, moment, late):
        if not moment:
            return ""
        # a day is one of the customer's own time zone
        zone = self.person_id.tz or self.partner_id.tz or self.company_id.partner_id.tz
        ticket = self.with_context(tz=zone or "UTC")
        local = fields.Datetime.context_timestamp(ticket, moment)
        return explain.portal.expected(self.env, local.date(), late)

    def _portal_yours(self):
        """Domain of the tickets that wait for a word of their customer."""
        return Domain("stage", "=", Stage.ANSWERED.value) | Domain(
            "waiting_for", "=", Waiting.CUSTOMER.value
        )

    def _portal_documents(self):
        """What it is about, with the addresses of what the visitor may open."""
        documents = []
        # their names are the customer's own, whoever may read the documents
        for document in self.sudo()._about():
            reader = document.with_user(self.env.user)
            mine = "access_url" in document and reader.has_access("read")
            url = document.access_url if mine and document.access_url != "#" else ""
            documents.append({"name": document.display_name, "url": url})
        return documents

    # ------------------------------------------------------------- conversation
    def _portal_messages(self):
        """What was written between the customer and us, the oldest first."""
        Message = self.env["mail.message"]
        domain = Domain.AND(
            [
                [("model", "=", self._name), ("res_id", "=", self.id)],
                [("message_type", "in", SHOWN_TYPES)],
                Message._get_search_domain_share(),
            ]
        )
        # the page is shown to who may read the ticket; the domain leaves out notes
        messages = Message.sudo().search(domain, order="date, id")
        return [
            self._portal_message(m)
            for m in messages
            if m.attachment_ids or not is_html_empty(m.body)
        ]

    def _portal_message(self, message):
        author = message.author_id
        ours = bool(author) and not author.partner_share
        return {
            "id": message.id,
            "at": message.date,
            "is_ours": ours,
            "author": author.name or message.email_from,
            "body": message.body,
            "files": self._portal_files(message.attachment_ids),
        }

    def _portal_files(self, attachments):
        """Links to files, with a key that opens these files only."""
        return [
            {
                "name": attachment.name,
                "is_image": (attachment.mimetype or "").startswith("image/"),
                "url": f"/web/content/{attachment.id}?download=1&access_token="
                + attachment._get_raw_access_token(),
                "thumbnail": f"/web/image/{attachment.id}/256x256?access_token="
                + attachment._get_raw_access_token(),
            }
            for attachment in attachments
        ]

    def _portal_own_files(self):
        """The files that came with the ticket when it was opened."""
        # shown to who may read the ticket
        return self._portal_files(self.sudo().file_ids)
