"""What an external agent reads of the customers whom he brought.

Portal users have no right to customers, price lists and stock: these methods choose
what is the agent's own and give out texts and numbers, nothing else.
"""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

AGENT_GROUP = "o2c_orders.group_external_agent"
MOST_PRODUCTS = 5000


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    @api.model
    def _o2c_agent_customers(self):
        """The customers whom the user brought, with superuser rights.

        :raise AccessError: the user is no external agent
        """
        user = self.env.user
        if not user.has_group(AGENT_GROUP):
            raise AccessError(self.env._("This page is for external agents."))
        partners = self.sudo()  # his own, see above
        return partners.search(
            [("o2c_agent_id", "=", user.partner_id.id), ("parent_id", "=", False)],
            order="name, id",
        )

    @api.model
    def _o2c_agent_customer_rows(self):
        """``[{customer, place, phone, email, quotations, orders, amount}]``."""
        customers = self._o2c_agent_customers()
        orders = customers.env["sale.order"]
        domain = [
            ("o2c_agent_id", "=", self.env.user.partner_id.id),
            ("partner_id", "child_of", customers.ids),
        ]
        sent = [("state", "=", "sent"), ("o2c_quote_status", "=", "open")]
        way = [("state", "=", "sale"), ("o2c_closed_at", "=", False)]
        counts = [
            _by_customer(orders._read_group(domain + more, ["partner_id"], ["__count"]))
            for more in (sent, way)
        ]
        return [
            {
                "customer": customer,
                "place": " ".join(filter(None, (customer.zip, customer.city))),
                "quotations": counts[0].get(customer, 0),
                "orders": counts[1].get(customer, 0),
            }
            for customer in customers
        ]

    def _o2c_agent_products(self, search=""):
        """What can be sold to this customer, with superuser rights."""
        products = self.env["product.product"]
        if not self:
            return products
        company = self._o2c_agent_company()
        domain = Domain("sale_ok", "=", True)
        domain &= Domain("company_id", "in", (False, company.id))
        if search:
            domain &= Domain.OR(
                [[("default_code", "ilike", search)], [("name", "ilike", search)]]
            )
        return products.search(
            domain, order="default_code, name, id", limit=MOST_PRODUCTS
        )

    def _o2c_agent_company(self):
        return self.company_id or self.env.company

    def _o2c_agent_price_rows(self, products):
        """``[{code, name, unit, price, currency, price_text, stock}]`` of products."""
        if not products:
            return []
        company = self._o2c_agent_company()
        customer = self.with_company(company)
        pricelist = customer.property_product_pricelist
        prices = pricelist._get_products_price(products, 1.0)
        currency = pricelist.currency_id or company.currency_id
        stock = products.with_company(company)._o2c_agent_stock(company)
        return [
            {
                "code": product.default_code or "",
                "name": product.with_context(display_default_code=False).display_name,
                "unit": product.uom_id.name,
                "price": currency.round(prices[product.id]),
                "currency": currency.name,
                "price_text": currency.format(prices[product.id]),
                "stock": stock[product],
            }
            for product in products
        ]


def _by_customer(groups):
    """Counts by contact as counts by customer."""
    counts = {}
    for partner, count in groups:
        customer = partner.commercial_partner_id
        counts[customer] = counts.get(customer, 0) + count
    return counts
