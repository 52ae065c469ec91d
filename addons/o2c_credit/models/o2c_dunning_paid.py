"""The counter that must stay at zero: notices about items that were paid."""

from odoo import api, models
from odoo.tools import SQL

# counted from the matchings themselves, not from what the sending believed
PAID = """
SELECT n.notice_id, COUNT(*)
  FROM o2c_dunning_notice_line n
  JOIN o2c_dunning_notice d ON d.id = n.notice_id AND d.facts_at IS NOT NULL
   AND d.left_at IS NOT NULL AND n.live
  JOIN account_move_line l ON l.id = n.line_id
 WHERE %s AND l.amount_currency <= COALESCE((
           SELECT SUM(r.debit_amount_currency)
             FROM account_partial_reconcile r
            WHERE r.debit_move_id = l.id AND r.create_date < d.facts_at), 0)
 GROUP BY n.notice_id
"""


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    def _compute_dunned_paid(self):
        found = self._paid_when_sent(SQL("d.id = ANY(%s)", self.ids))
        for notice in self:
            notice.dunned_paid = found.get(notice.id, 0)

    def _search_dunned_paid(self, operator, value):
        if operator not in (">", "!=") or value:
            return NotImplemented
        return [("id", "in", list(self._paid_when_sent(SQL("TRUE"))))]

    @api.model
    def _paid_when_sent(self, condition):
        """{id of a notice that left: items in it that were paid before it did}."""
        self.flush_model()
        self.env["o2c.dunning.notice.line"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        return dict(self.env.execute_query(SQL(PAID, condition)))
