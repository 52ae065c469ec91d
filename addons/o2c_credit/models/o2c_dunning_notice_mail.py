"""Notices by e-mail."""

import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import email_domain_extract, formataddr, html2plaintext

from .. import explain
from .o2c_dunning_outbox import Sheet

LAYOUT = "o2c_credit.dunning_mail"
QR_INSIDE = "cid:sepa-qr"  # how a mail refers to a picture inside it


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    message_uid = fields.Char(
        "Message-ID", help="The same however often the mail server is asked."
    )
    subject = fields.Char("Title", help="As it was sent.")
    body = fields.Html("Message", sanitize=False, help="As it was sent.")
    kept_message_id = fields.Many2one("mail.message", "Message in the chatter")

    # ------------------------------------------------------------- make
    def _sheet(self, facts):
        """What is going to leave, made of ``facts``."""
        make = getattr(self, f"_sheet_by_{self.channel}", None)
        return make(facts) if make else Sheet(facts)

    def _sheet_by_email(self, facts):
        paper, files = self._paper(), tuple(self._files())
        addresses = self._addresses()
        values = {
            "subject": paper["title"],
            "body": self._mail_body(paper),
            "message_uid": self._message_uid(),
            "sent_to": ", ".join(addresses),
        }
        message = self._mail_message(values, files, addresses)
        if paper["qr"]:
            _embed(message, paper["qr_png"])
            # in the chatter the picture is part of the page
            values["body"] = values["body"].replace(QR_INSIDE, paper["qr"])
        return Sheet(facts, message, addresses, values, files)

    def _mail_body(self, paper):
        notice = self.with_context(lang=self.lang)
        values = {"paper": paper, "company": notice.company_id}
        body = notice.env["ir.qweb"]._render(LAYOUT, values, minimal_qcontext=True)
        return Markup(self.env["mail.render.mixin"]._replace_local_links(body))

    def _message_uid(self):
        # the part behind the @ must look like a domain, and never change
        domain = email_domain_extract(self.company_id.email or "") or "localhost"
        return f"<{self.uuid}.dunning@{domain}>"

    def _mail_message(self, values, files, addresses):
        """The mail as it goes over the wire."""
        company, name = self.company_id, self.partner_id.name or ""
        headers = {
            # no answer of a machine to a machine
            "Auto-Submitted": "auto-generated",
            "Return-Path": company.bounce_email or self._sender_address(),
        }
        return self.env["ir.mail_server"]._build_email__(
            email_from=self._sender(),
            email_to=[formataddr((name, address)) for address in addresses],
            subject=values["subject"],
            body=values["body"],
            body_alternative=html2plaintext(values["body"]),
            reply_to=self._reply_address(),
            attachments=list(files),
            message_id=values["message_uid"],
            object_id=f"{self.id}-{self._name}",
            subtype="html",
            subtype_alternative="plain",
            headers=headers,
        )

    def _sender_address(self):
        return self.company_id.email or self.env.user.email or ""

    def _sender(self):
        return self.company_id.email_formatted or self.env.user.email_formatted

    def _reply_address(self):
        """Answers come back to the notice if Odoo receives mail, else to a person."""
        catchall = self.company_id.catchall_formatted
        return catchall or self._contact()["email"] or self._sender()

    # ------------------------------------------------------------- enclosures
    def _files(self):
        """What is attached: (name, content, MIME type)."""
        step = self.step_id
        if step.attach_statement:
            yield self._statement_file()
        if step.attach_invoices:
            for move in self._claimed_lines().move_id:
                yield move._o2c_invoice_file()

    def _statement_file(self):
        notice = self.with_context(lang=self.lang)
        content = self.account_id._statement_pdf(self._leaving_day(), self.lang)
        return explain.notice.statement_name(notice), content, "application/pdf"

    # ------------------------------------------------------------- leave, keep
    def _leave_by_email(self, sheet, outbox):
        self._left(**sheet.values)
        self._keep_files(sheet.files)
        self.env.flush_all()
        # from here on only the commit remains
        outbox.send(sheet.message, sheet.recipients)

    def _keep_files(self, files):
        self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "datas": base64.b64encode(content),
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content, mimetype in files
            ]
        )

    def _keep_messages(self):
        """Show in the chatter what was mailed, so that answers find their way back."""
        mailed = self.filtered(lambda n: n.channel == "email" and not n.kept_message_id)
        found = self._kept_attachments(mailed)
        messages = self.env["mail.message"].create(
            [n._message_vals(found.get(n.id, [])) for n in mailed]
        )
        for notice, message in zip(mailed, messages, strict=True):
            notice.kept_message_id = message

    @api.model
    def _kept_attachments(self, notices):
        domain = [("res_model", "=", self._name), ("res_id", "in", notices.ids)]
        groups = self.env["ir.attachment"]._read_group(
            domain, ["res_id"], ["id:array_agg"]
        )
        return dict(groups)

    def _message_vals(self, attachments):
        author = self.approved_by_id or self.env.user
        return {
            "model": self._name,
            "res_id": self.id,
            "record_name": self.reference,
            "message_type": "email_outgoing",
            "message_id": self.message_uid,
            "subject": self.subject,
            "body": self.body,
            "author_id": author.partner_id.id,
            "email_from": self._sender(),
            "reply_to": self._reply_address(),
            "partner_ids": [fields.Command.link(self.partner_id.id)],
            "attachment_ids": [fields.Command.link(id_) for id_ in attachments],
            "date": self.left_at,
        }

    # ------------------------------------------------------------- it came back
    def _message_receive_bounce(self, email, partner):
        """The mail server of the customer sent it back: somebody must look at it."""
        result = super()._message_receive_bounce(email, partner)
        for notice in self.sudo():  # mails come in for nobody
            text = explain.notice.bounced(notice.env, email)
            notice.failure = text
            user = notice.account_id.collector_id
            notice.account_id.activity_schedule(
                "mail.mail_activity_data_todo", summary=text, user_id=user.id
            )
        return result


def _embed(message, png):
    """Put the QR code into a mail: most programs show no pictures from elsewhere."""
    body = message.get_body(("html",))
    body.add_related(png, "image", "png", cid="<sepa-qr>", filename="sepa-qr.png")
