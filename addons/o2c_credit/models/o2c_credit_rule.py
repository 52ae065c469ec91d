from decimal import Decimal

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from odoo.addons.o2c_orders.domain.hold import Phase

from .. import explain
from ..domain import policy
from ..domain.policy import Effect, Kind, Scope
from .policy_specs import ExemptionSpec, Spec

KINDS = [
    (Kind.LIMIT_EXCEEDED.value, "Credit limit exceeded"),
    (Kind.GROUP_LIMIT_EXCEEDED.value, "Group limit exceeded"),
    (Kind.LIMIT_EXPIRED.value, "Credit limit expired"),
    (Kind.LIMIT_USED.value, "Share of the limit used"),
    (Kind.DAYS_OVERDUE.value, "Amount overdue by days"),
    (Kind.OVERDUE_AMOUNT.value, "Amount overdue"),
    (Kind.ORDER_AMOUNT.value, "Order amount"),
    (Kind.RISK_CLASS.value, "Risk class"),
    (Kind.DUNNING_STEP.value, "Dunning step reached"),
    (Kind.BROKEN_PROMISE.value, "Broken promise"),
    (Kind.LAST_PAYMENT.value, "Last payment long ago"),
    (Kind.BETTER_TERM.value, "Payment term better than the customer's own"),
    (Kind.BETTER_DISCOUNT.value, "Discount better than the customer's own"),
    (Kind.QUANTITY.value, "Quantity in a period"),
    (Kind.RETURNED_PAYMENT.value, "Returned payment"),
    (Kind.FORCED_HOLD.value, "Held by a person"),
]
SCOPES = [
    ("all", "All customers"),
    ("group", "A segment"),
    ("customer", "One customer"),
]
EFFECTS = [
    (Effect.HOLD.value, "Hold"),
    (Effect.WARN.value, "Warn"),
    (Effect.OFF.value, "Nothing: not for them"),
]
CLASSES = [(letter, letter) for letter in policy.CLASSES]


