from odoo import api, models
from odoo.tools import SQL

# an item that is settled begins anew when it opens again
RESET = """
UPDATE account_move_line
   SET o2c_dunning_cycle = COALESCE(o2c_dunning_cycle, 0) + 1,
       o2c_dunning_level = 0, o2c_dunning_date = NULL
 WHERE id = ANY(%s)
"""


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials.debit_move_id._o2c_end_dunning()
        return partials


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    def _o2c_end_dunning(self):
        """Those of these items that are settled lose their level and begin anew."""
        settled = self.filtered(lambda line: line.o2c_dunning_level and line.reconciled)
        if not settled:
            return
        names = ["o2c_dunning_level", "o2c_dunning_cycle", "o2c_dunning_date"]
        settled.flush_recordset(names)
        # as when it was reached: the ledger's own guards are about amounts
        self.env.cr.execute(SQL(RESET, settled.ids))
        settled.invalidate_recordset(names)
        pairs = {(line.partner_id, line.company_id) for line in settled}
        accounts = self.env["o2c.credit.account"]._of(pairs).values()
        self.env["o2c.credit.account"].union(*accounts)._resolve_dunning()
