"""What is known of a customer's contact data, and by what it changes."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_orders.domain import card_search

from .. import explain
from ..domain.contact_data import PointState, plain_address
from .o2c_contact_point import FAILED

ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
FIELDS = {"email", "phone", *ADDRESS}
KINDS = ("email", "phone", "address")
TONES = {"failed": "danger", "stale": "warning", "fresh": "success"}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    o2c_point_ids = fields.One2many(
        "o2c.contact.point", "partner_id", "Contact points", readonly=True
    )

    def _o2c_points(self, *kinds):
        """The values by which these contacts are reached.

        :return: list of (partner, kind, value, key); the key is how values are compared
        """
        readers = {
            "email": lambda p: (p.email_normalized or "", p.email_normalized or ""),
            "phone": lambda p: (p.phone or "", card_search.digits(p.phone or "")),
            "address": lambda p: p._o2c_address_point(),
        }
        return [
            (partner, kind, *readers[kind](partner))
            for kind in kinds or KINDS
            for partner in self
        ]

    def _o2c_address_point(self):
        if not self.street and not self.city:
            return "", ""
        text = self._o2c_card_address()
        return text, plain_address(text)

    def write(self, vals):
        if not FIELDS & vals.keys():
            return super().write(vals)
        before = self._o2c_points()
        result = super().write(vals)
        present = self._o2c_points()
        keys = {(p.id, kind): key for p, kind, _value, key in present}
        gone = [row for row in before if row[3] and keys[row[0].id, row[1]] != row[3]]
        if gone:
            self.env["o2c.contact.point"]._follow(gone, present)
        return result

    def _o2c_failed(self, kind, state, source, detail):
        """Enter that telephone or e-mail of these contacts does not reach them."""
        if self:
            points = self.env["o2c.contact.point"]
            points._failed(self, kind, state, source, detail)

    def _o2c_with_phone(self, number):
        """Everybody with this telephone number, however it is written."""
        query = card_search.read(number)
        # a fact of the system: whoever sends may lack the right to some of them
        everybody = self.sudo()
        found = everybody._o2c_by_phone(query, False)
        return everybody.union(*(partner for partner, _why in found))

    # ------------------------------------------------------------- shown
    def _o2c_contact_data(self):
        """What is known of each way to reach this contact, ready to show.

        :return: {kind: {"label", "value", "tone", "record"}} of the values it has
        """
        self.ensure_one()
        points = {(p.kind, p.key): p for p in self.o2c_point_ids}
        lines = {}
        for _partner, kind, value, key in self._o2c_points():
            if key:
                point = points.get((kind, key), self.env["o2c.contact.point"])
                lines[kind] = {
                    "label": value,
                    "value": explain.contact_data.state(self.env, point),
                    "tone": TONES.get(point.standing, ""),
                    "record": [point._name, point.id]
                    if point
                    else [self._name, self.id],
                }
        return lines

    def _o2c_contact_warnings(self):
        warnings = super()._o2c_contact_warnings()
        domain = [
            ("customer_id", "in", self.commercial_partner_id.ids),
            ("is_current", "=", True),
            ("state", "in", FAILED),
        ]
        # whoever deals with a customer is warned that he is not reached
        points = self.env["o2c.contact.point"].sudo().search(domain)
        by_customer = points.grouped("customer_id")
        for partner in self:
            for point in by_customer.get(partner.commercial_partner_id, ()):
                text = explain.contact_data.warning(point)
                warnings.setdefault(partner.id, []).append(text)
        return warnings

    # ------------------------------------------------------------- verified today
    def action_o2c_verify_contact_data(self):
        """Note that telephone, e-mail and address of these contacts were confirmed."""
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only employees confirm contact data."))
        self.check_access("read")
        points = self.env["o2c.contact.point"]
        points._record(self._o2c_points(), PointState.VERIFIED, "call")
        return False

    def _o2c_check_correctable(self):
        """Refuse contacts of people who work here: their data are their own.

        :raise UserError: one of these contacts has an internal user
        """
        for partner in self:
            # users of other companies count too, whoever corrects
            if any(not user.share for user in partner.sudo().user_ids):
                raise UserError(
                    self.env._("%s is an employee and no customer.", partner.name)
                )
