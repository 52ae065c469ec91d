from odoo import fields, models

from ..domain.aftercare import Answer

ANSWERS = [
    (Answer.CALL.value, "Call the customer back"),
    (Answer.REOPEN.value, "Take the ticket up again and call back"),
    (Answer.NOTHING.value, "Nothing"),
]


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_ask_rating = fields.Boolean("Ask how it went", default=True)
    o2c_rating_wait = fields.Integer("Hours before asking", default=2)
    o2c_rating_days = fields.Integer("Days a rating is taken", default=30)
    o2c_rating_low = fields.Integer(
        "Low rating", default=2, help="Up to this number of five; zero: none is low."
    )
    o2c_rating_answer = fields.Selection(
        ANSWERS, "What a low rating sets off", required=True, default=Answer.CALL.value
    )
    o2c_repeat_days = fields.Integer(
        "Days of repeat complaints",
        default=180,
        help="A complaint of the same customer about the same thing within these days"
        " is a repeat.",
    )

    _o2c_rating_wait_sign = models.Constraint(
        "CHECK (o2c_rating_wait >= 0)", "The hours cannot be less than zero."
    )
    _o2c_rating_days_sign = models.Constraint(
        "CHECK (o2c_rating_days > 0)", "A rating is taken for at least one day."
    )
    _o2c_rating_low_range = models.Constraint(
        "CHECK (o2c_rating_low BETWEEN 0 AND 4)",
        "A low rating is one of up to four of five.",
    )
    _o2c_repeat_days_sign = models.Constraint(
        "CHECK (o2c_repeat_days >= 0)", "The days cannot be less than zero."
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_ask_rating = fields.Boolean(related="company_id.o2c_ask_rating", readonly=False)
    o2c_rating_wait = fields.Integer(
        related="company_id.o2c_rating_wait", readonly=False
    )
    o2c_rating_days = fields.Integer(
        related="company_id.o2c_rating_days", readonly=False
    )
    o2c_rating_low = fields.Integer(related="company_id.o2c_rating_low", readonly=False)
    o2c_rating_answer = fields.Selection(
        related="company_id.o2c_rating_answer", readonly=False
    )
    o2c_repeat_days = fields.Integer(
        related="company_id.o2c_repeat_days", readonly=False
    )
