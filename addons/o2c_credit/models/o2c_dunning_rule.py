from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain import dunning_rules as rules
from .o2c_credit_rule import CLASSES


class O2cDunningRule(models.Model):
    """Which strategy a segment of customers or invoices gets; the first that fits."""

    _name = "o2c.dunning.rule"
    _description = "Dunning assignment rule"
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
    strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        required=True,
        ondelete="restrict",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    class_from = fields.Selection(CLASSES, "From class")
    class_to = fields.Selection(CLASSES, "To class")
    tag_ids = fields.Many2many(
        "res.partner.category", "o2c_dunning_rule_tag_rel", string="Tags"
    )
    industry_ids = fields.Many2many(
        "res.partner.industry", "o2c_dunning_rule_industry_rel", string="Sectors"
    )
    country_ids = fields.Many2many(
        "res.country", "o2c_dunning_rule_country_rel", string="Countries"
    )
    state_ids = fields.Many2many(
        "res.country.state",
        "o2c_dunning_rule_state_rel",
        string="Areas",
        help="States or provinces.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "o2c_dunning_rule_user_rel",
        string="Salespeople",
        domain="[('share', '=', False)]",
        help="Of the invoice.",
    )
    category_ids = fields.Many2many(
        "product.category",
        "o2c_dunning_rule_category_rel",
        string="Product categories",
        help="A product of the category, or of one below it, stands on the invoice.",
    )
    product_tag_ids = fields.Many2many(
        "product.tag",
        "o2c_dunning_rule_product_tag_rel",
        string="Brands",
        help="Product tags: Odoo has no brands of its own. A product that has the tag"
        " stands on the invoice.",
    )
    amount_from = fields.Monetary(
        help="What the customer owes in all is at least this."
    )
    amount_to = fields.Monetary(help="What he owes is less than this. Zero: any.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    preview = fields.Char("In words", compute="_compute_preview")

    _amounts = models.Constraint(
        "CHECK (amount_from >= 0 AND amount_to >= 0"
        " AND (amount_to = 0 OR amount_to > amount_from))",
        "The amounts of a rule are not less than zero, and the second is the larger.",
    )

    @api.depends_context("lang")
    @api.depends(
        *("strategy_id", "class_from", "class_to", "tag_ids", "industry_ids"),
        *("country_ids", "state_ids", "user_ids", "category_ids", "product_tag_ids"),
        *("amount_from", "amount_to", "currency_id"),
    )
    def _compute_preview(self):
        for rule in self:
            rule.preview = explain.dunning_rules.rule(rule)

    @api.constrains("company_id")
    def _check_company_root(self):
        for rule in self:
            if rule.company_id != rule.company_id.root_id:
                raise ValidationError(explain.policy.only_root(self.env))

    @api.constrains("strategy_id", "company_id")
    def _check_strategy(self):
        for rule in self:
            owner = rule.strategy_id.company_id
            if owner and owner != rule.company_id:
                raise ValidationError(explain.dunning_rules.foreign_strategy(rule))

    # ------------------------------------------------------------- plain values
    @api.model
    def _specs(self, company):
        """The rules for a root company, in their order: [dunning_rules.Rule].

        Amounts in the currency of the company.
        """
        domain = [("company_id", "in", (False, company.id))]
        found = self.sudo().search(domain)  # rules bind whoever may not see them
        return [rule._spec(company) for rule in found]

    def _spec(self, company):
        # as above
        categories = self.env["product.category"].sudo()
        below = categories.search([("id", "child_of", self.category_ids.ids)])
        return rules.Rule(
            id=self.id,
            strategy=self.strategy_id.id,
            classes=rules.classes(self.class_from, self.class_to),
            amount_from=self._in_currency(self.amount_from, company),
            amount_to=self._in_currency(self.amount_to, company) or None,
            sets=tuple(
                (name, frozenset(ids))
                for name, ids in (
                    (rules.TAGS, self.tag_ids.ids),
                    (rules.INDUSTRY, self.industry_ids.ids),
                    (rules.COUNTRY, self.country_ids.ids),
                    (rules.STATE, self.state_ids.ids),
                    (rules.SALESPERSON, self.user_ids.ids),
                    (rules.CATEGORIES, below.ids if self.category_ids else ()),
                    (rules.BRANDS, self.product_tag_ids.ids),
                )
                if ids
            ),
        )

    def _in_currency(self, amount, company):
        day = company._o2c_credit_today()
        own = company.currency_id
        return Decimal(str(self.currency_id._convert(amount, own, company, day)))
