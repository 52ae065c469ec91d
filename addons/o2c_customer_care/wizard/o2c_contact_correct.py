from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

CORRECTED = (
    "email",
    "phone",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
)


class O2cContactCorrect(models.TransientModel):
    """Telephone, e-mail and address, corrected during a contact."""

    _name = "o2c.contact.correct"
    _description = "Correction of contact data"

    partner_id = fields.Many2one("res.partner", "Contact", required=True)
    channel = fields.Selection(CHANNELS, "Said by", required=True, default="phone")
    email = fields.Char("E-mail", compute="_compute_data", store=True, readonly=False)
    phone = fields.Char(
        "Telephone", compute="_compute_data", store=True, readonly=False
    )
    street = fields.Char(compute="_compute_data", store=True, readonly=False)
    street2 = fields.Char(
        "Street, second line", compute="_compute_data", store=True, readonly=False
    )
    zip = fields.Char(compute="_compute_data", store=True, readonly=False)
    city = fields.Char(compute="_compute_data", store=True, readonly=False)
    state_id = fields.Many2one(
        "res.country.state",
        compute="_compute_data",
        store=True,
        readonly=False,
        domain="[('country_id', '=', country_id)]",
    )
    country_id = fields.Many2one(
        "res.country", compute="_compute_data", store=True, readonly=False
    )
    email_known = fields.Char("What is known of the e-mail", compute="_compute_known")
    phone_known = fields.Char(
        "What is known of the telephone", compute="_compute_known"
    )
    address_known = fields.Char(
        "What is known of the address", compute="_compute_known"
    )

    @api.depends("partner_id")
    def _compute_data(self):
        for wizard in self:
            for name in CORRECTED:
                wizard[name] = wizard.partner_id[name]

    @api.depends("partner_id")
    def _compute_known(self):
        for wizard in self:
            lines = wizard.partner_id._o2c_contact_data()
            for kind in ("email", "phone", "address"):
                line = lines.get(kind)
                wizard[f"{kind}_known"] = line["value"] if line else False

    def action_apply(self):
        """Correct the contact, and take what stands there as verified today."""
        self.ensure_one()
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only employees correct contact data."))
        self.partner_id.check_access("read")
        self.partner_id._o2c_check_correctable()
        vals = {name: self[name] for name in CORRECTED}
        vals.update(state_id=self.state_id.id, country_id=self.country_id.id)
        self.partner_id._o2c_correct(vals, self.channel)
        return {"type": "ir.actions.act_window_close"}
