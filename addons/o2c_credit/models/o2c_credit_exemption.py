from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain.policy import ExemptionKind

KINDS = [
    (ExemptionKind.PREPAID.value, "Prepaid orders"),
    (ExemptionKind.WHITELISTED.value, "Chosen customers"),
    (ExemptionKind.SMALL_ORDER.value, "Small orders"),
    (ExemptionKind.PAYMENT_TERM.value, "Payment terms"),
]


class O2cCreditExemption(models.Model):
    """What frees an order from the rules of the credit policy that name it."""

    _name = "o2c.credit.exemption"
    _description = "Credit exemption"
    _inherit = ["o2c.credit.policy.part"]
    _order = "sequence, id"

    kind = fields.Selection(
        KINDS, "What is exempt", required=True, default=ExemptionKind.PREPAID.value
    )
    percent = fields.Float(
        "Paid share (%)",
        default=100.0,
        digits=(5, 2),
        help="The order is exempt when at least this share of it is paid: by"
        " transactions that are done or authorised, or by invoices of the order"
        " settled with money.",
    )
    amount = fields.Monetary(
        "Up to", help="Orders up to and including this amount, taxes included."
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "o2c_credit_exemption_partner_rel",
        string="Customers",
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
    )
    category_ids = fields.Many2many(
        "res.partner.category", "o2c_credit_exemption_category_rel", string="Tags"
    )
    term_ids = fields.Many2many(
        "account.payment.term", "o2c_credit_exemption_term_rel", string="Payment terms"
    )
    every_rule = fields.Boolean(
        "For every rule",
        help="It frees from all rules, not only from those that name it. Holds that"
        " a person placed stay.",
    )
    rule_ids = fields.Many2many(
        "o2c.credit.rule", "o2c_credit_rule_exemption_rel", string="Rules"
    )

    _percent_sensible = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)",
        "The paid share lies between 0 and 100 %.",
    )
    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "An amount cannot be less than zero."
    )

    @api.depends("kind", "percent", "amount", "partner_ids", "category_ids", "term_ids")
    @api.depends_context("lang")
    def _compute_preview(self):
        for exemption in self:
            exemption.preview = explain.policy.exemption(exemption)

    @api.constrains("kind", "partner_ids", "category_ids", "term_ids")
    def _check_chosen(self):
        """An exemption without anything chosen would never free anybody."""
        chosen = {
            ExemptionKind.WHITELISTED: ("partner_ids", "category_ids"),
            ExemptionKind.PAYMENT_TERM: ("term_ids",),
        }
        for exemption in self:
            names = chosen.get(ExemptionKind(exemption.kind), ())
            if names and not any(exemption[name] for name in names):
                raise ValidationError(explain.policy.nothing_chosen(exemption))

    def _frees(self):
        """Whom it frees, as plain values for the cache of the policy."""
        return {
            "partners": frozenset(self.partner_ids.commercial_partner_id.ids),
            "tags": frozenset(self.category_ids.ids),
        }

    def _values(self):
        return {
            "id": self.id,
            "kind": ExemptionKind(self.kind),
            "amount": Decimal(str(self.amount)),
            "percent": Decimal(str(self.percent)),
            "terms": frozenset(self.term_ids.ids),
        }
