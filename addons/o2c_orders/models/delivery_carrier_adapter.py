import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain.practice_courier import SCRIPT, events_until, read_script

PRACTICE = "o2c_practice"


class DeliveryCarrierAdapter(models.Model):
    """Couriers that are asked for their reports, and one to practise with.

    A connector adds ``<delivery_type>_o2c_fetch_events(shipments)``.
    """

    _name = "delivery.carrier"
    _inherit = "delivery.carrier"

    delivery_type = fields.Selection(
        selection_add=[(PRACTICE, "Practice courier (no network)")],
        ondelete={PRACTICE: "set default"},
    )
    o2c_practice_script = fields.Text(
        "Script",
        default=SCRIPT,
        help="One event a line: hours after collection, code, words.",
    )

    def _o2c_fetch_events(self, shipments):
        """Ask this carrier what happened to ``shipments``.

        :param shipments: its parcels under way, all with a tracking reference
        :return: a list of dicts as in the webhook's messages: ``tracking``,
            ``code``, ``at`` (ISO 8601), and if known ``key``, ``text``, ``note``,
            ``latitude``, ``longitude``, ``photo``, ``signature``. The same event
            may be told every time.
        """
        self.ensure_one()
        method = getattr(self, f"{self.delivery_type}_o2c_fetch_events", None)
        return method(shipments) if method else []

    def _o2c_can_be_asked(self):
        """Whether somebody wrote an adapter for this delivery type."""
        self.ensure_one()
        return hasattr(self, f"{self.delivery_type}_o2c_fetch_events")

    # ------------------------------------------------------------- practice
    @api.constrains("o2c_practice_script")
    def _check_o2c_practice_script(self):
        for carrier in self:
            try:
                read_script(carrier.o2c_practice_script)
            except ValueError as error:
                text = self.env._("“%s” is no step: write hours, code, words.", error)
                raise ValidationError(text) from error

    def o2c_practice_o2c_fetch_events(self, shipments):
        """The steps of the script that are due for each parcel."""
        parcels = [
            (s.tracking_ref, s.collected_at) for s in shipments if s.collected_at
        ]
        steps = read_script(self.o2c_practice_script)
        return events_until(steps, parcels, fields.Datetime.now())

    def o2c_practice_rate_shipment(self, order):
        """The price: that of the delivery product, as with a fixed price."""
        return self.fixed_rate_shipment(order)

    def o2c_practice_send_shipping(self, pickings):
        """A tracking number for each transfer."""
        return [
            {
                "exact_price": self.fixed_price,
                "tracking_number": f"PRACTICE{secrets.token_hex(5).upper()}",
            }
            for _picking in pickings
        ]

    def o2c_practice_get_tracking_link(self, picking):
        """Where to follow the parcel, when the method says so."""
        return self.fixed_get_tracking_link(picking)

    def o2c_practice_cancel_shipment(self, pickings):
        """Nothing to take back: the courier exists only on paper."""
