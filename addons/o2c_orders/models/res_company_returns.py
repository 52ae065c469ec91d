from datetime import datetime, time
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..domain.withdrawal import SATURDAY

WORK = (time(8), time(17))  # a closure over these hours makes a free day
UTC = ZoneInfo("UTC")


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_return_portal = fields.Boolean(
        "Returns in the portal",
        default=True,
        help="Customers ask for returns on the page of their order.",
    )
    o2c_return_transit_days = fields.Integer(
        "Days to send goods back",
        default=14,
        help="So long after the authorisation the goods are expected.",
    )
    o2c_withdrawal_scope = fields.Selection(
        [
            ("consumers", "Consumers"),
            ("everybody", "All customers"),
            ("nobody", "Nobody"),
        ],
        "Right of withdrawal",
        required=True,
        default="consumers",
        help="To whom the right of withdrawal is granted. In the EU consumers have it"
        " by law on contracts concluded at a distance.",
    )
    o2c_sells_at_distance = fields.Boolean(
        "Sells at a distance",
        default=True,
        help="New orders count as concluded by web, phone or mail.",
    )
    o2c_tells_withdrawal = fields.Boolean(
        "Order confirmations tell about it",
        default=True,
        help="Who is not told about the right has it for a year longer.",
    )
    o2c_delivery_refund_limited = fields.Boolean("Limit the refund of delivery")
    o2c_delivery_refund = fields.Monetary(
        "Standard delivery",
        help="What the cheapest standard delivery costs, as on the order line: no more"
        " is paid back when the customer chose a dearer one.",
    )

    def _o2c_free_days(self):
        """A function of a day (date): nobody works on it in this company.

        Weekends are free by law; so are days without working hours and the public
        holidays entered in the working calendar.
        """
        self.ensure_one()
        # whoever asks: a customer has no right to the calendar
        calendar = self.sudo().resource_calendar_id
        weekdays = {int(day) for day in calendar.attendance_ids.mapped("dayofweek")}
        closed = self._o2c_closures(calendar)
        zone = ZoneInfo(self.partner_id.tz or calendar.tz or "UTC")

        def is_free(day):
            if day.weekday() >= SATURDAY or (
                weekdays and day.weekday() not in weekdays
            ):
                return True
            start, end = (
                datetime.combine(day, hour, zone).astimezone(UTC).replace(tzinfo=None)
                for hour in WORK
            )
            return any(begin <= start and end <= until for begin, until in closed)

        return is_free

    def _o2c_closures(self, calendar):
        leaves = self.env["resource.calendar.leaves"].sudo()  # as the calendar
        found = leaves.search(
            [
                ("resource_id", "=", False),
                ("company_id", "in", (self.id, False)),
                ("calendar_id", "in", (calendar.id, False)),
            ]
        )
        return [(leave.date_from, leave.date_to) for leave in found]


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_return_portal = fields.Boolean(
        related="company_id.o2c_return_portal", readonly=False
    )
    o2c_return_transit_days = fields.Integer(
        related="company_id.o2c_return_transit_days", readonly=False
    )
    o2c_withdrawal_scope = fields.Selection(
        related="company_id.o2c_withdrawal_scope", readonly=False, required=True
    )
    o2c_sells_at_distance = fields.Boolean(
        related="company_id.o2c_sells_at_distance", readonly=False
    )
    o2c_tells_withdrawal = fields.Boolean(
        related="company_id.o2c_tells_withdrawal", readonly=False
    )
    o2c_delivery_refund_limited = fields.Boolean(
        related="company_id.o2c_delivery_refund_limited", readonly=False
    )
    o2c_delivery_refund = fields.Monetary(
        related="company_id.o2c_delivery_refund",
        currency_field="o2c_return_currency_id",
        readonly=False,
    )
    o2c_return_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the refund"
    )
