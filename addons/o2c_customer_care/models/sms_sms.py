from odoo import models

from ..domain.contact_data import PointState

# what a provider says of a number that nobody answers
DEAD = {"wrong_number_format", "invalid_destination"}


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _handle_call_result_hook(self, results):
        # before super(): it may delete what it handled
        failed = {r["uuid"]: r for r in results if r["state"] in DEAD}
        for sms in self.filtered(lambda s: s.uuid in failed):
            said = failed[sms.uuid].get("failure_reason") or ""
            sms._o2c_number_failed(said)
        return super()._handle_call_result_hook(results)

    def _o2c_number_failed(self, said):
        partners = self.partner_id
        if not partners and self.number:
            # a text message to a number alone: whoever has this number
            partners = self.env["res.partner"]._o2c_with_phone(self.number)
        partners._o2c_failed("phone", PointState.DEAD, "sms", said)
