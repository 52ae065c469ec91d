"""The acknowledgement of a withdrawal on a durable medium: a PDF, kept and mailed."""

import hashlib
import logging

from odoo import api, fields, models

REPORT = "o2c_orders.report_withdrawal"
MAIL = "o2c_orders.mail_withdrawal_received"
CRON = "o2c_orders.cron_acknowledge"
BATCH = 50

_logger = logging.getLogger(__name__)


class O2cWithdrawal(models.Model):
    _name = "o2c.withdrawal"
    _inherit = "o2c.withdrawal"

    def _trigger_acknowledgement(self):
        """Have the acknowledgement made as soon as this transaction has ended."""
        # whoever declares: the job does it
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_acknowledge(self):
        """Acknowledge what was declared; each one once, one failing stops no other."""
        waiting = self.search(
            [("acknowledged_at", "=", False)], order="id", limit=BATCH
        )
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for record in waiting:
            try:
                with self.env.cr.savepoint():
                    record._acknowledge()
            except Exception:
                # stays to be acknowledged; the next run tries again
                _logger.exception("withdrawal %s was not acknowledged", record.id)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _acknowledge(self):
        """Make the PDF, keep it with its hash, and mail it.

        Written in one transaction with the mail: two jobs at once write the same
        row, and the second one tries again and finds it done.
        """
        self.ensure_one()
        if self.acknowledged_at:
            return
        self.acknowledged_at = fields.Datetime.now()
        self.flush_recordset(["acknowledged_at"])
        reports = self.env["ir.actions.report"]
        # the job makes it, whoever declared
        content = reports.sudo()._render_qweb_pdf(REPORT, self.ids)[0]
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self.name.replace('/', '-')}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write(
            {
                "acknowledgement_id": attachment.id,
                "acknowledgement_hash": hashlib.sha256(content).hexdigest(),
            }
        )
        if self.email:
            self.env.ref(MAIL).send_mail(
                self.id, email_values={"attachment_ids": attachment.ids}
            )

    def _check_acknowledgement(self):
        """Whether the kept acknowledgement is the one that was sent."""
        self.ensure_one()
        content = self.acknowledgement_id.raw or b""
        return hashlib.sha256(content).hexdigest() == self.acknowledgement_hash

    def _lang(self):
        """The language of the customer."""
        self.ensure_one()
        return self.partner_id.lang or self.env.user.lang

    def _moment(self, moment):
        """A moment with its time zone, as the customer reads it."""
        self.ensure_one()
        zone = self.company_id.partner_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return f"{local:%d.%m.%Y %H:%M:%S} ({zone})"
