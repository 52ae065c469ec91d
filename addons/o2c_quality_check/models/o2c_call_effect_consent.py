"""Effects on what a customer allows: consents and the end of calls."""

from odoo import fields, models

from ..domain.calls import Result
from .o2c_calling_rule import PURPOSES
from .o2c_consent import CHANNELS


class O2cAnswerEffect(models.Model):
    _name = "o2c.answer.effect"
    _inherit = "o2c.answer.effect"

    consent_channel = fields.Selection(CHANNELS, "Channel", default="phone")
    consent_purpose = fields.Selection(PURPOSES, "Purpose", default="marketing")


class O2cCallEffect(models.Model):
    _name = "o2c.call.effect"
    _inherit = "o2c.call.effect"

    def _do_consent_given(self, now):
        return self._note_consent(self.env["o2c.consent"]._give, now)

    def _do_consent_withdrawn(self, now):
        return self._note_consent(self.env["o2c.consent"]._withdraw, now)

    def _note_consent(self, enter, now):
        """Enter the customer's word into the ledger, with the call as its proof."""
        call, effect = self.call_id, self.effect_id
        entry = enter(
            call.person_id or call.partner_id,
            effect.consent_channel,
            effect.consent_purpose,
            self._proof(),
            self._consent_source(),
            min(now, fields.Datetime.now()),
            origin=f"{call._name},{call.id}",
        )
        return {"result_model": entry._name, "result_id": entry.id}

    def _proof(self):
        """What was asked and answered, word for word."""
        answer = self._answer()
        return f"{answer.title} {answer.answer_text}"

    def _consent_source(self):
        return "link" if self.by_link else "call"

    def _do_no_calls(self, now):
        """The number is blocked for all calls, the consent to them is at an end."""
        self.call_id._apply_do_not_call(
            Result.DO_NOT_CALL,
            min(now, fields.Datetime.now()),
            self._proof(),
            self._consent_source(),
        )
