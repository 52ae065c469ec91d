"""How a notice goes out: by mail, text message, in the portal, or to colleagues."""

from uuid import UUID

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import email_domain_extract

from .. import explain
from ..domain.notification import Why
from .o2c_notification_send import NotTaken

LAYOUT = "o2c_orders.notice_mail"
REACHED = ("process", "pending", "sent")
# no second attempt helps
HOPELESS = ("mail_email_invalid", "mail_email_missing", "mail_from_invalid")


class O2cNotification(models.Model):
    _name = "o2c.notification"
    _inherit = "o2c.notification"

    # ------------------------------------------------------------- words
    def _words(self, lang):
        """Title and message (HTML) in ``lang``."""
        template = self.rule_id.template_id.sudo()  # the administrator's text
        template = template.with_context(lang=lang)
        title = template._render_field("subject", self.ids)[self.id]
        body = template._render_field(
            "body_html", self.ids, options={"post_process": True}
        )[self.id]
        return title, body

    def _sms_words(self, lang, title):
        template = self.rule_id.sms_template_id.sudo()  # the administrator's text
        if not template:
            return title
        return template.with_context(lang=lang)._render_field("body", self.ids)[self.id]

    # ------------------------------------------------------------- the customer
    def _tell_customer(self, channel):
        """Everything is written first; what leaves the house leaves last."""
        person = self._person()
        lang = person.lang or self.company_id.partner_id.lang or self.env.lang
        title, body = self._words(lang)
        self.write(
            {
                "state": "sent",
                "sent_at": fields.Datetime.now(),
                "partner_id": person.id,
                "channel": channel,
                "lang": lang,
                "subject": title,
                "failure": False,
                "next_try_at": False,
            }
        )
        getattr(self, f"_tell_by_{channel}")(person, lang, title, body)

    def _tell_by_email(self, person, lang, title, body):
        self.sent_to = person.email
        message = self._post(person, title, self._mail_body(person, lang, body))
        mail = self.env["mail.mail"].create(
            {
                "mail_message_id": message.id,
                "body_html": message.body,
                "recipient_ids": [fields.Command.link(person.id)],
                "headers": repr(self._mail_headers(person)),
                "is_notification": True,  # the message stays when the mail goes
            }
        )
        self.env.flush_all()
        mail.send()
        if mail.state != "sent":
            again = mail.failure_type not in HOPELESS
            raise NotTaken(mail.failure_reason or "", again=again)
        mail.unlink()
        self._note_contact(f"message:{message.id}:{person.commercial_partner_id.id}")

    def _mail_body(self, person, lang, body):
        notice = self.with_context(lang=lang)
        values = {
            "body": body,
            "company": self.company_id,
            "url": person._o2c_notice_url(self.company_id),
        }
        html = notice.env["ir.qweb"]._render(LAYOUT, values, minimal_qcontext=True)
        return Markup(self.env["mail.render.mixin"]._replace_local_links(html))

    def _mail_headers(self, person):
        url = person._o2c_notice_url(self.company_id, "off")
        return {
            # no answer of a machine to a machine
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def _post(self, person, title, body, **vals):
        """The message on the order, where the customer sees it in the portal."""
        company = self.company_id
        sender = self.order_id.user_id.partner_id or company.partner_id
        message = self.env["mail.message"].create(
            {
                "model": "sale.order",
                "res_id": self.order_id.id,
                "record_name": self.order_id.name,
                "message_type": "email_outgoing",
                "message_id": self._message_uid(),
                "subtype_id": self.env.ref("mail.mt_comment").id,
                "subject": title,
                "body": body,
                "author_id": sender.id,
                "email_from": company.email_formatted or sender.email_formatted,
                "reply_to": company.catchall_formatted or sender.email_formatted,
                "partner_ids": [fields.Command.link(person.id)],
                **vals,
            }
        )
        self.message_id = message
        return message

    def _message_uid(self):
        # the part behind the @ must look like a domain, and never change
        domain = email_domain_extract(self.company_id.email or "") or "localhost"
        return f"<{self.uuid}.notice@{domain}>"

    def _tell_by_sms(self, person, lang, title, body):
        text = self._sms_words(lang, title)
        self.sent_to = person.phone_sanitized
        message = self._post(person, title, text, message_type="sms")
        sms = self.env["sms.sms"].create(
            {
                # the provider knows a message by it: the same at the second try
                "uuid": UUID(self.uuid).hex,
                "number": person.phone_sanitized,
                "body": text,
                "partner_id": person.id,
                "mail_message_id": message.id,
            }
        )
        self.env.flush_all()
        sms.send(unlink_failed=False, unlink_sent=False, raise_exception=True)
        if sms.state not in REACHED:
            raise NotTaken(explain.notification.sms_failed(self, sms.failure_type))
        self._note_contact(f"sms:{sms.uuid}")

    def _tell_by_portal(self, person, lang, title, body):
        self.sent_to = person.display_name
        self._post(person, title, body, message_type="comment")
        self.contact_id = self.env["o2c.contact"]._log(
            person,
            [self.order_id],
            company_id=self.company_id.id,
            direction="out",
            channel="portal",
            purpose="order",
            summary=title,
            source_key=f"notice:{self.uuid}",
        )

    def _note_contact(self, source_key):
        """The entry that the mail or text message made in the contact ledger."""
        self.contact_id = self.env["o2c.contact"].search(
            [("source_key", "=", source_key)], limit=1
        )

    # ------------------------------------------------------------- colleagues
    def _leave_internal(self):
        """Tell colleagues and mailboxes as each has set up his notifications."""
        if not self._still_so():
            self._skip(Why.UNDONE)
            return
        people = self._colleagues()
        if not people:
            self._skip(Why.NOBODY)
            return
        self.write(
            {
                "state": "sent",
                "sent_at": fields.Datetime.now(),
                "sent_to": ", ".join(people.mapped("display_name")),
            }
        )
        for lang, same in people.grouped("lang").items():
            title, body = self._words(lang or self.env.lang)
            self.subject = title
            self.order_id.message_notify(partner_ids=same.ids, subject=title, body=body)

    def _colleagues(self):
        rule = self.rule_id
        people = rule.partner_ids
        if rule.to_salesperson:
            people |= self.order_id.user_id.partner_id
        return people
