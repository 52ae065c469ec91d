from odoo import api, fields, models

from ..models.o2c_litigation import OUTCOMES


class O2cLitigationEnd(models.TransientModel):
    _name = "o2c.litigation.end"
    _description = "End of a lawsuit"

    litigation_id = fields.Many2one(
        "o2c.litigation", "Lawsuit", required=True, readonly=True
    )
    currency_id = fields.Many2one(related="litigation_id.currency_id")
    amount = fields.Monetary(related="litigation_id.amount")
    outcome = fields.Selection(OUTCOMES, required=True, default="won")
    awarded = fields.Monetary(
        "The customer owes",
        compute="_compute_awarded",
        store=True,
        readonly=False,
        precompute=True,
        help="The rest is credited and stays out of collection until then.",
    )
    note = fields.Text("What was decided", required=True)

    @api.depends("outcome", "litigation_id")
    def _compute_awarded(self):
        for wizard in self:
            whole = wizard.outcome in ("won", "withdrawn")
            wizard.awarded = wizard.amount if whole else 0.0

    def action_end(self):
        """End the lawsuit; its disputes follow."""
        self.ensure_one()
        self.litigation_id._end(self.outcome, self.awarded, self.note)
        return {"type": "ir.actions.act_window_close"}
