from odoo import models
from odoo.exceptions import UserError

from .. import explain


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    def button_draft(self):
        if self._o2c_posted_claims():
            raise UserError(explain.interest.entry_stands(self.env))
        return super().button_draft()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        reversals = super()._reverse_moves(default_values_list, cancel=cancel)
        if cancel:
            for entry, reversal in zip(self, reversals, strict=True):
                for claim in entry._o2c_posted_claims():
                    claim.reversal_id = reversal
                    reason = explain.interest.reversed_in_ledger(self.env)
                    claim.write(claim._decided("reversed", reason))
        return reversals

    def _o2c_posted_claims(self):
        """The posted claims of late interest whose debit entries these are."""
        # whoever keeps the ledger: the claim follows
        claims = self.env["o2c.late.claim"].sudo()
        return claims.search([("entry_id", "in", self.ids), ("state", "=", "posted")])

    def action_o2c_late_claims(self):
        """Compute the late interest of this invoice today and show its claims."""
        self.ensure_one()
        self.check_access("read")
        Claim = self.env["o2c.late.claim"]
        Claim.check_access("read")
        lines = self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        Claim._propose(lines, self.company_id._o2c_credit_today())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_late_claim"
        )
        domain = [("move_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}
