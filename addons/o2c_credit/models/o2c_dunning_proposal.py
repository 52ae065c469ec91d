from odoo import fields, models

from .o2c_dunning_step import CHANNELS


class O2cDunningProposal(models.Model):
    """What a run says about one open item: the step it takes, or why none."""

    _name = "o2c.dunning.proposal"
    _description = "Simulated dunning of an item"
    _order = "run_id desc, customer_id, due_date, id"

    run_id = fields.Many2one(
        "o2c.dunning.run", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "account.move.line", "Item", required=True, index=True, ondelete="cascade"
    )
    customer_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    number = fields.Char()
    due_date = fields.Date()
    days_overdue = fields.Integer(aggregator=None)
    residual = fields.Monetary("Open")
    claimed = fields.Monetary()
    level = fields.Integer(aggregator=None)
    step_id = fields.Many2one("o2c.dunning.step", ondelete="cascade")
    channel = fields.Selection(CHANNELS)
    code = fields.Char("Why not")
    params = fields.Json()
    left_out = fields.Boolean()
