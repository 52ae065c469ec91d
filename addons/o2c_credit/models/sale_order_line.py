from decimal import Decimal

from odoo import models

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _o2c_discount(self):
        """(discount given, discount of the customer's own price list), in per cent.

        Both from the price that the product has without any discount; rounded to
        hundredths, as prices are to cents.
        """
        self.ensure_one()
        partner = self.order_id.partner_id.with_company(self.company_id)
        own = partner.property_product_pricelist
        base = self._o2c_price(self.env["product.pricelist"])
        if base <= 0:
            return Decimal(0), Decimal(0)
        asked = Decimal(str(self.price_unit)) * (1 - Decimal(str(self.discount)) / 100)
        own_price = self._o2c_price(own)
        return tuple(
            ((base - price) * HUNDRED / base).quantize(CENT)
            for price in (asked, own_price)
        )

    def _o2c_price(self, pricelist):
        price = pricelist._get_product_price(
            self.product_id,
            self.product_uom_qty or 1.0,
            currency=self.currency_id,
            uom=self.product_uom_id,
            date=self.order_id.date_order,
        )
        return Decimal(str(price))

    def _o2c_quantity_in(self, unit):
        """The quantity in ``unit``; what is measured otherwise does not count."""
        own = self.product_uom_id
        if not own._has_common_reference(unit):
            return Decimal(0)
        found = own._compute_quantity(self.product_uom_qty, unit, round=False)
        return Decimal(str(round(found, 6)))


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _o2c_counts_for(self, row):
        """Whether a quantity rule counts this product, see ``ordered_query``."""
        if not self or row["products"]:
            return self.id == row["products"]
        path = self.sudo().categ_id.parent_path or ""  # the rule's, whoever sells
        return path.startswith(row["categories"])
