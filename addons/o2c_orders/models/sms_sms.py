from odoo import models


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _handle_call_result_hook(self, results):
        super()._handle_call_result_hook(results)
        accepted = {r["uuid"] for r in results if r["state"] in self.IAP_TO_SMS_STATE_SUCCESS}
        for sms in self.filtered(lambda s: s.uuid in accepted):
            sms._o2c_log_sent()

    def _o2c_log_sent(self):
        """Enter a text message that has left into the contact ledger, once."""
        message = self.mail_message_id
        if not message.model or not message.res_id or message.model not in self.env:
            return
        record = self.env[message.model].browse(message.res_id).exists()
        facts = record._o2c_contact_facts() if hasattr(record, "_o2c_contact_facts") else None
        if not facts:
            return
        self.env["o2c.contact"]._log(
            self.partner_id or facts["partner"],
            facts["documents"],
            company_id=facts["company"].id,
            direction="out",
            channel="sms",
            purpose=facts["purpose"],
            summary=(self.body or "").strip()[:120] or facts["documents"][0].display_name,
            source_key=f"sms:{self.uuid}",
        )
