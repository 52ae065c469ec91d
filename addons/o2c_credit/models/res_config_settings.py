from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    o2c_credit_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the limit"
    )
    o2c_credit_default_limited = fields.Boolean(
        related="company_id.o2c_credit_default_limited", readonly=False
    )
    o2c_credit_default_limit = fields.Monetary(
        related="company_id.o2c_credit_default_limit",
        readonly=False,
        currency_field="o2c_credit_currency_id",
    )
    o2c_credit_check_delivery = fields.Boolean(
        related="company_id.o2c_credit_check_delivery", readonly=False
    )
    o2c_credit_portal = fields.Selection(
        related="company_id.o2c_credit_portal", readonly=False
    )
    o2c_credit_agent_portal = fields.Boolean(
        related="company_id.o2c_credit_agent_portal", readonly=False
    )
    o2c_loss_given_default = fields.Float(
        related="company_id.o2c_loss_given_default", readonly=False
    )
    o2c_credit_count_insurance = fields.Boolean(
        related="company_id.o2c_credit_count_insurance", readonly=False
    )
    o2c_credit_second_person = fields.Boolean(
        related="company_id.o2c_credit_second_person", readonly=False
    )
    o2c_credit_review_days = fields.Integer(
        related="company_id.o2c_credit_review_days", readonly=False
    )
