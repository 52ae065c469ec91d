from decimal import Decimal

from odoo import api, fields, models

from ..domain import tier as rules


class O2cWriteOffTier(models.Model):
    """Up to how much somebody may let receivables be given up.

    Without tiers every credit manager decides about any amount but his own requests.
    """

    _name = "o2c.write.off.tier"
    _description = "Approval tier of write-offs"
    _inherit = ["o2c.credit.tier.mixin"]
    _order = "limited desc, max_amount, id"

    limited = fields.Boolean("Bound on the amount", default=True)
    max_amount = fields.Monetary("Up to")
    four_eyes = fields.Boolean(
        help="Two different people beside the one who asked must agree."
    )

    _bounds_not_negative = models.Constraint(
        "CHECK (max_amount >= 0 AND second_above >= 0)",
        "An amount of an approval tier cannot be less than zero.",
    )

    def _bounds(self):
        return {"max_stake": self._bound(self.limited, self.max_amount)}

    @api.model
    def _case(self, amount, first=None):
        """``amount`` (Decimal, company currency) as a case of ``domain.tier``."""
        return rules.Case(excess=Decimal(0), order=amount, first=first)
