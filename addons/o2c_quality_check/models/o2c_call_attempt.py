from odoo import api, fields, models
from odoo.exceptions import UserError

from .o2c_call import RESULTS


class O2cCallAttempt(models.Model):
    """One attempt to reach the customer. Append-only, written by code alone."""

    _name = "o2c.call.attempt"
    _description = "Call attempt"
    _order = "at desc, id desc"
    _rec_name = "result"

    call_id = fields.Many2one(
        "o2c.call", required=True, index=True, ondelete="restrict"
    )
    campaign_id = fields.Many2one(
        related="call_id.campaign_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="call_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="call_id.partner_id", store=True, precompute=True
    )
    at = fields.Datetime("When", required=True)
    agent_id = fields.Many2one("res.users", required=True, index=True)
    phone = fields.Char("Number called")
    result = fields.Selection(RESULTS, required=True)
    minutes = fields.Integer()
    note = fields.Text()

    def write(self, vals):
        if vals:
            raise UserError(self.env._("An attempt stands as it was recorded."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Attempts are never deleted."))