class O2cCreditRule(models.Model):
    """One rule of the credit policy: for whom, what it looks at, what it does."""

    _name = "o2c.credit.rule"
    _description = "Credit rule"
    _inherit = ["o2c.credit.policy.part", "mail.thread"]
    _order = "sequence, id"

    kind = fields.Selection(
        KINDS, "Looks at", required=True, default=Kind.LIMIT_EXCEEDED.value
    )
    effect = fields.Selection(
        EFFECTS, "Does", required=True, default=Effect.HOLD.value, tracking=True
    )
    at_confirmation = fields.Boolean("When it is confirmed", default=True)
    at_delivery = fields.Boolean("When it is delivered")
    # for whom
    scope = fields.Selection(SCOPES, "For", required=True, default="all")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index="btree_not_null",
        ondelete="cascade",
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
    )
    category_ids = fields.Many2many(
        "res.partner.category", "o2c_credit_rule_category_rel", string="Tags"
    )
    industry_ids = fields.Many2many(
        "res.partner.industry", "o2c_credit_rule_industry_rel", string="Sectors"
    )
    country_ids = fields.Many2many(
        "res.country", "o2c_credit_rule_country_rel", string="Countries"
    )
    class_from = fields.Selection(CLASSES, "From class")
    class_to = fields.Selection(CLASSES, "To class")
    # thresholds
    amount = fields.Monetary("More than", tracking=True)
    days = fields.Integer("More than (days)", default=30, tracking=True)
    percent = fields.Float("More than (%)", digits=(6, 2), default=100.0, tracking=True)
    level = fields.Integer("Dunning step", default=3, tracking=True)
    risk_class = fields.Selection(CLASSES, "Class or worse", default="E", tracking=True)
    product_id = fields.Many2one("product.product", ondelete="cascade")
    product_category_id = fields.Many2one("product.category", ondelete="cascade")
    quantity = fields.Float(
        "More than (quantity)", digits="Product Unit", tracking=True
    )
    uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_uom_id", store=True, readonly=False
    )
    exemption_ids = fields.Many2many(
        "o2c.credit.exemption",
        "o2c_credit_rule_exemption_rel",
        string="Except",
        domain="[('every_rule', '=', False),"
        " ('company_id', 'in', (False, company_id))]",
    )
    exempt_everywhere = fields.Char("Also exempt", compute="_compute_exempt_everywhere")

    _customer_named = models.Constraint(
        "CHECK ((scope = 'customer') = (partner_id IS NOT NULL))",
        "A rule for one customer names him; no other rule does.",
    )
    _not_negative = models.Constraint(
        "CHECK (amount >= 0 AND days >= 0 AND percent >= 0 AND quantity >= 0)",
        "A threshold cannot be less than zero.",
    )
    _level_sensible = models.Constraint(
        "CHECK (level > 0)", "The first dunning step is 1."
    )
    _some_phase = models.Constraint(
        "CHECK (at_confirmation IS TRUE OR at_delivery IS TRUE)",
        "A rule is looked at when an order is confirmed, delivered or both.",
    )

    @api.depends("product_id")
    def _compute_uom_id(self):
        for rule in self:
            rule.uom_id = rule.product_id.uom_id or rule.uom_id

    @api.depends("company_id")
    def _compute_exempt_everywhere(self):
        found = self.env["o2c.credit.exemption"].search([("every_rule", "=", True)])
        for rule in self:
            mine = found.filtered(
                lambda e, r=rule: not e.company_id or e.company_id == r.company_id
            )
            rule.exempt_everywhere = ", ".join(mine.mapped("name")) or False

    @api.depends_context("lang")
    @api.depends(
        *("kind", "effect", "scope", "partner_id", "category_ids", "industry_ids"),
        *("country_ids", "class_from", "class_to", "amount", "currency_id", "days"),
        *("percent", "level", "risk_class", "product_id", "product_category_id"),
        *("quantity", "uom_id", "exemption_ids", "at_confirmation", "at_delivery"),
    )
    def _compute_preview(self):
        for rule in self:
            rule.preview = explain.policy.rule(rule)

    @api.onchange("scope")
    def _onchange_scope(self):
        if self.scope != "customer":
            self.partner_id = False

    @api.constrains("partner_id")
    def _check_partner(self):
        for rule in self:
            partner = rule.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(explain.policy.not_a_customer(rule))

    @api.constrains("scope", "category_ids", "industry_ids", "country_ids")
    @api.constrains("class_from", "class_to")
    def _check_segment(self):
        for rule in self.filtered(lambda r: r.scope == "group"):
            if not any(rule._segment().values()):
                raise ValidationError(explain.policy.empty_segment(rule))

    @api.constrains("kind", "product_id", "product_category_id")
    def _check_target(self):
        for rule in self.filtered(lambda r: r.kind == Kind.QUANTITY.value):
            if bool(rule.product_id) == bool(rule.product_category_id):
                raise ValidationError(explain.policy.one_target(rule))

    # ------------------------------------------------------------- plain values
    @api.model
    @tools.ormcache()
    def _specs(self):
        """The active rules as plain values, in their own currencies."""
        in_force = [("active", "=", True)]
        rules = self.sudo().search(in_force)  # the check obeys rules nobody may see
        exemptions = (
            self.env["o2c.credit.exemption"].sudo().search(in_force)
        )  # as above
        everywhere = exemptions.filtered("every_rule")
        return tuple(rule._spec(rule.exemption_ids | everywhere) for rule in rules)

    def _spec(self, exemptions):
        return Spec(
            rule=policy.Rule(**self._values()),
            phases=frozenset(self._phases()),
            company=self.company_id.id,
            currency=self.currency_id.id,
            segment={**self._segment(), "partner": self.partner_id.id},
            exemptions=tuple(
                ExemptionSpec(
                    policy.Exemption(**exemption._values()),
                    exemption.currency_id.id,
                    exemption.company_id.id,
                    exemption._frees(),
                )
                for exemption in exemptions
                if exemption.active
            ),
        )

    def _values(self):
        return {
            "id": self.id,
            "kind": Kind(self.kind),
            "scope": Scope[self.scope.upper()],
            "effect": Effect(self.effect),
            "amount": Decimal(str(self.amount)),
            "days": self.days,
            "percent": Decimal(str(self.percent)),
            "level": self.level,
            "risk_class": self.risk_class or policy.CLASSES[-1],
            "quantity": Decimal(str(self.quantity)),
            "target": self._target(),
        }

    def _target(self):
        """What a quantity rule counts: its model and id."""
        counted = self.product_id or self.product_category_id
        if self.kind != Kind.QUANTITY.value or not counted:
            return None
        return counted._name, counted.id, self.uom_id.id

    def _segment(self):
        """Whom a rule for a segment is for; what is empty does not matter."""
        first, last = self.class_from or "A", self.class_to or "E"
        classes = frozenset(
            letter for letter in policy.CLASSES if first <= letter <= last
        )
        some = self.class_from or self.class_to
        return {
            "tags": frozenset(self.category_ids.ids),
            "industries": frozenset(self.industry_ids.ids),
            "countries": frozenset(self.country_ids.ids),
            "classes": classes if some else frozenset(),
        }

    def _phases(self):
        wanted = {
            Phase.CONFIRMATION: self.at_confirmation,
            Phase.DELIVERY: self.at_delivery,
        }
        return [phase for phase, looked_at in wanted.items() if looked_at]
