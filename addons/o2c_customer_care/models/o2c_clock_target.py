from odoo import api, fields, models

from .. import explain
from ..domain import clock as rules
from ..domain.clock import Measure, Unit

MEASURES = [
    (Measure.FIRST_REPLY.value, "First reply"),
    (Measure.NEXT_REPLY.value, "Next reply"),
    (Measure.UPDATE.value, "Periodic update"),
    (Measure.RESOLUTION.value, "Resolution"),
]
UNITS = [
    (Unit.MINUTE.value, "Minutes"),
    (Unit.HOUR.value, "Hours"),
    (Unit.DAY.value, "Days"),
]
HOURS = [("calendar", "Working time"), ("natural", "All hours, all days")]
# the field that lets a wait stop the clock, by whom is waited for
PAUSES = {
    "customer": "pause_customer",
    "supplier": "pause_supplier",
    "courier": "pause_courier",
    "department": "pause_department",
    "authority": "pause_authority",
}


class O2cClockTarget(models.Model):
    """One time of a policy: what is measured, how long, in which hours."""

    _name = "o2c.clock.target"
    _description = "Time of a clock policy"
    _order = "policy_id, measure, id"
    _check_company_auto = True

    policy_id = fields.Many2one(
        "o2c.clock.policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    measure = fields.Selection(MEASURES, required=True)
    duration = fields.Integer(required=True, default=1)
    unit = fields.Selection(UNITS, required=True, default=Unit.HOUR.value)
    hours = fields.Selection(
        HOURS,
        required=True,
        default="calendar",
        help="Working time: of the calendar beside, else of the team, else of the "
        "company. A day counts when its working time ends while the clock runs; the "
        "day of the start does not count.",
    )
    calendar_id = fields.Many2one("resource.calendar", check_company=True)
    warn_percent = fields.Integer("At risk after %", required=True, default=75)
    pause_customer = fields.Boolean("Stops: customer", default=True)
    pause_supplier = fields.Boolean("Stops: supplier")
    pause_courier = fields.Boolean("Stops: courier")
    pause_department = fields.Boolean("Stops: department")
    pause_authority = fields.Boolean("Stops: authority")

    _once = models.Constraint(
        "UNIQUE (policy_id, measure)", "A policy has one time for each measure."
    )
    _positive = models.Constraint(
        "CHECK (duration > 0)", "A time is at least one minute, hour or day."
    )
    _percent = models.Constraint(
        "CHECK (warn_percent > 0 AND warn_percent <= 100)",
        "At risk: between 1 % and 100 % of the time.",
    )

    @api.depends("measure", "duration", "unit")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for target in self:
            target.display_name = explain.clock.target(target)

    def _rule(self):
        """The time as the rule of clocks knows it."""
        self.ensure_one()
        return rules.Target(
            amount=self.duration,
            unit=Unit(self.unit),
            working=self.hours == "calendar",
            pauses=frozenset(key for key, name in PAUSES.items() if self[name]),
            warn=self.warn_percent,
        )

    def _calendar(self, ticket):
        """The calendar it is counted in: its own, the team's, the company's."""
        return self.calendar_id or ticket._clock_calendar()

    def _references(self):
        """The columns of a clock that lead here."""
        return {
            "target_id": self.id,
            "policy_id": self.policy_id.id,
            "term_id": False,
        }

    # ------------------------------------------------------------- changes
    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets.policy_id._outdate()
        return targets

    def write(self, vals):
        result = super().write(vals)
        self.policy_id._outdate()
        return result

    def unlink(self):
        self.policy_id._outdate()
        return super().unlink()
