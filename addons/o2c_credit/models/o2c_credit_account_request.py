"""Asking for a limit from the account."""

from odoo import fields, models


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    request_ids = fields.One2many(
        "o2c.credit.limit.request", "account_id", "Limit requests"
    )
    open_request_count = fields.Integer(
        "Open requests", compute="_compute_open_request_count"
    )

    def _compute_open_request_count(self):
        groups = self.env["o2c.credit.limit.request"]._read_group(
            [("account_id", "in", self.ids), ("state", "=", "requested")],
            ["account_id"],
            ["__count"],
        )
        counts = {account.id: count for account, count in groups}
        for account in self:
            account.open_request_count = counts.get(account.id, 0)

    def action_request_limit(self):
        """Ask for another limit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request a limit"),
            "res_model": "o2c.credit.limit.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    def action_requests(self):
        """Open all that was ever asked for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Limit requests"),
            "res_model": "o2c.credit.limit.request",
            "view_mode": "list,form",
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }
