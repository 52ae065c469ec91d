from odoo import fields, models

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
    _inherit = ["o2c.tier.mixin"]
    _order = "company_id, scope, limited desc, max_amount, id"
    _check_company_auto = True
    _o2c_decider_group = AGENT

    scope = fields.Selection(
        SCOPES, "For", required=True, default=Scope.ALL.value, index=True
    )
    group_id = fields.Many2one(help="Its members grant, if they are care agents too.")
    user_ids = fields.Many2many(help="They grant beside the members of the group.")
    alone_amount = fields.Monetary(
        "Alone up to",
        help="What they ask for themselves up to this amount needs nobody else.",
    )
    limited = fields.Boolean("Bound on the amount", default=True)
    max_amount = fields.Monetary(
        "Others' up to", help="What somebody else asked for, up to this amount."
    )
    four_eyes = fields.Boolean(
        help="Two different people beside the one who asked must agree."
    )

    _bounds_not_negative = models.Constraint(
        "CHECK (COALESCE(alone_amount, 0) >= 0 AND COALESCE(max_amount, 0) >= 0"
        " AND COALESCE(second_above, 0) >= 0)",
        "An amount of an approval tier cannot be less than zero.",
    )

    def _o2c_no_decider(self, user):
        return self.env._(
            "%(user)s is not in customer care, so no tier can let this person grant"
            " remedies.",
            user=user.name,
        )

    def _facts(self):
        return rules.Tier(
            id=self.id,
            members=self._member_ids(),
            scope=Scope(self.scope),
            alone=decimal(self.alone_amount),
            limit=self._bound(self.limited, self.max_amount),
            second_above=self._bound(self.four_eyes, self.second_above),
        )
