import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import call_out


class O2cTaskEndpoint(models.Model):
    """Another system that is called to fulfil a task, and how patiently."""

    _name = "o2c.task.endpoint"
    _description = "System called for tasks"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    url = fields.Char("Address", required=True, help="Called by POST with JSON.")
    secret = fields.Char(
        required=True,
        copy=False,
        groups="o2c_orders.group_order_manager",
        default=lambda self: secrets.token_urlsafe(32),
        help="Both sides seal what they send with it (HMAC-SHA256).",
    )
    timeout = fields.Integer("Patience (seconds)", required=True, default=10)
    max_tries = fields.Integer("Tries", required=True, default=8)
    first_wait = fields.Integer("First wait (seconds)", required=True, default=60)
    factor = fields.Float(
        "Each wait longer by", required=True, default=2.0, digits=(4, 2)
    )
    longest_wait = fields.Integer("Longest wait (minutes)", required=True, default=240)
    reference_key = fields.Char(
        "Reference in the answer",
        default="reference",
        help="The name in the JSON of the answer under which the number of the other"
        " system stands.",
    )

    _patience = models.Constraint(
        "CHECK (timeout BETWEEN 1 AND 60)", "Patience is between 1 and 60 seconds."
    )
    _tries = models.Constraint(
        "CHECK (max_tries BETWEEN 1 AND 50)", "There are between 1 and 50 tries."
    )
    _waits = models.Constraint(
        "CHECK (first_wait >= 1 AND factor >= 1 AND longest_wait >= 1)",
        "Waits last at least a second and do not grow shorter.",
    )

    @api.constrains("url")
    def _check_url(self):
        for endpoint in self:
            parts = urlsplit(endpoint.url or "")
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValidationError(
                    self.env._("“%s” is no web address.", endpoint.url or "")
                )

    def _policy(self):
        """How patient calls are, for the rule."""
        self.ensure_one()
        return call_out.Policy(
            max_tries=self.max_tries,
            first_wait=timedelta(seconds=self.first_wait),
            factor=self.factor,
            longest_wait=timedelta(minutes=self.longest_wait),
        )

    def action_new_secret(self):
        """Make a new secret; the other side must be told."""
        self.check_access("write")
        for endpoint in self:
            endpoint.secret = secrets.token_urlsafe(32)
