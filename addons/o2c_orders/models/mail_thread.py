from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _o2c_contact_facts(self):
        """Hook. Runs when a message about this record reached or left a customer.

        :return: None when such messages do not belong in the contact ledger (the
            default), else a dict with ``partner``, ``company``, ``purpose`` and
            ``documents`` (list of records, this one included)
        """
        return None

    @api.model
    def _o2c_facts_about(self, model, res_id):
        """:meth:`_o2c_contact_facts` of a record by name, None if there is none."""
        if not model or not res_id or model not in self.env:
            return None
        # what left is recorded whatever the sender may read
        record = self.env[model].sudo().browse(res_id).exists()
        if not record or not hasattr(record, "_o2c_contact_facts"):
            return None
        return record._o2c_contact_facts()

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if message.message_type in ("email", "comment") and len(self) == 1:
            self._o2c_log_received(message)
        return result

    def _o2c_log_received(self, message):
        """Enter a customer's message into the contact ledger, once."""
        author = message.author_id
        if author and not author.partner_share:
            return
        facts = self._o2c_facts_about(self._name, self.id)
        if not facts or not (author or message.message_type == "email"):
            return
        self.env["o2c.contact"]._log(
            # a reply from an address nobody knows: it came to this document
            author or facts["partner"],
            facts["documents"],
            company_id=facts["company"].id,
            direction="in",
            channel="email" if message.message_type == "email" else "portal",
            purpose=facts["purpose"],
            at=message.date,
            summary=message.subject
            or message.preview
            or facts["documents"][0].display_name,
            source_key=f"message:{message.id}:in",
        )
