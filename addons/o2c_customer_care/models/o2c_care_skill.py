from odoo import fields, models

from ..domain.assignment import Skill
from .o2c_ticket import KINDS


class O2cCareSkill(models.Model):
    """What an agent can do that not everybody can, and which tickets ask for it."""

    _name = "o2c.care.skill"
    _description = "Skill of customer care"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, "For tickets of kind", help="Empty: of any kind.")
    reason_ids = fields.Many2many(
        "o2c.ticket.reason",
        "o2c_care_skill_reason_rel",
        string="For the reasons",
        check_company=True,
        help="These and all below them. Empty: for any reason.",
    )
    category_ids = fields.Many2many(
        "product.category",
        "o2c_care_skill_category_rel",
        string="For products of",
        help="These categories and all below them. Empty: for any product.",
    )
    strict = fields.Boolean(
        "Needed",
        help="A ticket that asks for this skill waits until somebody who has it is"
        " there. Otherwise somebody else gets it when none of them is.",
    )
    agent_ids = fields.Many2many(
        "o2c.care.agent",
        "o2c_care_agent_skill_rel",
        "skill_id",
        "agent_id",
        string="Agents",
        check_company=True,
    )
    agent_count = fields.Integer("Agents who have it", compute="_compute_agent_count")

    _name_once = models.Constraint(
        "UNIQUE (company_id, name)", "There is a skill of this name already."
    )

    def _compute_agent_count(self):
        for skill in self:
            skill.agent_count = len(skill.agent_ids)

    def _skill_facts(self):
        self.ensure_one()
        return Skill(
            key=self.id,
            kind=self.kind or None,
            reasons=frozenset(self.reason_ids.ids),
            categories=frozenset(self.category_ids.ids),
            strict=self.strict,
        )
