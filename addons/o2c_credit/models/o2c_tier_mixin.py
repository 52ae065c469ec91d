"""What the approval tiers of held orders and of write-offs have in common."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import tier as rules
from .o2c_credit_account import MANAGER


class O2cTierMixin(models.AbstractModel):
    """People of one company who decide up to a bound; a second one above an amount."""

    _name = "o2c.tier.mixin"
    _description = "People who decide up to a bound"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_id = fields.Many2one(
        "res.groups",
        help="Its members decide, if they are credit managers too.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="They decide beside the members of the group.",
    )
    four_eyes = fields.Boolean("Two people above an amount")
    second_above = fields.Monetary("More than")

    @api.constrains("company_id")
    def _check_company(self):
        for tier in self:
            if tier.company_id != tier.company_id.root_id:
                raise ValidationError(
                    self.env._("Branches share the approval tiers of their company.")
                )

    @api.constrains("user_ids", "group_id")
    def _check_people(self):
        for tier in self:
            if not tier.group_id and not tier.user_ids:
                raise ValidationError(
                    self.env._("The tier “%(name)s” needs people.", name=tier.name)
                )
            for user in tier.sudo().user_ids:  # whether they may decide at all
                if not user.has_group(MANAGER):
                    raise ValidationError(
                        self.env._(
                            "%(user)s is no credit manager, so no tier can let"
                            " this person decide.",
                            user=user.name,
                        )
                    )

    # ------------------------------------------------------------- facts
    @api.model
    def _of_companies(self, companies):
        """The tiers as facts: {root company: (domain.tier.Tier, …)}."""
        tiers = self.sudo().search(  # rules count for those who may not read them
            [("company_id", "in", companies.root_id.ids)]
        )
        grouped = tiers.grouped("company_id")
        return {
            root: tuple(tier._facts() for tier in grouped.get(root, ()))
            for root in companies.root_id
        }

    def _facts(self):
        self.ensure_one()
        managers = self.env.ref(MANAGER).all_user_ids
        # of the other company nobody decides here, whatever the group says
        people = (self.group_id.all_user_ids | self.user_ids) & managers
        people = people.filtered(lambda u: self.company_id in u.company_ids.root_id)
        return rules.Tier(
            id=self.id,
            members=frozenset(people.ids),
            second_above=self._bound(self.four_eyes, self.second_above),
            **self._bounds(),
        )

    def _bounds(self):
        """Up to how much, as ``domain.tier.Tier`` knows it."""
        raise NotImplementedError

    @staticmethod
    def _bound(limited, amount):
        return Decimal(str(amount)) if limited else None
