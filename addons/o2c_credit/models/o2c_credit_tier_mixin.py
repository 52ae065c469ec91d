"""What the approval tiers of held orders and of write-offs have in common."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import tier as rules
from .o2c_credit_account import MANAGER


class O2cCreditTierMixin(models.AbstractModel):
    """Credit managers who decide; a company shares its tiers with its branches."""

    _name = "o2c.credit.tier.mixin"
    _description = "Credit managers who decide up to a bound"
    _inherit = ["o2c.tier.mixin"]
    _o2c_decider_group = MANAGER

    company_id = fields.Many2one(
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    group_id = fields.Many2one(
        help="Its members decide, if they are credit managers too."
    )
    user_ids = fields.Many2many(help="They decide beside the members of the group.")

    @api.constrains("company_id")
    def _check_company(self):
        for tier in self:
            if tier.company_id != tier.company_id.root_id:
                raise ValidationError(
                    self.env._("Branches share the approval tiers of their company.")
                )

    def _o2c_no_decider(self, user):
        return self.env._(
            "%(user)s is no credit manager, so no tier can let this person decide.",
            user=user.name,
        )

    # ------------------------------------------------------------- facts
    @api.model
    def _of_companies(self, companies):
        """The tiers as facts: {root company: (domain.tier.Tier, …)}."""
        return super()._of_companies(companies.root_id)

    def _o2c_works_here(self, user):
        return self.company_id in user.company_ids.root_id

    def _facts(self):
        return rules.Tier(
            id=self.id,
            members=self._member_ids(),
            second_above=self._bound(self.four_eyes, self.second_above),
            **self._bounds(),
        )

    def _bounds(self):
        """Up to how much, as ``domain.tier.Tier`` knows it."""
        raise NotImplementedError
