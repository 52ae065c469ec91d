from odoo import api, fields, models

from ..models.o2c_write_off import KINDS


class O2cWriteOffRequest(models.TransientModel):
    """Ask to give up what is open of some items."""

    _name = "o2c.write.off.request"
    _description = "Ask for a write-off"

    partner_id = fields.Many2one("res.partner", "Customer", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.Many2many(
        "account.move.line",
        string="Open items",
        required=True,
        domain="[('partner_id', 'child_of', partner_id),"
        " ('account_id.account_type', '=', 'asset_receivable'),"
        " ('company_id', '=', company_id), ('parent_state', '=', 'posted'),"
        " ('reconciled', '=', False), ('amount_residual_currency', '>', 0)]",
    )
    amount = fields.Monetary("Open in all", compute="_compute_amount")
    kind = fields.Selection(KINDS, "Reason", required=True, default="uneconomic")
    note = fields.Text("Explanation", required=True)

    @api.depends("line_ids")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.line_ids.mapped("amount_residual"))

    def action_request(self):
        """Leave the request to a credit manager and show it."""
        self.ensure_one()
        made = self.env["o2c.write.off"]._request(self.line_ids, self.kind, self.note)
        return made.get_formview_action()


class O2cWriteOffDecide(models.TransientModel):
    """Why a write-off is refused or taken back."""

    _name = "o2c.write.off.decide"
    _description = "Reject or reverse a write-off"

    write_off_ids = fields.Many2many("o2c.write.off", required=True, readonly=True)
    kind = fields.Selection(
        [("reject", "Reject"), ("reverse", "Reverse")], required=True
    )
    note = fields.Text("Reason", required=True)

    def action_apply(self):
        """Do it; whoever calls, the write-offs ask who may."""
        self.ensure_one()
        if self.kind == "reverse":
            self.write_off_ids._reverse(self.note)
        else:
            self.write_off_ids._reject(self.note)
        return {"type": "ir.actions.act_window_close"}
