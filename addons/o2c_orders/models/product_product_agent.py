"""What external agents read of the stock, as much as the company tells."""

from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = "product.product"

    def _o2c_agent_stock(self, company):
        """``{product: text}``: how much is free to be sold, or whether anything is."""
        told = company.o2c_agent_stock
        if told == "no":
            return dict.fromkeys(self, "")
        warehouses = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)]
        )
        stocked = self.with_context(warehouse_id=warehouses.ids)
        texts = {}
        for product, here in zip(self, stocked, strict=True):
            if not product.is_storable:
                texts[product] = ""
            elif told == "quantity":
                texts[product] = f"{max(here.free_qty, 0):g}"
            elif here.free_qty > 0:
                texts[product] = self.env._("available")
            else:
                texts[product] = self.env._("not in stock")
        return texts
