"""What a customer owes and should have paid, for who speaks with him."""

from odoo import fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_debts(self):
        """Overdue invoices of these customers, as far as the user may read them.

        :return: {customer: {"company", "amount", "contested", "days", "count",
            "oldest"} of the company in which most is overdue}; amounts in its
            currency, ``oldest`` an invoice
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
            ["amount_residual_signed:sum", "id:recordset"],
        )
        debts = {}
        for customer, company, amount, moves in groups:
            if amount > debts.get(customer, {"amount": 0})["amount"]:
                debts[customer] = self._o2c_debt(company, amount, moves, today)
        return debts

    def _o2c_debt(self, company, amount, moves, today):
        oldest = min(moves, key=lambda move: (move.invoice_date_due, move.id))
        contested = sum(
            float(dispute._held_value())
            # what is contested counts, whoever may read the disputes
            for dispute in moves.sudo().o2c_dispute_ids
            if dispute._at_stake()
        )
        return {
            "company": company,
            "amount": amount,
            "contested": contested,
            "days": (today - oldest.invoice_date_due).days,
            "count": len(moves),
            "oldest": oldest,
        }
