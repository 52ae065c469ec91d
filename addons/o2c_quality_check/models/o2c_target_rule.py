from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.o2c_customer_care.models.res_partner_tier import TIERS

from ..explain import target as explain

KINDS = [
    ("area", "Area"),
    ("carrier", "Courier"),
    ("warehouse", "Warehouse"),
    ("product", "Products"),
    ("order_amount", "Amount of the order"),
    ("first_order", "First order of the customer"),
    ("last_order", "Last order of the customer"),
    ("turnover", "Ordered in twelve months"),
    ("tier", "Service level"),
    ("tag", "Tags of the customer"),
    ("salesperson", "Salesperson"),
    ("language", "Language"),
    ("risk_class", "Payment class"),
    ("headroom", "Credit headroom"),
    ("consent", "Consent to be called"),
    ("churn", "Sign of leaving"),
]
SIGNALS = [
    ("gap", "silent longer than usual"),
    ("basket", "orders for less and less"),
    ("not_ok", "did not accept a delivery"),
    ("complained", "complained"),
]
CLASSES = [(letter, letter) for letter in "ABCDE"]
# what a line of each kind cannot do without: any of these
NEEDED = {
    "area": ("country_ids", "state_ids", "zip_prefixes"),
    "carrier": ("carrier_ids",),
    "warehouse": ("warehouse_ids",),
    "product": ("product_ids", "categ_ids"),
    "order_amount": ("amount",),
    "last_order": ("days_from", "days_to"),
    "turnover": ("amount",),
    "tier": ("tier",),
    "tag": ("tag_ids",),
    "salesperson": ("user_ids",),
    "language": ("lang_ids",),
    "risk_class": ("risk_class",),
    "churn": ("signal",),
}


class O2cTargetRule(models.Model):
    """One condition of the rule by which a campaign finds whom to call."""

    _name = "o2c.target.rule"
    _description = "Condition of a call list"
    _order = "sequence, id"
    _rec_name = "sentence"
    _check_company_auto = True

    campaign_id = fields.Many2one(
        "o2c.campaign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "About", required=True, default="area")
    is_not = fields.Boolean("Not", help="Only those of whom this is not true.")
    country_ids = fields.Many2many("res.country", string="Countries")
    state_ids = fields.Many2many("res.country.state", string="States")
    zip_prefixes = fields.Char(
        "Postcodes", help="How they begin, with commas between: 20, 21, 00-9"
    )
    carrier_ids = fields.Many2many(
        "delivery.carrier", string="Couriers", check_company=True
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses", check_company=True
    )
    product_ids = fields.Many2many(
        "product.product", string="Products", check_company=True
    )
    categ_ids = fields.Many2many("product.category", string="Product categories")
    tier = fields.Selection(TIERS, "At least", default="preferred")
    tag_ids = fields.Many2many("res.partner.category", string="Tags")
    user_ids = fields.Many2many("res.users", string="Salespeople")
    lang_ids = fields.Many2many("res.lang", string="Languages")
    days_from = fields.Integer("At least (days)", default=30)
    days_to = fields.Integer("At most (days)", help="0: no end.")
    amount = fields.Monetary("At least (amount)")
    factor = fields.Float("Times the usual interval", default=2.0)
    percent = fields.Float("Below (% of before)", default=70.0)
    risk_class = fields.Selection(CLASSES, "At least (class)", default="B")
    signal = fields.Selection(SIGNALS, "Sign", default="gap")
    sentence = fields.Char(compute="_compute_sentence")

    _numbers = models.Constraint(
        "CHECK (days_from >= 0 AND days_to >= 0 AND factor > 0 AND percent > 0)",
        "Days, times and shares cannot be negative.",
    )

    @api.depends(lambda self: self._fields_of_sentence())
    @api.depends_context("lang")
    def _compute_sentence(self):
        for line in self:
            # who sets up the campaign need not read couriers or salespeople
            line.sentence = explain.condition(line.sudo())

    @api.model
    def _fields_of_sentence(self):
        several = {name for names in NEEDED.values() for name in names}
        return sorted({*several, "kind", "is_not", "factor", "percent", "currency_id"})

    @api.constrains("kind", *sorted({n for names in NEEDED.values() for n in names}))
    def _check_complete(self):
        for line in self:
            names = NEEDED.get(line.kind, ())
            if names and not any(line[name] for name in names):
                raise ValidationError(
                    self.env._(
                        "“%s”: say which.", explain.label(line, "kind", line.kind)
                    )
                )
            if line.days_to and line.kind == "last_order":
                line._check_range()

    def _check_range(self):
        if self.days_to < self.days_from:
            raise ValidationError(
                self.env._("The days must be a range such as 30 to 90.")
            )

    def _zip_prefixes(self):
        """How the postcodes begin, without blanks at the ends."""
        parts = (self.zip_prefixes or "").split(",")
        return [part.strip() for part in parts if part.strip()]
