from decimal import Decimal

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import explain
from .o2c_credit_account import MANAGER

ACCOUNTANT = "account.group_account_invoice"

# items that were late at some time; those of claims bear nothing
LATE = """
SELECT l.id FROM account_move_line l
  JOIN account_move m ON m.id = l.move_id
   AND m.move_type IN ('out_invoice', 'out_receipt')
  JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
 WHERE l.parent_state = 'posted' AND l.company_id = ANY(%(companies)s)
   AND l.balance > 0 AND l.date_maturity < %(as_of)s
   AND (%(customers)s::int[] IS NULL OR m.commercial_partner_id = ANY(%(customers)s))
   AND (l.reconciled IS NOT TRUE
        OR (%(since)s::date IS NOT NULL AND l.date_maturity >= %(since)s
            AND EXISTS (
                SELECT FROM account_partial_reconcile r
                 WHERE r.debit_move_id = l.id AND r.max_date > l.date_maturity)))
 ORDER BY l.date_maturity, l.id
"""


class O2cLateClaim(models.Model):
    _name = "o2c.late.claim"
    _inherit = "o2c.late.claim"

    @api.model
    def _propose(self, lines, as_of, minimum=0.0):
        """Open claims for what these items owe; those that are open follow.

        A claim that came to nothing since (credited, reversed) is taken back. What is
        under ``minimum`` (in the currency of the item) is not proposed.

        :return: the open claims of these items
        """
        claims = self.sudo()  # nobody writes claims, proposing one needs no right
        known = {c.line_id: c for c in claims._open_of(lines)}
        create = []
        # what an item owes does not depend on who asks
        sheets = lines.sudo()._o2c_interest_dicts(as_of)
        for line, sheet in sheets.items():
            vals = _vals(line, sheet)
            claim = known.get(line)
            if not _is_worth(vals, minimum):
                (claim or claims).unlink()
            elif claim:
                claim.write(vals)
            else:
                create.append(vals)
        claims.create(create)
        return self.browse(claims._open_of(lines).ids)

    @api.model
    def _open_of(self, lines):
        return self.search([("line_id", "in", lines.ids), ("state", "=", "open")])

    @api.model
    def _late_lines(self, companies, as_of, customers=None, since=None):
        """The items that were late before ``as_of``.

        :param customers: of these only; None: of all
        :param since: also those paid late that were due since then
        """
        self.env["account.move.line"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        query = SQL(
            LATE,
            companies=companies.ids,
            as_of=as_of,
            customers=None if customers is None else customers.ids,
            since=since,
        )
        ids = [row[0] for row in self.env.execute_query(query)]
        return self.env["account.move.line"].browse(ids)

    def action_refresh(self):
        """Compute these open claims anew, as of today of their companies."""
        self.check_access("read")
        open_ = self.filtered(lambda claim: claim.state == "open")
        for company, claims in open_.grouped("company_id").items():
            self._propose(claims.line_id, company._o2c_credit_today())

    # ------------------------------------------------------------- rights
    def _check_accountant(self):
        if not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(explain.interest.accountant_needed(self.env))
        self.check_access("read")

    def _check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(explain.interest.manager_needed(self.env))
        self.check_access("read")


def _vals(line, sheet):
    return {
        "line_id": line.id,
        "as_of": sheet["as_of"],
        "interest": float(sheet["interest"]),
        "compensation": float(sheet["compensation"]),
        "sheet": sheet,
    }


def _is_worth(vals, minimum):
    total = Decimal(vals["sheet"]["total"])
    return total > 0 and total >= Decimal(str(minimum))
