"""Who is in an approval tier, whatever it is that its people decide about."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class O2cTierMixin(models.AbstractModel):
    """People of one company who decide up to a bound; a second one above an amount.

    Bounds, and who decides where there are no tiers, are of each kind of tier.
    """

    _name = "o2c.tier.mixin"
    _description = "People who decide up to a bound"
    # the group without which no tier lets anybody decide
    _o2c_decider_group = None

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_id = fields.Many2one("res.groups")
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    four_eyes = fields.Boolean("Two people above an amount")
    second_above = fields.Monetary("More than")

    @api.constrains("user_ids", "group_id")
    def _check_people(self):
        for tier in self:
            if not tier.group_id and not tier.user_ids:
                raise ValidationError(
                    self.env._("The tier “%(name)s” needs people.", name=tier.name)
                )
            for user in tier.sudo().user_ids:  # whether they may decide at all
                if not user.has_group(self._o2c_decider_group):
                    raise ValidationError(self._o2c_no_decider(user))

    def _o2c_no_decider(self, user):
        """Say that ``user`` lacks the right that no tier gives; in own words."""
        raise NotImplementedError

    # ------------------------------------------------------------- facts
    @api.model
    def _of_companies(self, companies):
        """The tiers as facts: {company: (what ``_facts`` gives, …)}."""
        # everybody is measured by the rules, also who may not read them
        tiers = self.sudo().search([("company_id", "in", companies.ids)])
        grouped = tiers.grouped("company_id")
        return {
            company: tuple(tier._facts() for tier in grouped.get(company, ()))
            for company in companies
        }

    def _facts(self):
        """The tier as the pure rule takes it."""
        raise NotImplementedError

    def _member_ids(self):
        """Ids of the users who decide by this tier."""
        self.ensure_one()
        deciders = self.env.ref(self._o2c_decider_group).all_user_ids
        # of the other company nobody decides here, whatever the group says
        people = (self.group_id.all_user_ids | self.user_ids) & deciders
        return frozenset(people.filtered(self._o2c_works_here).ids)

    def _o2c_works_here(self, user):
        """Whether ``user`` belongs to the company of the tier."""
        return self.company_id in user.company_ids

    @staticmethod
    def _bound(limited, amount):
        """A bound as a Decimal; None: it bounds nothing."""
        return Decimal(str(amount)) if limited else None
