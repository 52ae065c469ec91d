from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain

SEE = "o2c_credit.group_credit_user,account.group_account_invoice"

# what a customer owes us and what we owe him, by currency
NET = """
SELECT split_part(c.parent_path, '/', 1)::int AS company_id,
       p.commercial_partner_id AS customer_id, l.currency_id,
       SUM(l.amount_residual_currency)
           FILTER (WHERE a.account_type = 'asset_receivable') AS owed,
       -SUM(l.amount_residual_currency)
           FILTER (WHERE a.account_type = 'liability_payable') AS owing,
       SUM(l.amount_residual)
           FILTER (WHERE a.account_type = 'asset_receivable') AS owed_company,
       -SUM(l.amount_residual)
           FILTER (WHERE a.account_type = 'liability_payable') AS owing_company
  FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id
   AND a.account_type IN ('asset_receivable', 'liability_payable')
  JOIN res_company c ON c.id = l.company_id
  JOIN res_partner p ON p.id = l.partner_id
 WHERE l.parent_state = 'posted' AND l.reconciled IS NOT TRUE
   AND l.amount_residual <> 0 AND p.commercial_partner_id = ANY(%(customers)s)
 GROUP BY 1, 2, 3
"""
SUPPLIERS = """
SELECT DISTINCT p.commercial_partner_id
  FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id AND a.account_type = 'liability_payable'
  JOIN res_partner p ON p.id = l.partner_id
 WHERE l.parent_state = 'posted' AND l.reconciled IS NOT TRUE AND l.amount_residual <> 0
"""


class O2cCreditAccount(models.Model):
    """Customers who are suppliers too: what is left when both sides are set off."""

    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    net_receivable = fields.Monetary("Owes us", compute="_compute_net", groups=SEE)
    net_payable = fields.Monetary("We owe", compute="_compute_net", groups=SEE)
    net_position = fields.Monetary(
        "Net position",
        compute="_compute_net",
        groups=SEE,
        help="What the customer owes us less what we owe him as a supplier. Nothing is"
        " set off by itself.",
    )
    is_creditor_too = fields.Boolean(
        "Supplier too",
        compute="_compute_net",
        search="_search_is_creditor_too",
        groups=SEE,
    )
    net_html = fields.Html(compute="_compute_net", sanitize=False, groups=SEE)

    @api.depends("partner_id")
    def _compute_net(self):
        found = self._net_rows()
        for account in self:
            rows = found.get((account.company_id.id, account.partner_id.id), [])
            owed = float(sum(row["owed_company"] or 0 for row in rows))
            owing = float(sum(row["owing_company"] or 0 for row in rows))
            account.net_receivable = owed
            account.net_payable = owing
            account.net_position = owed - owing
            account.is_creditor_too = any(row["owing"] for row in rows)
            account.net_html = explain.write_off.net_table(self.env, rows)

    def _net_rows(self):
        """{(root company id, customer id): rows by currency}."""
        self.env["account.move.line"].flush_model()
        query = SQL(NET, customers=self.partner_id.ids)
        result = {}
        for row in self.env.execute_query_dict(query):
            key = (row["company_id"], row["customer_id"])
            result.setdefault(key, []).append(row)
        return result

    @api.model
    def _search_is_creditor_too(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["account.move.line"].flush_model()
        ids = [row[0] for row in self.env.execute_query(SQL(SUPPLIERS))]
        return [("partner_id", "in" if True in value else "not in", ids)]

    def action_net_items(self):
        """Show the open items of both sides."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": explain.write_off.net_title(self.env),
            "res_model": "account.move.line",
            "view_mode": "list",
            "domain": [
                ("partner_id", "child_of", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("account_type", "in", ("asset_receivable", "liability_payable")),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ],
            "context": {"group_by": ["account_type", "currency_id"], "create": False},
        }

    def action_write_off(self):
        """Open the form that asks for a write-off of this customer's items."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": explain.write_off.request_title(self.env),
            "res_model": "o2c.write.off.request",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_line_ids": self._overdue_lines().ids,
            },
        }

    def _overdue_lines(self):
        """The customer's overdue items in the company itself, the oldest first."""
        return self.env["account.move.line"].search(
            [
                ("partner_id", "child_of", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual_currency", ">", 0),
                ("date_maturity", "<", self._today()[self]),
            ],
            order="date_maturity, id",
        )
