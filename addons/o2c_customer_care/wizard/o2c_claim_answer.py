from odoo import fields, models

OUTCOMES = [
    ("granted", "They grant an amount"),
    ("rejected", "They reject it"),
    ("unclear", "They ask or have not decided"),
]


class O2cClaimAnswer(models.TransientModel):
    """Asks what the supplier or courier answered."""

    _name = "o2c.claim.answer"
    _description = "Answer to a claim"

    claim_id = fields.Many2one("o2c.claim", required=True, readonly=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    claimed = fields.Monetary(related="claim_id.amount")
    outcome = fields.Selection(OUTCOMES, required=True, default="granted")
    accepted_amount = fields.Monetary("Granted")
    answer = fields.Text("What they answer", required=True)
    their_reference = fields.Char("Their number")

    def action_answer(self):
        """Enter the answer; what is granted becomes a draft vendor refund."""
        self.ensure_one()
        granted = {"granted": self.accepted_amount, "rejected": 0.0, "unclear": None}
        self.claim_id._answered(
            self.answer, granted[self.outcome], self.their_reference
        )
        return {"type": "ir.actions.act_window_close"}
