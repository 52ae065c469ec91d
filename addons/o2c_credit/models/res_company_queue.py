from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    o2c_credit_review_days = fields.Integer(
        "Review after",
        default=3,
        help="After so many days somebody must look at a held order again; then"
        " another person is asked.",
    )
    _o2c_review_days = models.Constraint(
        "CHECK (o2c_credit_review_days >= 0)",
        "Held orders cannot be reviewed before they are held.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    o2c_credit_review_days = fields.Integer(
        related="company_id.o2c_credit_review_days", readonly=False
    )
