import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from .. import explain

_logger = logging.getLogger(__name__)

SENDERS = "o2c_credit.group_credit_user,account.group_account_invoice"
TEMPLATE = "o2c_credit.mail_template_statement"


class O2cStatement(models.Model):
    """A statement of account that goes out, or went, to a customer by e-mail.

    Written by code alone. One that is sent by itself names its period: the database
    lets each customer have one for it, however often and wherever the job runs.
    """

    _name = "o2c.statement"
    _description = "Statement of account"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_names_search = ["account_id.partner_id.name"]

    account_id = fields.Many2one(
        "o2c.credit.account",
        "Credit account",
        required=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="account_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True
    )
    as_of = fields.Date("As of", required=True)
    date_from = fields.Date("Activity from")
    period = fields.Char(readonly=True, help="Empty when somebody sent it by hand.")
    contact_id = fields.Many2one("res.partner", "Sent to", ondelete="restrict")
    email = fields.Char("Address")
    lang = fields.Char("Language")
    state = fields.Selection(
        [
            ("queued", "To be sent"),
            ("sent", "Sent"),
            ("skipped", "Nothing to tell"),
            ("failed", "Failed"),
        ],
        required=True,
        default="queued",
        index=True,
    )
    sent_at = fields.Datetime("Sent on")
    reason = fields.Char("Why not")
    mail_id = fields.Many2one("mail.mail", ondelete="set null", index=True)
    mail_state = fields.Selection(related="mail_id.state", string="Mail state")
    mail_failure = fields.Text(related="mail_id.failure_reason")
    attachment_id = fields.Many2one("ir.attachment", "PDF", ondelete="set null")

    _once_per_period = models.UniqueIndex(
        "(account_id, period) WHERE period IS NOT NULL",
        "This customer has a statement for this period already.",
    )

    @api.depends("account_id", "as_of")
    def _compute_display_name(self):
        for statement in self:
            names = (statement.account_id.display_name, statement.as_of)
            statement.display_name = ", ".join(str(name) for name in names if name)

    def _o2c_contact_facts(self):
        """What left stands in the contact ledger."""
        self.ensure_one()
        return {
            "partner": self.contact_id or self.partner_id,
            "company": self.company_id,
            "purpose": "collection",
            "documents": [self],
        }

    # ------------------------------------------------------------- sending
    def _send(self):
        """Send what is queued, each by itself: one that fails stops no other."""
        for statement in self:
            statement._send_alone()

    def _send_alone(self):
        mine = self.try_lock_for_update()
        mine.invalidate_recordset(["state"])
        for statement in mine.filtered(lambda s: s.state == "queued"):
            try:
                with self.env.cr.savepoint():
                    statement._hand_over()
            except Exception as error:
                _logger.exception("statement %s could not be sent", statement.id)
                statement._fail(explain.statement.broken(self.env, error))

    def _hand_over(self):
        """Make the mail with the statement; Odoo's queue delivers it, with one and the
        same Message-ID however often it tries."""
        account = self.account_id
        facts = account._statement(self.as_of, self.date_from)
        if facts.is_empty:
            self.write(
                {"state": "skipped", "reason": explain.statement.nothing(self.env)}
            )
            return
        contact = account._statement_contact()
        email = email_normalize(contact.email) or email_normalize(
            account.partner_id.email
        )
        if not email:
            self._fail(explain.statement.no_address(self.env, contact))
            return
        lang = self.lang or account._statement_lang()
        self.write({"contact_id": contact.id, "email": email, "lang": lang})
        self.attachment_id = self._keep_pdf(lang)
        template = self.env.ref(TEMPLATE)
        mail = template.send_mail(
            self.id,
            email_values={
                "email_to": email,
                "recipient_ids": [],
                "attachment_ids": self.attachment_id.ids,
            },
        )
        self.write(
            {
                "state": "sent",
                "reason": False,
                "sent_at": fields.Datetime.now(),
                "mail_id": mail,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _keep_pdf(self, lang):
        account = self.account_id
        spoken = account.with_context(lang=lang)
        return self.env["ir.attachment"].create(
            {
                "name": explain.statement.file_name(spoken, self.as_of, "pdf"),
                "raw": account._statement_pdf(self.as_of, lang, self.date_from),
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _fail(self, reason):
        self.write({"state": "failed", "reason": reason})

    # ------------------------------------------------------------- by hand
    def action_retry(self):
        """Try again what failed."""
        self._check_may_send()
        # only code writes statements; the right was asked
        failed = self.sudo().filtered(lambda s: s.state == "failed")
        failed.write({"state": "queued"})
        failed._send()

    def action_pdf(self):
        """The PDF as it was sent."""
        self.ensure_one()
        self.check_access("read")
        url = f"/web/content/{self.attachment_id.id}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    @api.model
    def _check_may_send(self):
        if not self.env.user.has_groups(SENDERS) and not self.env.su:
            raise AccessError(explain.statement.not_allowed(self.env))

    # ------------------------------------------------------------- for the template
    def _values(self):
        """The statement as texts in the language of the mail."""
        account = self.account_id
        return account._statement_values(self.as_of, self.date_from, self.lang)
