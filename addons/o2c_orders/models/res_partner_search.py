from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import explain
from ..domain.card_search import TAIL, read, same_number, tail

FOUND = 8
LEAST = 4  # characters of a part of a number
# model, field, what it is called
DOCUMENTS = (
    ("sale.order", "name", "order"),
    ("account.move", "name", "invoice"),
    ("stock.picking", "name", "delivery"),
    ("o2c.shipment", "tracking_ref", "parcel"),
    ("sale.order", "client_order_ref", "order"),
    ("account.move", "payment_reference", "invoice"),
)
# as domain/card_search.py takes it from a number
PHONE_TAIL = (
    r"right(regexp_replace(regexp_replace(phone, '(ext|int|x|#|;).*$', '', 'i'),"
    rf" '\D', '', 'g'), {TAIL})"
)
# without its country
TAX_NUMBER = "substr(vat, 3)"


class ResPartnerSearch(models.Model):
    """One box for everything that leads to a customer."""

    _name = "res.partner"
    _inherit = "res.partner"

    _o2c_phone_tail = models.Index(f"({PHONE_TAIL}) WHERE phone IS NOT NULL")
    _o2c_tax_number = models.Index(f"({TAX_NUMBER}) WHERE vat IS NOT NULL")
    _o2c_email = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")

    @api.model
    @api.readonly
    def o2c_card_search(self, text):
        """The customers to whom ``text`` leads, the likeliest first.

        :param str text: a telephone number in any form, a number of an order,
            invoice, delivery or parcel, a tax number, an e-mail address or a name
        :return: list of dicts ``{"id", "name", "detail", "why"}``, at most eight
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("The customer card is for employees."))
        query, found = read(text), {}
        for source in (
            self._o2c_by_document,
            self._o2c_by_phone,
            self._o2c_by_email,
            self._o2c_by_tax_number,
            self._o2c_by_customer_number,
            self._o2c_by_part_of_number,
            self._o2c_by_name,
        ):
            if len(found) < FOUND:
                for partner, why in source(query, bool(found)):
                    found.setdefault(partner, why)
        partners = self.browse([p.id for p in found])._filtered_access("read")
        return [p._o2c_card_result(found[p]) for p in partners[:FOUND]]

    def _o2c_card_result(self, why):
        source, text = why
        customer = self.commercial_partner_id
        person = self.name if self != customer and self.name else ""
        detail = ", ".join(part for part in (person, self.city, self.phone) if part)
        return {
            "id": self.id,
            "name": customer.display_name,
            "detail": detail,
            "why": explain.card.found_by(self.env, source, text),
        }

    # ------------------------------------------------------------- the sources
    def _o2c_by_document(self, query, found):
        """Documents with exactly this number, small or capital letters."""
        spellings = [*{query.number, query.number.upper(), query.number.lower()}]
        return self._o2c_of_documents(query, "in", spellings)

    def _o2c_by_part_of_number(self, query, found):
        """Documents whose number contains this; only when nothing else was found."""
        if found or len(query.number) < LEAST:
            return []
        return self._o2c_of_documents(query, "ilike", query.number)

    def _o2c_of_documents(self, query, operator, value):
        rows = []
        if not query.number:
            return rows
        for model, field, source in DOCUMENTS:
            Model = self.env[model]
            if Model.has_access("read"):
                domain = Domain(field, operator, value)
                documents = Model.search(domain, limit=FOUND, order="id desc")
                rows += [(d.partner_id, (source, d[field])) for d in documents]
        return [(partner, why) for partner, why in rows if partner]

    def _o2c_by_phone(self, query, found):
        if not query.phone:
            return []
        self.flush_model(["phone", "active"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, phone FROM res_partner"
                " WHERE active AND phone IS NOT NULL AND %s = %s",
                SQL(PHONE_TAIL),
                tail(query.phone),
            )
        )
        return [
            (self.browse(number), ("phone", phone))
            for number, phone in rows
            if same_number(phone, query.phone)
        ]

    def _o2c_by_email(self, query, found):
        if not query.email:
            return []
        domain = Domain("email_normalized", "=", query.email)
        partners = self.search(domain, limit=FOUND)
        return [(partner, ("email", query.email)) for partner in partners]

    def _o2c_by_tax_number(self, query, found):
        """The tax number, with or without its country."""
        if not query.compact:
            return []
        self.flush_model(["vat", "active"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, vat FROM res_partner"
                " WHERE active AND (vat IN %s OR (vat IS NOT NULL AND %s = %s))"
                # people have the tax number of their company
                " ORDER BY commercial_partner_id <> id, id",
                (query.compact, query.text),
                SQL(TAX_NUMBER),
                query.compact,
            )
        )
        return [(self.browse(number), ("vat", vat)) for number, vat in rows]

    def _o2c_by_customer_number(self, query, found):
        if not query.number:
            return []
        domain = Domain("ref", "in", [query.number, query.number.upper()])
        partners = self.search(domain, limit=FOUND)
        return [(partner, ("reference", partner.ref)) for partner in partners]

    def _o2c_by_name(self, query, found):
        """By name; a text that is a number of something is not looked for in names."""
        if not query.name or found:
            return []
        domain = Domain("complete_name", "ilike", query.name)
        partners = self.search(domain, limit=FOUND * 4, order="complete_name")
        start = query.name.lower()
        partners = partners.sorted(
            lambda p: (
                not (p.complete_name or "").lower().startswith(start),
                bool(p.parent_id),
            )
        )
        return [(partner, ("name", "")) for partner in partners[:FOUND]]
