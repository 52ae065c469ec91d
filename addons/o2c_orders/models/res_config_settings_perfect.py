from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_perfect_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the costs"
    )
    o2c_entry_low = fields.Float(related="company_id.o2c_entry_low", readonly=False)
    o2c_entry_high = fields.Float(related="company_id.o2c_entry_high", readonly=False)
    o2c_perfect_low = fields.Float(related="company_id.o2c_perfect_low", readonly=False)
    o2c_perfect_high = fields.Float(
        related="company_id.o2c_perfect_high", readonly=False
    )
    o2c_complete_once = fields.Boolean(
        related="company_id.o2c_complete_once", readonly=False
    )
    o2c_complete_short = fields.Float(
        related="company_id.o2c_complete_short", readonly=False
    )
    o2c_complete_over = fields.Float(
        related="company_id.o2c_complete_over", readonly=False
    )
    o2c_on_time_basis = fields.Selection(
        related="company_id.o2c_on_time_basis", readonly=False, required=True
    )
    o2c_on_time_late = fields.Integer(
        related="company_id.o2c_on_time_late", readonly=False
    )
    o2c_on_time_early_limited = fields.Boolean(
        related="company_id.o2c_on_time_early_limited", readonly=False
    )
    o2c_on_time_early = fields.Integer(
        related="company_id.o2c_on_time_early", readonly=False
    )
    o2c_invoice_price_off = fields.Float(
        related="company_id.o2c_invoice_price_off", readonly=False
    )
    o2c_invoice_in_time = fields.Boolean(
        related="company_id.o2c_invoice_in_time", readonly=False
    )
    o2c_invoice_days = fields.Integer(
        related="company_id.o2c_invoice_days", readonly=False
    )
    o2c_damage_basis = fields.Selection(
        related="company_id.o2c_damage_basis", readonly=False, required=True
    )
    o2c_damage_days = fields.Integer(
        related="company_id.o2c_damage_days", readonly=False
    )
    o2c_cost_way = fields.Monetary(
        related="company_id.o2c_cost_way",
        readonly=False,
        currency_field="o2c_perfect_currency_id",
    )
    o2c_cost_minute = fields.Monetary(
        related="company_id.o2c_cost_minute",
        readonly=False,
        currency_field="o2c_perfect_currency_id",
    )
    o2c_minutes_error = fields.Integer(
        related="company_id.o2c_minutes_error", readonly=False
    )
    o2c_minutes_credit = fields.Integer(
        related="company_id.o2c_minutes_credit", readonly=False
    )
    o2c_minutes_return = fields.Integer(
        related="company_id.o2c_minutes_return", readonly=False
    )
    o2c_minutes_complaint = fields.Integer(
        related="company_id.o2c_minutes_complaint", readonly=False
    )
