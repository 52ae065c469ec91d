from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import tier as rules
from .o2c_credit_account import MANAGER


class O2cWriteOffTier(models.Model):
    """Up to how much somebody may let receivables be given up.

    Without tiers every credit manager decides about any amount but his own requests.
    """

    _name = "o2c.write.off.tier"
    _description = "Approval tier of write-offs"
    _order = "limited desc, max_amount, id"

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
    limited = fields.Boolean("Bound on the amount", default=True)
    max_amount = fields.Monetary("Up to")
    group_id = fields.Many2one(
        "res.groups", help="Its members decide, if they are credit managers too."
    )
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="They decide beside the members of the group.",
    )
    four_eyes = fields.Boolean(
        "Two people above an amount",
        help="Two different people beside the one who asked must agree.",
    )
    second_above = fields.Monetary("More than")

    _bounds_not_negative = models.Constraint(
        "CHECK (max_amount >= 0 AND second_above >= 0)",
        "An amount of an approval tier cannot be less than zero.",
    )

    @api.constrains("user_ids", "group_id")
    def _check_people(self):
        for tier in self:
            if not tier.group_id and not tier.user_ids:
                raise ValidationError(
                    self.env._("The tier “%(name)s” needs people.", name=tier.name)
                )

    @api.model
    def _of_company(self, company):
        """The tiers of the root of ``company`` as facts, see ``domain.tier``."""
        # rules count for those who may not read them
        tiers = self.sudo().search([("company_id", "=", company.root_id.id)])
        return tuple(tier._facts() for tier in tiers)

    def _facts(self):
        self.ensure_one()
        managers = self.env.ref(MANAGER).all_user_ids
        people = (self.group_id.all_user_ids | self.user_ids) & managers
        people = people.filtered(lambda u: self.company_id in u.company_ids.root_id)
        decimal = self.currency_id._o2c_decimal
        return rules.Tier(
            id=self.id,
            members=frozenset(people.ids),
            max_stake=decimal(self.max_amount) if self.limited else None,
            second_above=decimal(self.second_above) if self.four_eyes else None,
        )

    @api.model
    def _case(self, amount, first=None):
        """``amount`` (Decimal, company currency) as a case of ``domain.tier``."""
        return rules.Case(excess=Decimal(0), order=amount, first=first)
