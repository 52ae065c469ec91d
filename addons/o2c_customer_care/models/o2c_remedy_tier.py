from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import remedy as rules
from ..domain.remedy import Scope
from .money import decimal

AGENT = "o2c_customer_care.group_care_agent"
SCOPES = [
    (Scope.ALL.value, "All remedies"),
    (Scope.GIFTS.value, "Goodwill and vouchers"),
    (Scope.CREDIT.value, "Credit notes"),
    (Scope.GOODS.value, "Replacements and new deliveries"),
]


class O2cRemedyTier(models.Model):
    """Up to how much somebody may grant remedies, alone and to others.

    Without tiers every care leader grants what somebody else asked for.
    """

    _name = "o2c.remedy.tier"
    _description = "Approval tier of remedies"
    _order = "company_id, scope, limited desc, max_amount, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    scope = fields.Selection(
        SCOPES, "For", required=True, default=Scope.ALL.value, index=True
    )
    group_id = fields.Many2one(
        "res.groups", help="Its members grant, if they are care agents too."
    )
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="They grant beside the members of the group.",
    )
    alone_amount = fields.Monetary(
        "Alone up to",
        help="What they ask for themselves up to this amount needs nobody else.",
    )
    limited = fields.Boolean("Bound on the amount", default=True)
    max_amount = fields.Monetary(
        "Others' up to", help="What somebody else asked for, up to this amount."
    )
    four_eyes = fields.Boolean(
        "Two people above an amount",
        help="Two different people beside the one who asked must agree.",
    )
    second_above = fields.Monetary("More than")

    _bounds_not_negative = models.Constraint(
        "CHECK (COALESCE(alone_amount, 0) >= 0 AND COALESCE(max_amount, 0) >= 0"
        " AND COALESCE(second_above, 0) >= 0)",
        "An amount of an approval tier cannot be less than zero.",
    )

    @api.constrains("user_ids", "group_id")
    def _check_people(self):
        for tier in self:
            if not tier.group_id and not tier.user_ids:
                raise ValidationError(
                    self.env._("The tier “%(name)s” needs people.", name=tier.name)
                )
            for user in tier.sudo().user_ids:  # whether they may grant at all
                if not user.has_group(AGENT):
                    raise ValidationError(
                        self.env._(
                            "%(user)s is not in customer care, so no tier can let"
                            " this person grant remedies.",
                            user=user.name,
                        )
                    )

    # ------------------------------------------------------------- facts
    @api.model
    def _of_companies(self, companies):
        """The tiers as facts: {company: (domain.remedy.Tier, …)}."""
        # everybody is measured by the rules, also who may not read them
        tiers = self.sudo().search([("company_id", "in", companies.ids)])
        grouped = tiers.grouped("company_id")
        return {
            company: tuple(tier._facts() for tier in grouped.get(company, ()))
            for company in companies
        }

    def _facts(self):
        self.ensure_one()
        agents = self.env.ref(AGENT).all_user_ids
        people = (self.group_id.all_user_ids | self.user_ids) & agents
        people = people.filtered(lambda user: self.company_id in user.company_ids)
        return rules.Tier(
            id=self.id,
            members=frozenset(people.ids),
            scope=Scope(self.scope),
            alone=decimal(self.alone_amount),
            limit=decimal(self.max_amount) if self.limited else None,
            second_above=decimal(self.second_above) if self.four_eyes else None,
        )
