"""Notices by text message, phone and portal."""

from uuid import UUID

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from .o2c_dunning_outbox import Refused, Sheet

SMS_TEXTS = {"friendly": "o2c_credit.sms_notice_friendly"}
SMS_FIRM = "o2c_credit.sms_notice_firm"
REACHED = ("process", "pending", "sent")


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    # ------------------------------------------------------------- text message
    def _sheet_by_sms(self, facts):
        values = {
            "subject": self._wording()[0],
            "body": Markup("<p>%s</p>") % self._sms_text(),
            "sent_to": self.partner_id.phone_sanitized,
        }
        return Sheet(facts, values=values)

    def _sms_text(self):
        step = self.step_id
        name = SMS_TEXTS.get(step.tone, SMS_FIRM)
        template = step.sms_template_id or self.env.ref(name)
        # whoever sends it: the text is the administrator's
        template = template.sudo().with_context(lang=self.lang)
        return template._render_field("body", self.ids)[self.id]

    def _leave_by_sms(self, sheet, _outbox):
        text = self._sms_text()
        self._left(**sheet.values)
        message = self.env["mail.message"].create(
            {**self._message_vals([]), "message_type": "sms", "message_id": False}
        )
        self.kept_message_id = message
        sms = self.env["sms.sms"].create(
            {
                "uuid": self._sms_uuid(),
                "number": sheet.values["sent_to"],
                "body": text,
                "partner_id": self.partner_id.id,
                "mail_message_id": message.id,
            }
        )
        self.env.flush_all()
        # at once: in the queue it would leave later, whatever happened meanwhile
        sms.send(unlink_failed=False, unlink_sent=False, raise_exception=True)
        if sms.state not in REACHED:
            raise Refused(explain.notice.sms_failed(self.env, sms.failure_type or ""))

    def _sms_uuid(self):
        """The provider knows a message by it: the same at the second try."""
        return UUID(self.uuid).hex

    # ------------------------------------------------------------- phone
    def _leave_by_phone(self, sheet, _outbox):
        """Nothing leaves: a collector has to call. The work list shows it."""
        self.write({"state": "to_call", "facts_at": fields.Datetime.now()})

    def action_called(self):
        """Note that somebody called, without saying more."""
        self._called()

    def _called(self, contact=None, **vals):
        """Somebody called about this notice.

        :param contact: the entry of the contact ledger; without it one is made
        :param vals: fields of the entry to be made: outcome, duration, details…
        :raise UserError: nobody has to be called about it
        """
        self._check_collector()
        for notice in self.sudo():  # notices are written by code alone
            locked = notice.lock_for_update() or notice
            if locked.state not in ("to_call", "approved") or locked.channel != "phone":
                raise UserError(explain.notice.not_to_call(self.env))
            entry = contact or notice._log_call(self.env.user, vals)
            notice.write({"contact_id": entry.id, "left_at": fields.Datetime.now()})
            notice._mark_sent(notice.left_at)

    def _log_call(self, user, vals):
        values = {
            "user_id": user.id,
            "company_id": self.company_id.id,
            "direction": "out",
            "channel": "phone",
            "purpose": "collection",
            "summary": explain.notice.called(self.env),
            **vals,
        }
        documents = [*self._claimed_lines().move_id, self]
        return self.env["o2c.contact"]._log(self.partner_id, documents, **values)

    # ------------------------------------------------------------- portal
    def _sheet_by_portal(self, facts):
        paper = self._paper()
        values = {
            "subject": paper["title"],
            "body": self._mail_body(paper),
            "sent_to": self.partner_id.display_name,
        }
        return Sheet(facts, values=values)

    def _leave_by_portal(self, sheet, _outbox):
        """A message on each invoice, where the customer sees it in the portal."""
        self._left(**sheet.values)
        subject, text = self._wording()
        for move in self._claimed_lines().move_id:
            move.with_context(mail_post_autofollow=False).message_post(
                body=text,
                subject=subject,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                author_id=(self.approved_by_id or self.env.user).partner_id.id,
            )
