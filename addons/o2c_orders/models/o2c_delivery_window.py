from odoo import api, fields, models
from odoo.tools import format_duration


class O2cDeliveryWindow(models.Model):
    """A part of the day in which a carrier delivers when asked to."""

    _name = "o2c.delivery.window"
    _description = "Delivery time window"
    _order = "hour_from, hour_to"

    carrier_id = fields.Many2one(
        "delivery.carrier", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(compute="_compute_name", store=True)
    hour_from = fields.Float("From", required=True)
    hour_to = fields.Float("To", required=True)

    _within_a_day = models.Constraint(
        "CHECK (0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "A time window begins before it ends, on one day.",
    )

    @api.depends("hour_from", "hour_to")
    def _compute_name(self):
        for window in self:
            start, end = (
                format_duration(h) for h in (window.hour_from, window.hour_to)
            )
            window.name = f"{start} - {end}"
