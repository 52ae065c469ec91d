from odoo import fields, models

STATES = [
    ("open", "Open"),
    ("posted", "Posted"),
    ("waived", "Waived"),
    ("reversed", "Reversed"),
]


class O2cLateClaim(models.Model):
    """Late interest and recovery costs of one item, claimed, posted or waived.

    An item has one open claim at most; what was posted or waived is never claimed
    again, unless it is reversed.
    """

    _name = "o2c.late.claim"
    _description = "Claim of late interest"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    line_id = fields.Many2one(
        "account.move.line",
        "Item",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="line_id.currency_id", store=True, precompute=True
    )
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, index=True, tracking=True
    )
    as_of = fields.Date("Interest until", required=True, readonly=True)
    interest = fields.Monetary(readonly=True)
    compensation = fields.Monetary("Recovery compensation", readonly=True)

    _one_open = models.UniqueIndex(
        "(line_id) WHERE state = 'open'", "This item has an open claim already."
    )
    _amounts_sound = models.Constraint(
        "CHECK (interest >= 0 AND compensation >= 0)",
        "An amount cannot be less than zero.",
    )
