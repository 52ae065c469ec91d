from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_contact_fresh_days = fields.Integer(
        "Contact data are good for (days)",
        default=365,
        help="Telephone, e-mail and address that were verified longer ago are to be"
        " confirmed again.",
    )

    _o2c_contact_fresh_days_sign = models.Constraint(
        "CHECK (o2c_contact_fresh_days > 0)",
        "Contact data are good for one day at least.",
    )
