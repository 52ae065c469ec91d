"""Whom and what the rows of a message mean, looked up for all rows at once."""

from collections import defaultdict

from odoo.fields import Domain

from ..domain.interface import Code, Issue

CUSTOMER_KEYS = ("ref", "vat", "email")
PARTNER_FIELDS = {"ref": "ref", "vat": "vat", "email": "email_normalized"}


class Lookup:
    """Customers, products, channels and countries that orders name."""

    def __init__(self, interface, orders):
        self.interface = interface
        self.env = interface.env
        self._shared = Domain("company_id", "in", (False, interface.company_id.id))
        self._partners = {
            key: self._read_partners(key, orders) for key in PARTNER_FIELDS
        }
        self._products = self._read_products(orders)
        self._media = self._read_media(orders)
        self._countries = {}

    def _read_partners(self, key, orders):
        wanted = {_normal(key, getattr(o.customer, key)) for o in orders} - {""}
        name = PARTNER_FIELDS[key]
        domain = self._shared & Domain(name, "in", list(wanted))
        found = defaultdict(self.env["res.partner"].browse)
        for partner in self.env["res.partner"].search(domain) if wanted else ():
            found[partner[name]] |= partner
        return found

    def _read_products(self, orders):
        wanted = list({line.product for order in orders for line in order.lines})
        found = defaultdict(self.env["product.product"].browse)
        sold = self._shared & Domain("sale_ok", "=", True)
        for name in ("default_code", "barcode"):
            for product in self.env["product.product"].search(
                sold & Domain(name, "in", wanted)
            ):
                found[product[name]] |= product
        return found

    def _read_media(self, orders):
        wanted = [order.channel for order in orders if order.channel]
        domain = Domain.OR([[("name", "=ilike", name)] for name in set(wanted)])
        media = self.env["utm.medium"].search(domain) if wanted else ()
        return {medium.name.lower(): medium for medium in media}

    # ------------------------------------------------------------- one order
    def customer(self, given):
        """(the customer or nobody, issues): by reference, else VAT, else e-mail."""
        nobody = self.env["res.partner"]
        for key in CUSTOMER_KEYS:
            value = _normal(key, getattr(given, key))
            found = self._partners[key].get(value, nobody) if value else nobody
            if len(found) > 1:
                found = found.commercial_partner_id & found or found
            if len(found) > 1:
                return nobody, [self._wrong(key, Code.AMBIGUOUS_CUSTOMER, value)]
            if found:
                return found, []
        if self.interface.creates_customers and given.name:
            return self._new_customer(given)
        key = next((k for k in (*CUSTOMER_KEYS, "name") if getattr(given, k)), "ref")
        return nobody, [self._wrong(key, Code.UNKNOWN_CUSTOMER, getattr(given, key))]

    def _wrong(self, key, code, value):
        return Issue(f"customer.{key}", code, value)

    def _new_customer(self, given):
        country = self._country(given.country)
        if country is None:
            return self.env["res.partner"], [
                self._wrong("country", Code.UNKNOWN_COUNTRY, given.country)
            ]
        texts = ("name", "ref", "vat", "email", "phone", "street", "zip", "city")
        partner = self.env["res.partner"].create(
            {
                **{name: getattr(given, name) or False for name in texts},
                "country_id": country.id,
                "is_company": bool(given.vat),
                "company_id": self.interface.company_id.id,
                "o2c_agent_id": self.interface.agent_id.id,
            }
        )
        return partner, []

    def remember(self, given, partner):
        """The customer of a row that went well is known to the rows after it."""
        for key in CUSTOMER_KEYS:
            if value := _normal(key, getattr(given, key)):
                self._partners[key].setdefault(value, partner)

    def _country(self, code):
        """The country of a code; the company's for none; None for an unknown one."""
        if not code:
            return self.interface.company_id.country_id
        code = code.upper()
        if code not in self._countries:
            country = self.env["res.country"].search([("code", "=", code)])
            self._countries[code] = country or None
        return self._countries[code]

    def product(self, text, number):
        """(the product, issues) of line ``number``."""
        found = self._products.get(text, self.env["product.product"])
        if len(found) == 1:
            return found, []
        code = Code.AMBIGUOUS_PRODUCT if found else Code.UNKNOWN_PRODUCT
        return found[:0], [Issue(f"lines.{number}.product", code, text)]

    def medium(self, text):
        """(the channel, issues); the interface's own for none."""
        if not text:
            return self.interface.medium_id, []
        if medium := self._media.get(text.lower()):
            return medium, []
        return self.interface.medium_id, [Issue("channel", Code.UNKNOWN_CHANNEL, text)]


def _normal(key, text):
    """A key as it stands in the database."""
    return text.strip().lower() if key == "email" else text
