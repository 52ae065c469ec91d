from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_dunning_strategy_id = fields.Many2one(
        related="company_id.o2c_dunning_strategy_id", readonly=False
    )
    o2c_dunning_auto = fields.Selection(
        related="company_id.o2c_dunning_auto", readonly=False, required=True
    )
    o2c_dunning_quiet_days = fields.Integer(
        related="company_id.o2c_dunning_quiet_days", readonly=False
    )
    o2c_dunning_max_contacts = fields.Integer(
        related="company_id.o2c_dunning_max_contacts", readonly=False
    )
    o2c_dunning_window_days = fields.Integer(
        related="company_id.o2c_dunning_window_days", readonly=False
    )
    o2c_dunning_max_fee = fields.Monetary(
        related="company_id.o2c_dunning_max_fee",
        readonly=False,
        currency_field="o2c_credit_currency_id",
    )
    o2c_dunning_legal_days = fields.Integer(
        related="company_id.o2c_dunning_legal_days", readonly=False
    )
