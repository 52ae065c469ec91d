import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError

LEADER = "o2c_customer_care.group_care_leader"


class O2cSmsLine(models.Model):
    """A number to which customers answer by text message; a gateway hands them on."""

    _name = "o2c.sms.line"
    _description = "Number for text messages"
    _order = "company_id, name"
    _check_company_auto = True

    name = fields.Char("Number", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one("o2c.ticket.team", required=True, check_company=True)
    token = fields.Char(
        default=lambda self: secrets.token_urlsafe(24), readonly=True, copy=False
    )
    secret = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_system",
        default=lambda self: secrets.token_urlsafe(32),
    )
    url = fields.Char("Address for the gateway", compute="_compute_url")

    _token_once = models.UniqueIndex("(token)", "This address is taken.")

    @api.depends("token")
    def _compute_url(self):
        # a leader has no right to parameters of the system
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        for line in self:
            line.url = f"{base}/o2c/care/sms/{line.token}" if line.token else False

    def action_new_secret(self):
        """Make a new secret and show it once; the one before ends."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(LEADER):
            raise AccessError(self.env._("A care leader makes new secrets."))
        secret = secrets.token_urlsafe(32)
        # no user reads the secret later, not even who made it
        self.sudo().secret = secret
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Secret of %s", self.name),
                "message": secret,
                "sticky": True,
                "type": "warning",
            },
        }
