import secrets
from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

# how long both secrets are believed, so that the courier can change over
ROLL_OUT = timedelta(days=2)


class O2cCourier(models.Model):
    """A company that carries our parcels and reports about them.

    One courier may stand behind several delivery methods (standard, express).
    """

    _name = "o2c.courier"
    _description = "Courier"
    _inherit = ["mail.thread"]
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: it carries for all companies.", index=True
    )
    carrier_ids = fields.One2many(
        "delivery.carrier", "o2c_courier_id", "Delivery methods"
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        help="Is told when a report cannot be understood.",
        default=lambda self: self.env.user,
    )
    tz = fields.Selection(
        _tz_get,
        "Time zone",
        required=True,
        default=lambda self: (
            self.env.company.partner_id.tz or self.env.user.tz or "UTC"
        ),
        help="Of moments in its files and messages that name none.",
    )
    code_ids = fields.One2many("o2c.courier.code", "courier_id", "Its codes")
    message_count = fields.Integer(compute="_compute_message_count")
    unread_count = fields.Integer("To handle", compute="_compute_message_count")
    last_message_at = fields.Datetime("Last report", compute="_compute_message_count")
    poll_error = fields.Char("Last error when asked", readonly=True, copy=False)
    polled_at = fields.Datetime("Last asked", readonly=True, copy=False)
    webhook_token = fields.Char(
        readonly=True,
        copy=False,
        groups="o2c_orders.group_order_manager",
        default=lambda self: secrets.token_urlsafe(16),
    )
    webhook_url = fields.Char(
        "Address of the webhook",
        compute="_compute_webhook_url",
        groups="o2c_orders.group_order_manager",
    )
    webhook_secret = fields.Char(
        "Secret",
        readonly=True,
        copy=False,
        groups="o2c_orders.group_order_manager",
        default=lambda self: secrets.token_urlsafe(32),
    )
    webhook_previous_secret = fields.Char(
        readonly=True, copy=False, groups="o2c_orders.group_order_manager"
    )
    webhook_renewed_at = fields.Datetime("Secret renewed", readonly=True, copy=False)

    _token_once = models.Constraint(
        "UNIQUE (webhook_token)", "Another courier has this address."
    )

    @api.model
    def _default_tz(self):
        return self.env.company.partner_id.tz or self.env.user.tz or "UTC"

    def _compute_message_count(self):
        counts = self.env["o2c.courier.message"]._read_group(
            [("courier_id", "in", self.ids)],
            ["courier_id", "is_open"],
            ["__count", "received_at:max"],
        )
        for courier in self:
            own = [row[1:] for row in counts if row[0] == courier]
            courier.message_count = sum(count for _open, count, _at in own)
            courier.unread_count = sum(count for is_open, count, _at in own if is_open)
            courier.last_message_at = max((at for _o, _c, at in own), default=False)

    def _open_messages(self):
        """The messages of these couriers that somebody has to handle."""
        return self.env["o2c.courier.message"].search(
            [("courier_id", "in", self.ids), ("is_open", "=", True)]
        )

    @api.depends("webhook_token")
    def _compute_webhook_url(self):
        base = self.get_base_url()
        for courier in self:
            courier.webhook_url = f"{base}/o2c/courier/{courier.webhook_token}"

    # ------------------------------------------------------------- secrets
    def action_renew_secret(self):
        """Make a new secret; the old one is believed for two days more."""
        for courier in self:
            courier.check_access("write")
            courier.write(
                {
                    "webhook_previous_secret": courier.webhook_secret,
                    "webhook_secret": secrets.token_urlsafe(32),
                    "webhook_renewed_at": fields.Datetime.now(),
                }
            )

    def _secrets(self, now):
        """The secrets that are believed at ``now`` (naive UTC)."""
        self.ensure_one()
        believed = [self.webhook_secret]
        if self.webhook_renewed_at and now < self.webhook_renewed_at + ROLL_OUT:
            believed.append(self.webhook_previous_secret)
        return believed

    def _zone(self):
        """The time zone of moments that name none."""
        self.ensure_one()
        return ZoneInfo(self.tz)

    # ------------------------------------------------------------- screens
    def action_messages(self):
        """Open the messages of this courier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_courier_message"
        )
        return {
            **action,
            "domain": [("courier_id", "=", self.id)],
            "context": {"search_default_open": int(bool(self.unread_count))},
        }

    def action_import(self):
        """Open the import of a file of this courier."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import reports"),
            "res_model": "o2c.courier.import",
            "view_mode": "form",
            "target": "new",
            "context": {"default_courier_id": self.id},
        }
