"""Which fields of a ticket its customer reads by himself, whatever interface he takes.

The portal's pages show more, each of it chosen by a method; what is not named here
(whose fault it was, what it cost, notes for colleagues) never leaves through the
generic interfaces.
"""

from odoo import models

READABLE = frozenset(
    {
        "id",
        "display_name",
        "number",
        "name",
        "kind",
        "priority",  # in the order of tickets
        "description",
        "channel",
        "lang",
        "remedy",
        "company_id",
        "partner_id",
        "person_id",
        "order_id",
        "picking_id",
        "invoice_id",
        "item_ids",
        "opened_at",
        "acknowledged_at",
        "answered_at",
        "closed_at",
        "access_url",
        "message_ids",
        "message_partner_ids",
        "create_date",
    }
)


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        if allowed and not self.env.su and self.env.user.share:
            return operation == "read" and field.name in READABLE
        return allowed
