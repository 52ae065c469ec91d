from decimal import Decimal

from odoo import api, models

from .. import explain
from ..domain import allocation as rules
from ..domain.allocation import Claimed, Part

PARTS = {"costs": Part.COSTS, "interest": Part.INTEREST}


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    def _o2c_open_parts(self):
        """These open receivable lines as parts of debts, for ``domain.allocation``.

        What was posted for late interest belongs to the debt of its invoice.
        """
        return [line._o2c_open_part() for line in self]

    def _o2c_open_part(self):
        claim = self.sudo().o2c_late_claim_id  # whose debt it is, whoever allocates
        debt = claim.line_id or self
        return Claimed(
            key=("line", self.id),
            debt=debt.id,
            due=debt.date_maturity or debt.date,
            part=PARTS.get(self.o2c_late_part, Part.PRINCIPAL),
            open=self.currency_id._o2c_decimal(self.amount_residual_currency),
        )

    def _o2c_accrued_parts(self, as_of):
        """What these lines owe beside the principal and nobody posted, as parts."""
        parts = []
        for line, sheet in self._o2c_interest(as_of).items():
            due = sheet.due_date
            found = (Part.COSTS, sheet.compensation), (Part.INTEREST, sheet.interest)
            parts += [
                Claimed((part.name.lower(), line.id), line.id, due, part, amount)
                for part, amount in found
                if amount > 0
            ]
        return parts

    def _o2c_open_debts(self):
        """The open receivable lines that this credit can settle."""
        self.ensure_one()
        return self.search(
            [
                ("account_id", "=", self.account_id.id),
                ("company_id", "=", self.company_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("partner_id.commercial_partner_id", "=", self._o2c_customer().id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual_currency", ">", 0),
            ]
        )

    def _o2c_claim_debts(self):
        """What is open of the posted claims of these items, in the order of payment."""
        claims = self.env["o2c.late.claim"].sudo()  # owed, whoever takes the money
        found = claims.search([("line_id", "in", self.ids), ("state", "=", "posted")])
        lines = found.entry_line_ids.filtered(lambda line: not line.reconciled)
        parts = rules.ordered(lines._o2c_open_parts(), costs_first=True)
        return self.browse([part.key[1] for part in parts])

    def _o2c_settle(self, lines):
        """Match this open credit with ``lines`` one after the other."""
        self.ensure_one()
        for line in lines:
            if self.reconciled:
                break
            (self | line).reconcile()

    @api.model
    def _o2c_open_credits(self, customer, company):
        """Payments and credit notes of the customer that are matched with nothing."""
        return self.search(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("company_id", "child_of", company.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual_currency", "<", 0),
            ],
            order="date, id",
        )

    def _o2c_customer(self):
        return self.partner_id.commercial_partner_id

    def _o2c_open_amount(self):
        """What is open of this line, without its sign, as Decimal."""
        residual = self.currency_id._o2c_decimal(self.amount_residual_currency)
        return abs(Decimal(residual))

    def _o2c_allocate(self):
        """The action that proposes what this open credit settles."""
        self.ensure_one()
        wizard = self.env["o2c.allocation"].create(
            {
                "partner_id": self._o2c_customer().id,
                "company_id": self.company_id.id,
                "credit_id": self.id,
                "costs_first": self.company_id.o2c_late_costs_first,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": explain.interest.allocate_title(self.env),
            "res_model": "o2c.allocation",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }
