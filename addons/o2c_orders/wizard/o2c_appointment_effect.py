from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain import first_attempt as rule


class O2cAppointmentEffect(models.TransientModel):
    """First attempts with and without appointment, and what the difference is worth."""

    _name = "o2c.appointment.effect"
    _description = "Effect of appointments"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self), months=12
        ),
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    with_count = fields.Integer("First visits with", compute="_compute_figures")
    with_rate = fields.Float("Successful with", compute="_compute_figures")
    with_interval = fields.Char("Between (with)", compute="_compute_figures")
    without_count = fields.Integer("First visits without", compute="_compute_figures")
    without_rate = fields.Float("Successful without", compute="_compute_figures")
    without_interval = fields.Char("Between (without)", compute="_compute_figures")
    verdict = fields.Text(compute="_compute_figures")
    avoided = fields.Float("Empty runs avoided", compute="_compute_figures")
    saved = fields.Monetary(compute="_compute_figures")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for one in self:
            if one.date_from > one.date_to:
                raise ValidationError(self.env._("The period begins before it ends."))

    @api.depends("company_id", "date_from", "date_to")
    def _compute_figures(self):
        for one in self:
            agreed, plain = one._attempts()
            effect = rule.effect(agreed, plain)
            one.update(
                {
                    "with_count": agreed.count,
                    "with_rate": agreed.rate or 0.0,
                    "with_interval": explain.appointment.share_between(
                        self.env, rule.interval(agreed)
                    ),
                    "without_count": plain.count,
                    "without_rate": plain.rate or 0.0,
                    "without_interval": explain.appointment.share_between(
                        self.env, rule.interval(plain)
                    ),
                    "verdict": explain.appointment.effect(self.env, effect),
                    "avoided": effect.avoided or 0.0,
                    "saved": (effect.avoided or 0.0)
                    * one.company_id.o2c_empty_run_cost,
                }
            )

    def _attempts(self):
        """First attempts of the period with and without an agreed appointment."""
        self.ensure_one()
        if not (self.date_from and self.date_to):
            return rule.Attempts(0, 0), rule.Attempts(0, 0)
        groups = self.env["o2c.first.attempt"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("first_at", ">=", self.date_from),
                ("first_at", "<", fields.Date.add(self.date_to, days=1)),
            ],
            ["agreed"],
            ["__count", "successful:sum"],
        )
        found = {key: rule.Attempts(n, round(done)) for key, n, done in groups}
        none = rule.Attempts(0, 0)
        return found.get("yes", none), found.get("no", none)

    def action_attempts(self):
        """The first attempts behind the figures."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_orders.action_first_attempt_list"
        )
        action["domain"] = [
            ("company_id", "=", self.company_id.id),
            ("first_at", ">=", self.date_from),
            ("first_at", "<", fields.Date.add(self.date_to, days=1)),
        ]
        return action
