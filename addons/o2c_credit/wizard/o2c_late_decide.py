from odoo import api, fields, models


class O2cLateDecide(models.TransientModel):
    """Why claims of late interest are given up or taken back."""

    _name = "o2c.late.decide"
    _description = "Waive or reverse claims of late interest"

    claim_ids = fields.Many2many("o2c.late.claim", required=True, readonly=True)
    kind = fields.Selection(
        [("waive", "Waive"), ("reverse", "Reverse")], required=True, default="waive"
    )
    reason = fields.Text(required=True)
    interest = fields.Boolean("Late interest", default=True)
    compensation = fields.Boolean("Recovery compensation", default=True)
    has_posted = fields.Boolean(compute="_compute_has_posted")

    @api.depends("claim_ids.state")
    def _compute_has_posted(self):
        for wizard in self:
            wizard.has_posted = "posted" in wizard.claim_ids.mapped("state")

    def action_apply(self):
        """Do it; whoever calls, the claims ask who may."""
        self.ensure_one()
        if self.kind == "reverse":
            self.claim_ids._reverse(self.reason)
        else:
            self.claim_ids._waive(self.reason, self.interest, self.compensation)
        return {"type": "ir.actions.act_window_close"}
