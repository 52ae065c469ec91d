from odoo import api, fields, models

from ..explain.choice import choice

OUTCOMES = [
    ("accepted", "Accept everything"),
    ("partial", "Accept a part"),
    ("rebill", "Accept, and bill anew"),
    ("rejected", "Reject"),
]


class O2cDisputeDecide(models.TransientModel):
    _name = "o2c.dispute.decide"
    _description = "Decide a dispute"

    dispute_id = fields.Many2one("o2c.dispute", required=True, readonly=True)
    currency_id = fields.Many2one(related="dispute_id.currency_id")
    contested = fields.Monetary(related="dispute_id.amount")
    claim = fields.Text(related="dispute_id.claim")
    can_decide = fields.Boolean(related="dispute_id.can_decide")
    proposed_by_id = fields.Many2one(related="dispute_id.proposed_by_id")
    proposed_amount = fields.Monetary(related="dispute_id.proposed_amount")
    proposal = fields.Text(related="dispute_id.proposal")
    outcome = fields.Selection(OUTCOMES, required=True, default="accepted")
    amount = fields.Monetary(
        "Accepted amount",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    note = fields.Text("Why", required=True)

    @api.depends("outcome", "dispute_id")
    def _compute_amount(self):
        for wizard in self:
            whole = wizard.dispute_id.amount
            part = wizard.dispute_id.proposed_amount
            amounts = {
                "accepted": whole,
                "partial": part,
                "rebill": whole,
                "rejected": 0.0,
            }
            wizard.amount = amounts[wizard.outcome or "accepted"]

    def action_propose(self):
        """Keep this as a proposal for the one who decides."""
        self.ensure_one()
        note = self.note
        if self.outcome == "rebill":
            note = f"{choice(self, 'outcome', self.outcome)}: {note}"
        self.dispute_id._propose(self.amount, note)
        return {"type": "ir.actions.act_window_close"}

    def action_decide(self):
        """Decide so."""
        self.ensure_one()
        if self.outcome == "rebill":
            self.dispute_id._replace_invoice(self.note)
        else:
            self.dispute_id._decide(self.amount, self.note)
        return {"type": "ir.actions.act_window_close"}
