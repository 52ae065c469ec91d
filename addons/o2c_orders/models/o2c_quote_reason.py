from odoo import fields, models

KINDS = [
    ("lost", "Lost"),
    ("abandoned", "Abandoned"),
    ("postponed", "Postponed"),
    ("suspended", "Suspended"),
]


class O2cQuoteReason(models.Model):
    """Why a quotation was lost, abandoned, postponed or suspended."""

    _name = "o2c.quote.reason"
    _description = "Quotation reason"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True)
    party = fields.Selection(
        [("customer", "The customer"), ("us", "We")],
        "Decided by",
        required=True,
        default="customer",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
