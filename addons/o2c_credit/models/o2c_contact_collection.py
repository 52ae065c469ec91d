from odoo import fields, models

RESULTS = [
    ("promise", "Promised to pay"),
    ("paid", "Says that it is paid"),
    ("dispute", "Contests it"),
    ("reached", "Reached, nothing agreed"),
    ("message", "Left a message"),
    ("not_reached", "Nobody answered"),
    ("wrong_number", "Wrong number"),
]


class O2cContact(models.Model):
    _inherit = "o2c.contact"

    collection_result = fields.Selection(
        RESULTS, "Result of collection", help="How a talk about open items ended."
    )

    _collection_index = models.Index(
        "(partner_id, at DESC) WHERE purpose = 'collection'"
    )
