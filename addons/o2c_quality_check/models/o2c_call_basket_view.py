"""What the basket's panel shows: products found, proposals, the quotation as it is."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount

from ..domain.basket import Room
from ..domain.proposals import propose
from ..explain import basket as explain
from .basket_facts import proposal_facts
from .o2c_call_basket import OPEN

FOUND = 20


class O2cCall(models.Model):
    _name = "o2c.call"
    _inherit = "o2c.call"

    # ------------------------------------------------------------- the panel
    def basket_open(self):
        """The basket with proposals, for the panel when it opens."""
        call = self._basket_call()
        return {**call._basket_state(), "proposals": call._basket_proposals()}

    def basket_search(self, text):
        """Products found by name, code or barcode, with this customer's prices."""
        call = self._basket_call()
        words = (text or "").split()
        if not words:
            return []
        matches = [
            Domain("name", "ilike", word)
            | Domain("default_code", "ilike", word)
            | Domain("barcode", "=", word)
            for word in words
        ]
        found = call._basket_products(Domain.AND(matches), limit=FOUND)
        exact = found.filtered(lambda p: text.strip() in (p.default_code, p.barcode))
        return call._basket_rows(exact | found)

    def _basket_products(self, domain, limit=None):
        """What may be sold to this customer; searched with the rights of code."""
        sellable = (
            Domain("sale_ok", "=", True)
            & Domain("type", "!=", "combo")
            & Domain("company_id", "in", [False, self.company_id.id])
        )
        return self.env["product.product"].search(
            sellable & Domain(domain), limit=limit
        )

    def _basket_proposals(self):
        """What to propose now, each with its reason in words."""
        now = fields.Datetime.now()
        tz = self.company_id.partner_id.tz or "UTC"
        today = fields.Datetime.context_timestamp(self.with_context(tz=tz), now).date()
        found = propose(*proposal_facts(self, tz, now), today)
        sellable = self._basket_products([("id", "in", [p.product for p in found])])
        rows = {row["id"]: row for row in self._basket_rows(sellable)}
        return [
            {
                **rows[p.product],
                "quantity": p.quantity,
                "code_why": p.reason.code.value,
                "why": explain.proposed(self.env, p.reason),
            }
            for p in found
            if p.product in rows
        ]

    # ------------------------------------------------------------- products
    def _basket_rows(self, products):
        """Products with price for one unit, stock and unit, as plain values."""
        order = self._basket()
        pricelist = order.pricelist_id or self._basket_pricelist()
        currency = order.currency_id or pricelist.currency_id or self._own_currency()
        prices = pricelist._get_products_price(products, 1.0, currency=currency)
        stock = self._basket_stock(products)
        return [
            {
                "id": product.id,
                "name": product.display_name,
                "code": product.default_code or "",
                "unit": product.uom_id.name,
                "price": prices[product.id],
                "price_text": format_amount(self.env, prices[product.id], currency),
                "stock": stock[product.id],
            }
            for product in products
        ]

    def _basket_pricelist(self):
        return self.partner_id.property_product_pricelist

    def _own_currency(self):
        return self.company_id.currency_id

    def _basket_stock(self, products):
        """{product id: {free, text, level}}; what nobody counts has no free."""
        warehouse = self._basket().warehouse_id or self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
        found = {}
        for product in products.with_context(warehouse_id=warehouse.id):
            counted = product.is_storable
            free = product.free_qty if counted else None
            coming = product.virtual_available if counted else None
            found[product.id] = explain.stock(self.env, free, coming, product.uom_id)
        return found

    # ------------------------------------------------------------- the quotation
    def _basket_state(self):
        """The quotation of this call as the screen shows it."""
        order = self._basket()
        currency = order.currency_id or self._own_currency()
        room = self._basket_room(order)
        return {
            "call": self.id,
            "currency": currency.id,
            "order": self._basket_order(order),
            "lines": self._basket_lines(order),
            "totals": self._basket_totals(order),
            "room": explain.room(self.env, room, self._own_currency()),
            "rewards": self._basket_rewards(order),
            "addresses": [
                {"id": p.id, "name": explain.address(p)}
                for p in self._basket_addresses()
            ],
            "email": (order.partner_id or self.partner_id).email or "",
            "note": order.order_line.filtered(self._is_note).name or "",
        }

    def _basket_order(self, order):
        if not order:
            return False
        return {
            "id": order.id,
            "name": order.name,
            "open": order.state in OPEN,
            "sent": order.state != "draft",
            "state": explain.order_state(order),
            "address": order.partner_shipping_id.id,
            "link": order.get_base_url() + order.get_portal_url(),
            "codes": explain.codes(order),
        }

    def _basket_lines(self, order):
        lines = order.order_line.filtered("product_id")
        goods = lines.filtered(lambda line: not line.is_reward_line)
        stock = self._basket_stock(goods.product_id)
        return [self._basket_line(line, stock) for line in goods | (lines - goods)]

    @api.model
    def _basket_line(self, line, stock):
        reward = line.is_reward_line
        counted = {} if reward else stock[line.product_id.id]
        free = counted.get("free")
        return {
            "id": line.id,
            "product": line.product_id.id,
            "name": line.name.split("\n")[0]
            if reward
            else line.product_id.display_name,
            "reward": reward,
            "quantity": line.product_uom_qty,
            "unit": line.product_uom_id.name,
            "price": line.price_unit,
            "discount": line.discount,
            "subtotal": line.price_subtotal,
            "stock": counted,
            "short": free is not None and free < line.product_uom_qty,
        }

    def _basket_totals(self, order):
        groups = [
            {"name": group["group_name"], "amount": group["tax_amount_currency"]}
            for subtotal in (order.tax_totals or {}).get("subtotals", ())
            for group in subtotal["tax_groups"]
        ]
        return {
            "untaxed": order.amount_untaxed,
            "taxes": groups,
            "total": order.amount_total,
        }

    def _basket_room(self, order):
        """What the customer may still order, and this basket, in company currency."""
        customer = self.partner_id.commercial_partner_id
        headroom = customer._o2c_sales_headroom(self.company_id)
        waiting = order.state in OPEN
        amount = order.amount_total / (order.currency_rate or 1.0) if waiting else 0.0
        amount = self._own_currency().round(amount)
        return Room(
            None if headroom is None else Decimal(str(headroom)), Decimal(str(amount))
        )

    def _basket_rewards(self, order):
        if order.state not in OPEN:
            return []
        return [
            {"coupon": coupon.id, "reward": reward.id, "name": reward.description}
            for coupon, rewards in order._get_claimable_rewards().items()
            for reward in rewards
        ]
