"""Where the exposure comes from: exactly the records that make each part."""

from odoo import fields, models

from .. import explain
from ..domain.exposure import Part
from .exposure_facts import records_query

LINES = "o2c_credit.account_move_line_view_list"


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def action_part(self, part):
        """Open the records that make ``part`` of the exposure."""
        return getattr(self, f"action_{Part(part).value}")()

    def action_receivables(self):
        """Open the receivable lines that are not paid yet."""
        name = self.env._("Open receivables")
        return self._open_lines(name, ("amount_residual", ">", 0))

    def action_not_due(self):
        """Open the receivable lines that are due today or later."""
        day = self.company_id._o2c_credit_today()
        name = explain.exposure.part_name(self.env, Part.NOT_DUE)
        return self._open_lines(
            name, ("amount_residual", ">", 0), ("date_maturity", ">=", day)
        )

    def action_overdue(self):
        """Open the receivable lines that should have been paid before today."""
        day = self.company_id._o2c_credit_today()
        name = explain.exposure.part_name(self.env, Part.OVERDUE)
        return self._open_lines(
            name, ("amount_residual", ">", 0), ("date_maturity", "<", day)
        )

    def action_credits(self):
        """Open the payments and credit notes that are not matched yet."""
        name = explain.exposure.part_name(self.env, Part.CREDITS)
        return self._open_lines(name, ("amount_residual", "<", 0))

    def action_disputed(self):
        """Open the holds on contested amounts."""
        return self._open_found(Part.DISPUTED, "o2c.hold")

    def action_imported(self):
        """Open the imported items that are not settled."""
        return self._open(
            Part.IMPORTED,
            "o2c.history.item",
            [
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("open_amount", "!=", 0),
                ("counts", "=", True),
            ],
        )

    def action_orders(self):
        """Open the orders of which something is not delivered yet."""
        return self._open_found(Part.ORDERS, "sale.order")

    def action_delivered(self):
        """Open the orders of which something delivered is not invoiced yet."""
        return self._open_found(Part.DELIVERED, "sale.order")

    def action_draft_invoices(self):
        """Open the invoices that are not posted yet."""
        return self._open(
            Part.DRAFT_INVOICES,
            "account.move",
            [
                ("commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("state", "=", "draft"),
                ("move_type", "in", ("out_invoice", "out_receipt")),
                ("amount_total_signed", ">", 0),
            ],
        )

    def action_insured(self):
        """Open the insurances in force."""
        day = self.company_id._o2c_credit_today()
        return self._open(
            Part.INSURED,
            "o2c.credit.cover",
            [
                ("account_id", "=", self.id),
                ("kind", "=", "insurance"),
                ("pending", "=", False),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">", day),
            ],
        )

    def action_subsidiaries(self):
        """Open the credit accounts of the companies below."""
        self.check_access("read")
        pairs = [
            (self.env["res.partner"].browse(customer), self.company_id)
            for customer, _company in self._below()
        ]
        accounts = self._of(pairs).values()
        ids = [account.id for account in accounts]
        return self._open(Part.SUBSIDIARIES, self._name, [("id", "in", ids)])

    def _open_lines(self, name, *conditions):
        self.ensure_one()
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "child_of", self.company_id.id),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("account_id.account_type", "=", "asset_receivable"),
            *conditions,
        ]
        view = self.env.ref(LINES)
        action = self._window(name, "account.move.line", domain)
        return {**action, "views": [(view.id, "list"), (False, "form")]}

    def _open_found(self, part, model):
        """Open what the exposure's own query says."""
        self.ensure_one()
        self.check_access("read")
        self._flush_exposure()
        pair = (self.partner_id.id, self.company_id.id)
        query = records_query(part.value, [pair], fields.Datetime.now())
        ids = [row[0] for row in self.env.execute_query(query)]
        return self._open(part, model, [("id", "in", ids)])

    def _open(self, part, model, domain):
        self.ensure_one()
        name = explain.exposure.part_name(self.env, part)
        return self._window(name, model, domain)

    def _window(self, name, model, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
            "context": {"create": False},
        }
