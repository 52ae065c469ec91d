from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of costs"
    )
    o2c_appointment_lead_days = fields.Integer(
        related="company_id.o2c_appointment_lead_days", readonly=False
    )
    o2c_appointment_answer_hours = fields.Integer(
        related="company_id.o2c_appointment_answer_hours", readonly=False
    )
    o2c_appointment_remind_hours = fields.Integer(
        related="company_id.o2c_appointment_remind_hours", readonly=False
    )
    o2c_appointment_tolerance = fields.Integer(
        related="company_id.o2c_appointment_tolerance", readonly=False
    )
    o2c_empty_run_cost = fields.Monetary(
        related="company_id.o2c_empty_run_cost",
        readonly=False,
        currency_field="o2c_currency_id",
    )
