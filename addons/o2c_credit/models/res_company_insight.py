from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_softer_days = fields.Integer(
        "Softer terms by",
        default=15,
        help="So many days more are tried for customers who deserve softer terms.",
    )
    o2c_capital_cost = fields.Float(
        "Cost of capital (%)", default=5.0, help="What a year of waiting costs."
    )
    _o2c_softer_days = models.Constraint(
        "CHECK (o2c_softer_days >= 0 AND o2c_capital_cost >= 0)",
        "Softer terms and the cost of capital cannot be less than zero.",
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_softer_days = fields.Integer(
        related="company_id.o2c_softer_days", readonly=False
    )
    o2c_capital_cost = fields.Float(
        related="company_id.o2c_capital_cost", readonly=False
    )
