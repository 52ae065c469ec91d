from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_late_journal_id = fields.Many2one(
        related="company_id.o2c_late_journal_id", readonly=False
    )
    o2c_late_interest_account_id = fields.Many2one(
        related="company_id.o2c_late_interest_account_id", readonly=False
    )
    o2c_late_compensation_account_id = fields.Many2one(
        related="company_id.o2c_late_compensation_account_id", readonly=False
    )
    o2c_late_costs_first = fields.Boolean(
        related="company_id.o2c_late_costs_first", readonly=False
    )
    o2c_late_every = fields.Selection(
        related="company_id.o2c_late_every", readonly=False
    )
    o2c_late_minimum = fields.Monetary(
        related="company_id.o2c_late_minimum",
        readonly=False,
        currency_field="o2c_credit_currency_id",
    )
    o2c_write_off_journal_id = fields.Many2one(
        related="company_id.o2c_write_off_journal_id", readonly=False
    )
    o2c_write_off_account_id = fields.Many2one(
        related="company_id.o2c_write_off_account_id", readonly=False
    )
