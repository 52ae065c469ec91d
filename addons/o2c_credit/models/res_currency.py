from decimal import Decimal

from odoo import models


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _o2c_quantum(self):
        """The smallest amount of this currency as a Decimal."""
        self.ensure_one()
        return Decimal(1).scaleb(-self.decimal_places)

    def _o2c_decimal(self, amount):
        """``amount``, a float of a monetary field, as an exact Decimal."""
        return Decimal(f"{amount or 0.0:.{self.decimal_places}f}")
