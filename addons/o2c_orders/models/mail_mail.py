from odoo import models
from odoo.tools import email_normalize_all


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # before super(): it deletes mails that need not be kept
        for mail in self:
            mail._o2c_log_sent(success_pids, success_emails)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _o2c_log_sent(self, success_pids, success_emails):
        """Enter a mail that has left into the contact ledger, once per customer."""
        self.ensure_one()
        facts = self.env["mail.thread"]._o2c_facts_about(self.model, self.res_id)
        if not facts:
            return
        for partner in self._o2c_customers(facts, success_pids, success_emails):
            customer = partner.commercial_partner_id
            self.env["o2c.contact"]._log(
                partner,
                facts["documents"],
                company_id=facts["company"].id,
                user_id=self._o2c_sender().id,
                direction="out",
                channel="email",
                purpose=facts["purpose"],
                summary=self.subject or facts["documents"][0].display_name,
                source_key=f"message:{self.mail_message_id.id}:{customer.id}",
            )

    def _o2c_customers(self, facts, success_pids, success_emails):
        """Who outside the company got it: one partner per customer."""
        partners = self.env["res.partner"].union(*success_pids)
        for text in success_emails:
            for email in email_normalize_all(text):
                partners |= self._o2c_customer_of(email, facts["partner"])
        outside = partners.filtered("partner_share")
        return [ps[0] for ps in outside.grouped("commercial_partner_id").values()]

    def _o2c_customer_of(self, email, customer):
        """Whose ``email`` is: the document's own customer before all others."""
        known = customer.search([("email_normalized", "=", email)])
        family = customer.commercial_partner_id
        own = known.filtered(lambda p: p.commercial_partner_id == family)
        # an address nobody knows: the mail still went to this customer
        return own[:1] or known or customer

    def _o2c_sender(self):
        author = self.author_id.user_ids[:1]
        return author or self.create_uid or self.env.user
