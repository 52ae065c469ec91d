from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.o2c_calling_rule import PURPOSES
from ..models.o2c_consent import EVENTS, SOURCES

CHANNEL_FIELDS = {
    "on_phone": "phone",
    "on_automatic": "automatic",
    "on_sms": "sms",
    "on_email": "email",
    "on_letter": "letter",
}


class O2cConsentChange(models.TransientModel):
    """A customer says yes or no, and somebody enters it with the proof."""

    _name = "o2c.consent.change"
    _description = "Consent given or withdrawn"

    partner_id = fields.Many2one("res.partner", "Customer", required=True)
    event = fields.Selection(EVENTS, "The customer says", required=True)
    purpose = fields.Selection(PURPOSES, required=True, default="marketing")
    on_phone = fields.Boolean("Phone calls", default=True)
    on_automatic = fields.Boolean("Automatic calls")
    on_sms = fields.Boolean("SMS")
    on_email = fields.Boolean("E-mail")
    on_letter = fields.Boolean("Letters")
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    source = fields.Selection(SOURCES, "How", required=True, default="call")
    proof = fields.Text(help="What was said or signed, word for word.")
    file = fields.Binary("Paper or recording", attachment=False)
    file_name = fields.Char()

    @api.onchange("event")
    def _onchange_event(self):
        """Who takes back takes back everything, unless told otherwise."""
        if self.event == "withdrawn":
            self.update(dict.fromkeys(CHANNEL_FIELDS, True))

    def action_enter(self):
        """Enter it into the ledger, once for each channel."""
        self.ensure_one()
        # people speak of customers whom they may read
        self.partner_id.check_access("read")
        channels = [c for name, c in CHANNEL_FIELDS.items() if self[name]]
        if not channels:
            raise UserError(self.env._("Choose at least one channel."))
        Consent = self.env["o2c.consent"]
        enter = Consent._give if self.event == "given" else Consent._withdraw
        for channel in channels:
            enter(
                self.partner_id,
                channel,
                self.purpose,
                self.proof,
                self.source,
                self.at,
                **({"file": self.file, "file_name": self.file_name}),
            )
        return {"type": "ir.actions.act_window_close"}
