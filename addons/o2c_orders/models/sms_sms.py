from odoo import models


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _handle_call_result_hook(self, results):
        done = super()._handle_call_result_hook(results)
        sent = self.IAP_TO_SMS_STATE_SUCCESS
        accepted = {result["uuid"] for result in results if result["state"] in sent}
        for sms in self.filtered(lambda s: s.uuid in accepted):
            sms._o2c_log_sent()
        return done

    def _o2c_log_sent(self):
        """Enter a text message that has left into the contact ledger, once."""
        message = self.mail_message_id
        facts = self.env["mail.thread"]._o2c_facts_about(message.model, message.res_id)
        partner = self.partner_id or (facts and facts["partner"])
        if not facts or not partner.partner_share:
            return
        self.env["o2c.contact"]._log(
            partner,
            facts["documents"],
            company_id=facts["company"].id,
            direction="out",
            channel="sms",
            purpose=facts["purpose"],
            summary=(self.body or "").strip()[:120]
            or facts["documents"][0].display_name,
            source_key=f"sms:{self.uuid}",
        )
