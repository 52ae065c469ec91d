from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain.appointment import Slot

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class O2cAppointmentSlot(models.Model):
    """A weekly window in which a warehouse delivers or picks up, and how often."""

    _name = "o2c.appointment.slot"
    _description = "Appointment window"
    _order = "warehouse_id, weekday, hour_from"
    _check_company_auto = True

    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True)
    active = fields.Boolean(default=True)
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    hour_from = fields.Float("From", required=True, default=8.0)
    hour_to = fields.Float("To", required=True, default=12.0)
    capacity = fields.Integer(
        "Visits",
        required=True,
        default=4,
        help="How many customers get this window on one day.",
    )
    serves = fields.Selection(
        [
            ("both", "Deliveries and pick-ups"),
            ("out", "Deliveries"),
            ("in", "Pick-ups"),
        ],
        required=True,
        default="both",
    )

    _hours_order = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to <= 24 AND hour_from < hour_to)",
        "A window begins before it ends, within one day.",
    )
    _capacity_sign = models.Constraint(
        "CHECK (capacity > 0)", "A window has room for one visit at least."
    )

    @api.depends("weekday", "hour_from", "hour_to")
    def _compute_display_name(self):
        names = dict(self._fields["weekday"]._description_selection(self.env))
        for slot in self:
            span = f"{_clock(slot.hour_from)}-{_clock(slot.hour_to)}"
            slot.display_name = f"{names.get(slot.weekday, '')} {span}".strip()

    @api.constrains("hour_from", "hour_to", "weekday", "warehouse_id", "active")
    def _check_overlap(self):
        """Two windows may not share a minute: a visit would belong to both."""
        for slot in self.filtered("active"):
            meeting = [("warehouse_id", "=", slot.warehouse_id.id)]
            meeting += [("weekday", "=", slot.weekday), ("id", "!=", slot.id)]
            meeting += [("hour_from", "<", slot.hour_to)]
            meeting += [("hour_to", ">", slot.hour_from)]
            if slot.serves != "both":
                meeting += [("serves", "in", [slot.serves, "both"])]
            twin = self.search_count(meeting, limit=1)
            if twin:
                raise ValidationError(
                    self.env._(
                        "“%s” overlaps another window of this warehouse.",
                        slot.display_name,
                    )
                )

    def _facts(self):
        """The windows as the rule wants them."""
        return [
            Slot(s.id, int(s.weekday), s.hour_from, s.hour_to, s.capacity) for s in self
        ]


def _clock(hour):
    minutes = round(hour * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
