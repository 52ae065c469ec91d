from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_work_claim_minutes = fields.Integer(
        "A customer stays mine for (minutes)",
        default=20,
        help="Whom a collector opened in the work list nobody else gets meanwhile.",
    )
    o2c_work_rest_days = fields.Integer(
        "Days of rest after a contact",
        default=3,
        help="So many days after a contact about collection nobody asks again.",
    )
    o2c_work_horizon = fields.Integer(
        "Money counts within (days)",
        default=14,
        help="A call is worth what it brings within so many days.",
    )
    o2c_work_call_effect = fields.Float(
        "Effect of a call (%)",
        default=30.0,
        help="Your estimate: of customers who would not pay by themselves, how many"
        " does a call move? It counts as much as twenty calls; what your own calls"
        " brought in the last twelve months is weighed with it.",
    )
    o2c_work_call_cost = fields.Monetary(
        "Cost of a call",
        currency_field="currency_id",
        help="It is taken off the expected value of a call.",
    )

    _o2c_work_numbers = models.Constraint(
        "CHECK (o2c_work_claim_minutes > 0 AND o2c_work_rest_days >= 0"
        " AND o2c_work_horizon > 0 AND o2c_work_call_cost >= 0"
        " AND o2c_work_call_effect BETWEEN 0 AND 100)",
        "Minutes and days are more than zero, the effect is between 0 and 100 %.",
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_work_claim_minutes = fields.Integer(
        related="company_id.o2c_work_claim_minutes", readonly=False
    )
    o2c_work_rest_days = fields.Integer(
        related="company_id.o2c_work_rest_days", readonly=False
    )
    o2c_work_horizon = fields.Integer(
        related="company_id.o2c_work_horizon", readonly=False
    )
    o2c_work_call_effect = fields.Float(
        related="company_id.o2c_work_call_effect", readonly=False
    )
    o2c_work_call_cost = fields.Monetary(
        related="company_id.o2c_work_call_cost",
        currency_field="o2c_credit_currency_id",
        readonly=False,
    )
