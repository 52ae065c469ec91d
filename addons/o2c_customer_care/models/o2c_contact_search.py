"""The contact log is searched by anything that somebody has in his hand."""

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.o2c_orders.domain import card_search

from ..domain.amounts import reading

MOST = 500  # documents of one number; who wants all gives more of it
# texts of the entry itself
TEXTS = (
    "summary",
    "details",
    "outcome",
    "next_step",
    "partner_name",
    "person_name",
    "user_name",
    "document_ids.name",
)
# model, its field, and the fields that lead to documents people log contacts about
NUMBERS = (
    ("sale.order", "name", ()),
    ("sale.order", "client_order_ref", ()),
    ("account.move", "name", ()),
    ("account.move", "payment_reference", ()),
    ("stock.picking", "name", ("sale_id",)),
    ("stock.picking", "carrier_tracking_ref", ("sale_id",)),
    ("o2c.shipment", "tracking_ref", ("picking_id", "order_id")),
    ("o2c.ticket", "number", ()),
    ("o2c.ticket", "external_id", ()),
)
AMOUNTS = (
    ("sale.order", "amount_total"),
    ("account.move", "amount_total"),
    ("account.payment", "amount"),
    ("o2c.dispute", "amount"),
)


class O2cContact(models.Model):
    _name = "o2c.contact"
    _inherit = "o2c.contact"

    anything = fields.Char(
        compute="_compute_anything",
        search="_search_anything",
        help="A number of an order, invoice, delivery, parcel or ticket, an amount, a"
        " telephone number, an e-mail address, a tax number, a name or a word.",
    )

    def _compute_anything(self):
        self.anything = False

    def _search_anything(self, operator, value):
        """Contacts to which ``value`` leads, by what the user may read."""
        if operator not in ("ilike", "=", "in"):
            return NotImplemented
        texts = [value] if isinstance(value, str) else list(value or ())
        return Domain.OR(self._about_anything(text) for text in texts if text)

    def _about_anything(self, text):
        text = " ".join(text.split())
        domains = [Domain(name, "ilike", text) for name in TEXTS]
        partners = self._partners_of(text)
        if partners:
            domains += [
                Domain("partner_id", "in", partners.ids),
                Domain("person_id", "in", partners.ids),
            ]
        for documents in [*self._numbered(text), *self._of_amount(text)]:
            about = Domain("res_model", "=", documents._name)
            about &= Domain("res_id", "in", documents.ids)
            domains.append(Domain("document_ids", "any", about))
        return Domain.OR(domains)

    def _partners_of(self, text):
        """Whom a telephone number, an e-mail address or a tax number belongs to."""
        query = card_search.read(text)
        partners = self.env["res.partner"]
        rows = [
            *partners._o2c_by_phone(query, False),
            *partners._o2c_by_email(query, False),
            *partners._o2c_by_tax_number(query, False),
            *partners._o2c_by_customer_number(query, False),
        ]
        found = partners.union(*(partner for partner, _why in rows))
        return found._filtered_access("read")

    def _numbered(self, text):
        """Documents with this number, and those that belong to them."""
        if not any(character.isdigit() for character in text):
            return
        for model, name, ways in NUMBERS:
            # a number leads to contacts that the user may read, and tells nothing else
            Model = self.env[model].sudo()
            domain = Domain(name, "=ilike", _literal(text))
            documents = Model.search(domain, limit=MOST, order="id desc")
            yield from (d for d in (documents, *(documents[w] for w in ways)) if d)

    def _of_amount(self, text):
        """Documents over this amount."""
        amount = reading(text)
        if amount is None:
            return
        for model, name in AMOUNTS:
            Model = self.env[model]
            if Model.has_access("read"):
                domain = Domain(name, "=", float(amount))
                yield Model.search(domain, limit=MOST, order="id desc")


def _literal(text):
    """``text`` for a comparison that knows wildcards."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
