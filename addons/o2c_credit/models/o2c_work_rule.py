from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .. import explain
from ..domain.work_list import Measure, Rule

MEASURES = [
    (Measure.AMOUNT.value, "Overdue amount"),
    (Measure.DAYS.value, "Days overdue"),
    (Measure.ITEMS.value, "Number of overdue items"),
    (Measure.LEVEL.value, "Dunning level"),
    (Measure.RISK_CLASS.value, "Risk class"),
    (Measure.PROBABILITY.value, "Chance of late payment (%)"),
    (Measure.BEYOND_HABIT.value, "Days later than he usually pays"),
    (Measure.SILENCE.value, "Days since the last contact"),
    (Measure.BROKEN.value, "Promises broken in a year"),
    (Measure.PHONE_STEP.value, "A phone step of dunning waits"),
    (Measure.HELD.value, "Contested amount"),
    (Measure.VALUE.value, "Expected value of a call"),
]


HITS = """
SELECT (hit ->> 0)::int, COUNT(*)
  FROM o2c_work_item w, jsonb_array_elements(w.contributions) AS hit
 WHERE w.id IN (%s) GROUP BY 1
"""


class O2cWorkRule(models.Model):
    """So many points for customers of whom something is true; the points rank them."""

    _name = "o2c.work.rule"
    _description = "Ranking rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        domain="[('parent_id', '=', False)]",
        help="Empty: for every company.",
    )
    measure = fields.Selection(
        MEASURES, "Looks at", required=True, default=Measure.DAYS.value
    )
    start = fields.Float(
        "From", help="This number included. Class A is 1, class E is 5."
    )
    has_end = fields.Boolean("Has an end")
    end = fields.Float("Below", help="This number is not included any more.")
    category_ids = fields.Many2many(
        "res.partner.category",
        "o2c_work_rule_category_rel",
        string="Only with tags",
        help="Empty: for all customers.",
    )
    points = fields.Integer(
        required=True, default=10, help="Less than zero: further down the list."
    )
    hit_count = fields.Integer("Customers", compute="_compute_hit_count")

    _end_after_start = models.Constraint(
        'CHECK (has_end IS NOT TRUE OR start < "end")',
        "A range ends after it begins.",
    )
    _some_points = models.Constraint(
        "CHECK (points <> 0)", "A rule without points changes nothing."
    )

    @api.constrains("company_id")
    def _check_company_root(self):
        for rule in self:
            if rule.company_id != rule.company_id.root_id:
                raise ValidationError(explain.policy.only_root(self.env))

    def _compute_hit_count(self):
        """How many customers of the list have points by this rule at the moment."""
        items = self.env["o2c.work.item"]
        items.flush_model(["state", "contributions"])
        query = SQL(HITS, items._search([("state", "=", "open")]).select("id"))
        counts = dict(self.env.execute_query(query))
        for rule in self:
            rule.hit_count = counts.get(rule.id, 0)

    @api.model
    def _rules(self, company):
        """The rules of a root company as the domain knows them, in their order."""
        # whoever's list is made: the rules are the same for all
        rules = self.sudo().search([("company_id", "in", (False, company.id))])
        return tuple(
            Rule(
                key=rule.id,
                measure=Measure(rule.measure),
                points=rule.points,
                start=rule.start,
                end=rule.end if rule.has_end else None,
                tags=frozenset(rule.category_ids.ids),
            )
            for rule in rules
        )

    def action_rank(self):
        """Rank the whole list anew by the rules as they are now."""
        self.check_access("write")
        job = self.env.ref("o2c_credit.ir_cron_work_list")
        # who may change the rules may have the list ranked by them
        job.sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain.work.ranking_started(self.env),
                "type": "success",
            },
        }
