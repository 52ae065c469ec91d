from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_promise_tolerance = fields.Integer(
        "Tolerance of promises",
        default=3,
        help="A payment may come so many days after the promised one and still keep"
        " the promise.",
    )
    o2c_promise_max_days = fields.Integer(
        "Promises at most",
        default=30,
        help="A collector agrees to a payment so many days ahead, a credit manager to"
        " any day.",
    )
    o2c_plan_max_days = fields.Integer(
        "Payment plans at most",
        default=120,
        help="A collector agrees to instalments so many days ahead. A longer plan is"
        " agreed by a credit manager who did not ask for it.",
    )
    o2c_portal_promises = fields.Boolean(
        "Promises in the portal",
        default=True,
        help="Customers promise payments and ask for instalments in the portal.",
    )

    _o2c_promise_days = models.Constraint(
        "CHECK (o2c_promise_tolerance >= 0 AND o2c_promise_max_days >= 0"
        " AND o2c_plan_max_days >= 0)",
        "A number of days cannot be less than zero.",
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_promise_tolerance = fields.Integer(
        related="company_id.o2c_promise_tolerance", readonly=False
    )
    o2c_promise_max_days = fields.Integer(
        related="company_id.o2c_promise_max_days", readonly=False
    )
    o2c_plan_max_days = fields.Integer(
        related="company_id.o2c_plan_max_days", readonly=False
    )
    o2c_portal_promises = fields.Boolean(
        related="company_id.o2c_portal_promises", readonly=False
    )
