"""What a customer owes and should have paid, for who speaks with him."""

from odoo import fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_debts(self):
        """Overdue invoices of these customers, as far as the user may read them.

        :return: {customer: {"company", "amount", "days", "count"} of the company in
            which most is overdue}; amounts in its currency
        """
        Move = self.env["account.move"]
        customers = self.commercial_partner_id
        if not customers or not Move.has_access("read"):
            return {}
        today = fields.Date.context_today(self)
        groups = Move._read_group(
            [
                ("commercial_partner_id", "in", customers.ids),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
                ("invoice_date_due", "<", today),
            ],
            ["commercial_partner_id", "company_id"],
            ["amount_residual_signed:sum", "invoice_date_due:min", "__count"],
        )
        debts = {}
        for customer, company, amount, due, count in groups:
            debt = {
                "company": company,
                "amount": amount,
                "days": (today - due).days,
                "count": count,
            }
            if amount > debts.get(customer, {"amount": 0})["amount"]:
                debts[customer] = debt
        return debts
