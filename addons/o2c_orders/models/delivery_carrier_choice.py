from odoo import fields, models

from ..domain.delivery_choice import Kind


class DeliveryCarrierChoice(models.Model):
    """What customers may wish for a delivery with this method."""

    _name = "delivery.carrier"
    _inherit = "delivery.carrier"

    o2c_window_ids = fields.One2many(
        "o2c.delivery.window", "carrier_id", "Time windows", copy=True
    )
    o2c_point_ids = fields.Many2many(
        "o2c.pickup.point", "o2c_pickup_point_carrier_rel", string="Pick-up points"
    )
    o2c_offers_neighbour = fields.Boolean("Leaves it with a neighbour")
    o2c_offers_redirect = fields.Boolean(
        "Goes to another address",
        help="The order desk agrees to every new address before it counts.",
    )

    def _o2c_offered(self):
        """The kinds of wishes that this method takes."""
        offered = {
            Kind.WINDOW: bool(self.o2c_window_ids),
            Kind.POINT: bool(self.o2c_point_ids),
            Kind.NEIGHBOUR: self.o2c_offers_neighbour,
            Kind.REDIRECT: self.o2c_offers_redirect,
        }
        return frozenset(kind for kind, is_offered in offered.items() if is_offered)

    def _o2c_tell_choice(self, choice):
        """Tell the carrier what the customer wishes, when a connector can.

        A connector adds ``<delivery_type>_o2c_tell_choice(choice)``.
        """
        method = getattr(self, f"{self.delivery_type}_o2c_tell_choice", None)
        if method:
            method(choice)
