from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..domain.calls import REACHED
from ..domain.retry import Daypart
from .o2c_call import RESULTS

DAYPARTS = [
    (Daypart.MORNING.value, "Morning"),
    (Daypart.MIDDAY.value, "Midday"),
    (Daypart.AFTERNOON.value, "Afternoon"),
    (Daypart.EVENING.value, "Evening"),
]


class O2cCallAttempt(models.Model):
    """One attempt to reach the customer. Append-only, written by code alone."""

    _name = "o2c.call.attempt"
    _description = "Call attempt"
    _order = "at desc, id desc"
    _rec_names_search = ("partner_id", "agent_id")

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
    agent_id = fields.Many2one("res.users", required=True)
    person_id = fields.Many2one("res.partner", ondelete="restrict")
    phone = fields.Char("Number called")
    result = fields.Selection(RESULTS, required=True)
    reached = fields.Boolean(compute="_compute_reached", store=True, precompute=True)
    right_party = fields.Boolean(
        "Right person", help="The customer, or the person asked for, was spoken to."
    )
    daypart = fields.Selection(
        DAYPARTS, "Part of the day", help="Where the customer is; empty: at night."
    )
    dialled_at = fields.Datetime("Dialled at")
    minutes = fields.Integer(aggregator="sum")
    talk_seconds = fields.Integer("Talking (seconds)")
    wrap_seconds = fields.Integer("Writing up (seconds)")
    handle_seconds = fields.Integer(
        "In all (seconds)", help="From taking the call to its result."
    )
    promised_at = fields.Datetime(
        "Promised for", help="The call-back that this attempt made good."
    )
    promise = fields.Selection(
        [("kept", "Kept"), ("late", "Late")],
        "Call-back",
        help="Whether a promised call-back was begun in time.",
    )
    note = fields.Text()

    # an agent's calls of today decide which campaign is next in turn
    _of_agent = models.Index("(agent_id, at)")

    @api.depends("result")
    def _compute_reached(self):
        reached = {result.value for result in REACHED}
        for attempt in self:
            attempt.reached = attempt.result in reached

    @api.depends("partner_id", "agent_id", "at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for attempt in self:
            moment = format_datetime(self.env, attempt.at, dt_format="short")
            # whoever reads the attempt may read whom the call was with
            names = attempt.sudo().partner_id.display_name, attempt.agent_id.name
            attempt.display_name = " · ".join(filter(None, (*names, moment)))

    def write(self, vals):
        if vals:
            raise UserError(self.env._("An attempt stands as it was recorded."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Attempts are never deleted."))
