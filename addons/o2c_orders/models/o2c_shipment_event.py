from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..domain.shipment import Event, Status
from .o2c_shipment import STATUSES

SOURCES = [
    ("webhook", "Courier (webhook)"),
    ("csv", "Courier (file)"),
    ("adapter", "Courier (asked)"),
    ("driver", "Driver"),
    ("person", "Person"),
    ("transfer", "Transfer"),
]


class O2cShipmentEvent(models.Model):
    """One report about one shipment, as it came. Append-only."""

    _name = "o2c.shipment.event"
    _description = "Shipment event"
    _order = "at desc, id desc"
    _rec_name = "status"

    shipment_id = fields.Many2one(
        "o2c.shipment", required=True, ondelete="cascade", readonly=True
    )
    picking_id = fields.Many2one(related="shipment_id.picking_id")
    order_id = fields.Many2one(related="shipment_id.order_id")
    company_id = fields.Many2one(related="shipment_id.company_id")
    carrier_id = fields.Many2one(related="shipment_id.carrier_id")
    status = fields.Selection(
        STATUSES, readonly=True, help="Empty: a code that nobody has explained yet."
    )
    code = fields.Char("Courier's code", readonly=True)
    text = fields.Char("Courier's words", readonly=True)
    at = fields.Datetime("When", required=True, readonly=True, index=True)
    source = fields.Selection(SOURCES, required=True, readonly=True)
    source_key = fields.Char(required=True, readonly=True, help="What makes it unique.")
    latitude = fields.Float(digits=(10, 7), readonly=True)
    longitude = fields.Float(digits=(10, 7), readonly=True)
    photo = fields.Binary(attachment=True, readonly=True)
    signature = fields.Binary(attachment=True, readonly=True)
    note = fields.Text(readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)

    _key_once = models.Constraint(
        "UNIQUE (shipment_id, source_key)", "This event is recorded already."
    )
    _on_earth = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "This position is not on earth.",
    )

    @api.model
    def _known(self, keys):
        """``{(shipment id, source key): event}`` of those of ``keys`` that exist."""
        shipments = list({shipment_id for shipment_id, _key in keys})
        names = list({key for _shipment_id, key in keys})
        domain = Domain("shipment_id", "in", shipments) & Domain(
            "source_key", "in", names
        )
        found = self.search(domain)
        return {(event.shipment_id.id, event.source_key): event for event in found}

    def _fact(self):
        """This event as a fact for the rule."""
        return Event(
            status=Status(self.status) if self.status else None,
            at=self.at,
            by_hand=self.source == "person",
            number=self.id,
        )

    def _after_report(self):
        """Hook. Runs once for every new event, after its shipment was settled.

        ``self`` are the new events of one report (often one, many from a file),
        with superuser rights. Nothing to return; never raise for what is merely
        unexpected: a report must not get lost.
        """

    def write(self, vals):
        self.check_access("write")
        if vals:
            raise UserError(self.env._("An event cannot be changed. Report a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Events are never deleted."))
