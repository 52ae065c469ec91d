from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import tier as rules

MANAGER = "o2c_credit.group_credit_manager"
BOUNDS = ("max_excess", "max_order", "second_above")


class O2cCreditTier(models.Model):
    """Up to how much somebody may let held orders pass.

    Without tiers every credit manager decides about any amount.
    """

    _name = "o2c.credit.tier"
    _description = "Approval tier"
    _order = "excess_limited desc, max_excess, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    excess_limited = fields.Boolean(
        "Bound on the excess",
        default=True,
        help="Without it any excess is covered. Of an order that is held for another"
        " cause than the limit, the whole amount counts.",
    )
    max_excess = fields.Monetary("Excess up to")
    order_limited = fields.Boolean("Bound on the order")
    max_order = fields.Monetary("Order up to")
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
    four_eyes = fields.Boolean(
        "Two people above an amount",
        help="Two different people of this tier or a higher one must agree.",
    )
    second_above = fields.Monetary("More than")

    _bounds_not_negative = models.Constraint(
        "CHECK (max_excess >= 0 AND max_order >= 0 AND second_above >= 0)",
        "An amount of an approval tier cannot be less than zero.",
    )

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
            max_stake=_bound(self.excess_limited, self.max_excess),
            max_order=_bound(self.order_limited, self.max_order),
            second_above=_bound(self.four_eyes, self.second_above),
        )

    # ------------------------------------------------------------- the queue follows
    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        self._refresh_queue()
        return tiers

    def write(self, vals):
        result = super().write(vals)
        self._refresh_queue()
        return result

    def unlink(self):
        result = super().unlink()
        self._refresh_queue()
        return result

    def _refresh_queue(self):
        holds = self.env["o2c.hold"].sudo()  # what waits is judged by the new tiers
        waiting = holds.search(holds._credit_open_domain())
        self.env.add_to_compute(waiting._fields["credit_tier_id"], waiting)


def _bound(limited, amount):
    return Decimal(str(amount)) if limited else None
