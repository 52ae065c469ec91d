from odoo import models


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "o2c.hold.mixin"]

    def _o2c_hold_targets(self):
        # a receivable line is stopped by what holds its invoice, not its siblings
        targets = {}
        for move, lines in self.grouped("move_id").items():
            above = move._o2c_own_targets()
            for line in lines:
                targets[line] = {**above, "invoice_line_id": set(line._origin.ids)}
        return targets

    def _o2c_held_ids(self, holds):
        whole = holds.filtered(lambda hold: not hold.invoice_line_id)
        moves = self.env["account.move"]._o2c_held_ids(whole)
        lines = self._search(
            [
                ("move_id", "in", list(moves)),
                ("account_id.account_type", "=", "asset_receivable"),
            ]
        )
        return {*lines, *holds.invoice_line_id.ids}
