"""What a company calls well taken and perfect, and what imperfection costs it."""

from decimal import Decimal

from odoo import fields, models

from ..domain import imperfection
from ..domain import perfect_order as rules

BASES = [
    ("promised", "The promised delivery as it stands now"),
    ("first", "The first promise, whatever was agreed later"),
    ("requested", "Only a delivery date that stands on the order"),
    ("shipping", "The planned shipping, by the day it left"),
]
RETURNS = [
    ("fault", "What is our fault, or came back without a reason"),
    ("all", "Every return, a change of mind too"),
]
# a change of these changes measures that exist already
MEASURE_FIELDS = {
    "o2c_complete_once",
    "o2c_complete_short",
    "o2c_complete_over",
    "o2c_on_time_basis",
    "o2c_on_time_late",
    "o2c_on_time_early_limited",
    "o2c_on_time_early",
    "o2c_invoice_price_off",
    "o2c_invoice_in_time",
    "o2c_invoice_days",
    "o2c_damage_basis",
    "o2c_damage_days",
    "o2c_cost_way",
    "o2c_cost_minute",
    "o2c_minutes_error",
    "o2c_minutes_credit",
    "o2c_minutes_return",
    "o2c_minutes_complaint",
}


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_entry_low = fields.Float("Well-taken orders, from (%)", default=96.0)
    o2c_entry_high = fields.Float("Well-taken orders, to (%)", default=99.0)
    o2c_perfect_low = fields.Float("Perfect orders, from (%)", default=75.0)
    o2c_perfect_high = fields.Float("Perfect orders, to (%)", default=85.0)

    o2c_complete_once = fields.Boolean(
        "Complete in one delivery",
        default=True,
        help="An order that came in parts is not complete, even when nothing lacks.",
    )
    o2c_complete_short = fields.Float(
        "Allowed short (%)", help="So much less than ordered is still complete."
    )
    o2c_complete_over = fields.Float(
        "Allowed over (%)", help="So much more than ordered is still complete."
    )
    o2c_on_time_basis = fields.Selection(
        BASES, "On time against", required=True, default="promised"
    )
    o2c_on_time_late = fields.Integer(
        "Days late allowed", help="Calendar days after the planned one."
    )
    o2c_on_time_early_limited = fields.Boolean("Too early is not on time")
    o2c_on_time_early = fields.Integer(
        "Days early allowed", help="Calendar days before the planned one."
    )
    o2c_invoice_price_off = fields.Float(
        "Price difference allowed (%)",
        help="Between the order and its invoices, either way.",
    )
    o2c_invoice_in_time = fields.Boolean("A late invoice is not right")
    o2c_invoice_days = fields.Integer(
        "Days to the invoice", default=5, help="Calendar days after the delivery."
    )
    o2c_damage_basis = fields.Selection(
        RETURNS, "Returns that count", required=True, default="fault"
    )
    o2c_damage_days = fields.Integer(
        "Days until undamaged",
        help="So long after the delivery nothing may come back or be complained about"
        " before the order counts as undamaged. What comes later still counts.",
    )

    o2c_cost_way = fields.Monetary(
        "Cost of one more way",
        default=14.0,
        help="A second delivery, a failed try, a way back.",
    )
    o2c_cost_minute = fields.Monetary("Cost of a minute of work", default=0.6)
    o2c_minutes_error = fields.Integer("Minutes for an entry error", default=12)
    o2c_minutes_credit = fields.Integer("Minutes for a credit note", default=15)
    o2c_minutes_return = fields.Integer("Minutes for a return", default=20)
    o2c_minutes_complaint = fields.Integer("Minutes for a complaint", default=25)

    _o2c_bands = models.Constraint(
        "CHECK (o2c_entry_low BETWEEN 0 AND o2c_entry_high AND o2c_entry_high <= 100"
        " AND o2c_perfect_low BETWEEN 0 AND o2c_perfect_high"
        " AND o2c_perfect_high <= 100)",
        "A target band goes from a lower to a higher percentage, both from 0 to 100.",
    )
    _o2c_tolerances = models.Constraint(
        "CHECK (o2c_complete_short BETWEEN 0 AND 100 AND o2c_complete_over >= 0"
        " AND o2c_on_time_late >= 0 AND o2c_on_time_early >= 0"
        " AND o2c_invoice_price_off >= 0 AND o2c_invoice_days >= 0"
        " AND o2c_damage_days >= 0)",
        "Tolerances and days cannot be less than zero.",
    )
    _o2c_imperfection = models.Constraint(
        "CHECK (o2c_cost_way >= 0 AND o2c_cost_minute >= 0 AND o2c_minutes_error >= 0"
        " AND o2c_minutes_credit >= 0 AND o2c_minutes_return >= 0"
        " AND o2c_minutes_complaint >= 0)",
        "Costs and minutes cannot be less than zero.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & MEASURE_FIELDS:
            self.env["o2c.perfect.order"]._queue_companies(self)
        return result

    def _o2c_perfect_settings(self):
        """The settings as the rule takes them."""
        self.ensure_one()
        return rules.Settings(
            once=self.o2c_complete_once,
            short_percent=_decimal(self.o2c_complete_short),
            over_percent=_decimal(self.o2c_complete_over),
            late_days=self.o2c_on_time_late,
            early_days=self.o2c_on_time_early
            if self.o2c_on_time_early_limited
            else None,
            price_percent=_decimal(self.o2c_invoice_price_off),
            invoice_days=self.o2c_invoice_days if self.o2c_invoice_in_time else None,
            watch_days=self.o2c_damage_days,
        )

    def _o2c_imperfection_prices(self):
        """What imperfection costs, as the rule takes it."""
        self.ensure_one()
        return imperfection.Prices(
            way=_decimal(self.o2c_cost_way),
            minute=_decimal(self.o2c_cost_minute),
            error_minutes=self.o2c_minutes_error,
            credit_minutes=self.o2c_minutes_credit,
            return_minutes=self.o2c_minutes_return,
            complaint_minutes=self.o2c_minutes_complaint,
        )


def _decimal(number):
    return Decimal(str(number))
