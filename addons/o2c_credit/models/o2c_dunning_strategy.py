from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain


class O2cDunningStrategy(models.Model):
    """How a customer is reminded: the steps, and when they must not be taken."""

    _name = "o2c.dunning.strategy"
    _description = "Dunning strategy"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="For whom it is meant.")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        domain="[('parent_id', '=', False)]",
        help="Empty: for every company.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Of the amounts of this strategy. They are converted at the rate of the"
        " day for documents in other currencies.",
    )
    do_not_dun = fields.Boolean(
        "Never remind",
        tracking=True,
        help="Customers with this strategy are left alone.",
    )
    min_balance = fields.Monetary(
        "Smallest balance",
        tracking=True,
        help="A customer who owes less than this in all, of what may be claimed, is not"
        " reminded.",
    )
    quiet_days = fields.Integer(
        default=7,
        tracking=True,
        help="So many days after the last contact about payment, whoever made it and on"
        " whichever channel, the customer is left in peace.",
    )
    max_contacts = fields.Integer(
        "At most",
        default=3,
        tracking=True,
        help="Contacts about payment within the window, on all channels. Zero: any"
        " number.",
    )
    window_days = fields.Integer("Window (days)", default=30, tracking=True)
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working days",
        help="Nothing goes out on a day without work or on a holiday of this calendar."
        " Empty: the company's.",
    )
    any_day = fields.Boolean(help="Notices go out on days without work as well.")
    approval = fields.Boolean(
        "Needs approval",
        tracking=True,
        help="Every notice of this strategy waits for a credit manager.",
    )
    event_driven = fields.Boolean(
        "At once after an event",
        help="A broken promise, a dispute that ended or a payment that came back has"
        " the customer looked at in the hour, not at the next daily run.",
    )
    step_ids = fields.One2many("o2c.dunning.step", "strategy_id", "Steps", copy=True)
    step_count = fields.Integer(compute="_compute_step_count")
    preview = fields.Text("In words", compute="_compute_preview")

    _not_negative = models.Constraint(
        "CHECK (min_balance >= 0 AND quiet_days >= 0 AND max_contacts >= 0"
        " AND window_days >= 0)",
        "Amounts and days of a strategy cannot be less than zero.",
    )

    @api.depends("step_ids")
    def _compute_step_count(self):
        for strategy in self:
            strategy.step_count = len(strategy.step_ids)

    @api.depends_context("lang")
    @api.depends(
        *("do_not_dun", "min_balance", "currency_id", "quiet_days", "max_contacts"),
        *("window_days", "approval", "any_day", "step_ids.days", "step_ids.name"),
        *("step_ids.channel", "step_ids.fee", "step_ids.charge_interest"),
    )
    def _compute_preview(self):
        for strategy in self:
            strategy.preview = explain.dunning.strategy(strategy)

    @api.constrains("company_id")
    def _check_company_root(self):
        for strategy in self:
            if strategy.company_id != strategy.company_id.root_id:
                raise ValidationError(explain.policy.only_root(self.env))

    def _caps(self, company):
        """((most contacts, in so many days), …) of the strategy and of the company."""
        caps = (
            (self.max_contacts, self.window_days),
            (company.o2c_dunning_max_contacts, company.o2c_dunning_window_days),
        )
        return tuple((most, days) for most, days in caps if most)
