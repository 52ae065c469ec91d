from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_appointment_lead_days = fields.Integer(
        "First day offered",
        default=1,
        help="Days from today to the first day that a customer may choose.",
    )
    o2c_appointment_answer_hours = fields.Integer(
        "Time to answer (hours)",
        default=48,
        help="After so many hours a proposal without answer expires.",
    )
    o2c_appointment_remind_hours = fields.Integer(
        "Remind before (hours)",
        default=24,
        help="So many hours before the visit the customer is reminded of it.",
    )
    o2c_appointment_tolerance = fields.Integer(
        "Tolerance (minutes)",
        default=15,
        help="A visit so much before or after the window still keeps the appointment.",
    )
    o2c_empty_run_cost = fields.Monetary(
        "Cost of an empty run",
        help="What a drive to a closed door costs you: fuel, time, handling. Nothing"
        " is reckoned with while this is zero.",
    )

    _o2c_appointment_terms = models.Constraint(
        "CHECK (o2c_appointment_lead_days >= 0 AND o2c_appointment_answer_hours > 0"
        " AND o2c_appointment_remind_hours >= 0 AND o2c_appointment_tolerance >= 0"
        " AND o2c_empty_run_cost >= 0)",
        "Times and costs of appointments are not negative; an answer needs an hour.",
    )
