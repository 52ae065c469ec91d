from odoo import api, fields, models

from .. import explain


class O2cClockNotice(models.Model):
    """What was told of a clock, each step once. Written by the run only."""

    _name = "o2c.clock.notice"
    _description = "Notice of a clock"
    _order = "at desc, id desc"
    _rec_name = "step_key"

    clock_id = fields.Many2one("o2c.ticket.clock", required=True, ondelete="cascade")
    ticket_id = fields.Many2one(related="clock_id.ticket_id", store=True, index=True)
    company_id = fields.Many2one(related="clock_id.company_id", store=True, index=True)
    step_key = fields.Char(required=True)
    escalation_id = fields.Many2one(
        "o2c.clock.escalation", "Step", index="btree_not_null", ondelete="set null"
    )
    user_ids = fields.Many2many("res.users", string="Told to")
    at = fields.Datetime("Told on", required=True)
    step_text = fields.Char("What was told", compute="_compute_step_text")

    _once = models.Constraint(
        "UNIQUE (clock_id, step_key)", "This was told of the clock already."
    )

    @api.depends("step_key", "escalation_id")
    @api.depends_context("lang")
    def _compute_step_text(self):
        for notice in self:
            notice.step_text = explain.clock.told(notice)
