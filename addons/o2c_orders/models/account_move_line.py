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

    def _o2c_held_ids(self, hold):
        if hold.invoice_line_id:
            return hold.invoice_line_id.ids
        moves = self.env["account.move"]._o2c_held_ids(hold)
        return self.search([("move_id", "in", moves)]).ids
