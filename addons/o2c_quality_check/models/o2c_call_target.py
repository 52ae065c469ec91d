from odoo import fields, models

LISTED_BY = [
    ("rule", "The rule"),
    ("hand", "By hand"),
    ("file", "A file"),
]


class O2cCall(models.Model):
    # what a list knows of a call is kept with the list
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    listed_by = fields.Selection(
        LISTED_BY,
        required=True,
        default="rule",
        readonly=True,
        help="What a person or a file put on the list stays, whatever the rule says.",
    )
    cell = fields.Char(
        "Cell of the sample", readonly=True, help="Courier and area, coded."
    )

    def _subject(self):
        """What this call is about, as the query of its campaign asks for it."""
        self.ensure_one()
        if self.appointment_id:
            return self.appointment_id.id, None, None
        if self.order_id:
            return None, self.order_id.id, None
        return None, None, self.partner_id.id

    def _after_attempt(self, attempt):
        result = super()._after_attempt(attempt)
        self.campaign_id._check_goals(attempt.at)
        return result
