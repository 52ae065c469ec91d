from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .o2c_clock_target import MEASURES

EVENTS = [("warning", "At risk"), ("breach", "Breached")]
WHO = [
    ("owner", "Owner of the ticket"),
    ("leader", "Leader of the team"),
    ("user", "This person"),
]
HOW = [
    ("activity", "Activity"),
    ("message", "Message"),
    ("both", "Activity and message"),
]


class O2cClockEscalation(models.Model):
    """One step of a chain: who is told how long after a clock was at risk or late."""

    _name = "o2c.clock.escalation"
    _description = "Escalation of a clock"
    _order = "event desc, after_hours, id"
    _check_company_auto = True

    policy_id = fields.Many2one(
        "o2c.clock.policy", index="btree_not_null", ondelete="cascade"
    )
    term_id = fields.Many2one(
        "o2c.statutory.term", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    measure = fields.Selection(MEASURES, help="Empty: whatever is measured.")
    event = fields.Selection(EVENTS, required=True, default="breach")
    after_hours = fields.Float(default=0.0, help="Natural hours after the event.")
    who = fields.Selection(WHO, required=True, default="leader")
    user_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], check_company=True
    )
    how = fields.Selection(HOW, required=True, default="activity")
    raise_priority = fields.Boolean(
        help="The ticket gets the next higher priority, once for all of its clocks."
    )
    step_key = fields.Char(compute="_compute_step_key", store=True)

    _not_before = models.Constraint(
        "CHECK (after_hours >= 0)", "A step comes after the event, not before it."
    )
    _one_chain = models.Constraint(
        "CHECK ((policy_id IS NULL) <> (term_id IS NULL))",
        "A step belongs to a policy or to a statutory term.",
    )

    @api.depends("event", "after_hours", "who", "user_id")
    def _compute_step_key(self):
        # by what it does: a like step of another policy does not tell it again
        for step in self:
            minutes = round(step.after_hours * 60)
            person = step.user_id.id if step.who == "user" else ""
            step.step_key = f"{step.event}:{minutes}:{step.who}{person}"

    @api.constrains("who", "user_id")
    def _check_person(self):
        for step in self:
            if step.who == "user" and not step.user_id:
                raise ValidationError(self.env._("Say which person is told."))
