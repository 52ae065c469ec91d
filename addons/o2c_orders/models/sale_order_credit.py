"""Credit notes over quantities of order lines: on the right invoice and line."""

from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models

from ..domain import returning as rules


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_all_shipped(self):
        """Whether no goods of this order are still to leave."""
        self.ensure_one()
        moves = self.order_line.move_ids.filtered(lambda m: m.state != "cancel")
        leaving = moves.filtered(lambda m: m._o2c_is_to_customer())
        return bool(leaving) and all(m.state == "done" for m in leaving)

    def _o2c_credit(self, quantities, reference, **vals):
        """Draft credit notes over what was invoiced of these quantities.

        :param quantities: {order line: quantity in its unit}
        :param str reference: printed on the credit notes
        :param vals: other fields of the credit notes
        :return: the drafts, one per invoice; posting is up to the accountants
        """
        notes = self.env["account.move"]
        plan = self._o2c_credit_plan(quantities)
        for invoice, parts in plan.items():
            notes |= invoice._o2c_credit_quantities(parts, reference, vals)
        return notes

    def _o2c_credit_plan(self, quantities):
        """Which invoice lines to credit: {invoice: {invoice line: quantity}}.

        Quantities in the unit of the invoice line, never more than it has left.
        """
        plan = defaultdict(dict)
        for line, quantity in quantities.items():
            taken, _rest = line._o2c_share_out(quantity)
            for invoiced, part in taken:
                unit = line.product_uom_id
                credited = unit._compute_quantity(
                    float(part), invoiced.product_uom_id, rounding_method="HALF-UP"
                )
                parts = plan[invoiced.move_id]
                parts[invoiced] = parts.get(invoiced, 0.0) + credited
        return plan

    @api.model
    def _o2c_not_to_credit(self, quantities):
        """What of these quantities no posted invoice asks money for.

        :param quantities: {order line: quantity in its unit}
        :return: {order line: quantity in its unit}, only what is more than zero
        """
        rests = {
            line: line._o2c_share_out(quantity)[1]
            for line, quantity in quantities.items()
        }
        return {line: float(rest) for line, rest in rests.items() if rest > 0}


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _o2c_share_out(self, quantity):
        """Share a quantity out to what was invoiced of this line and not credited.

        :param float quantity: in the unit of the order line
        :return: ([(invoice line, part)], rest), both in the unit of the order line
        """
        self.ensure_one()
        sources = [
            (invoiced, left)
            for invoiced in self._o2c_posted_invoice_lines()
            if (left := invoiced._o2c_left_to_credit(self)) > 0
        ]
        return rules.share_out(Decimal(str(quantity)), sources)

    def _o2c_posted_invoice_lines(self):
        """The lines of posted invoices over this order line, the first one first."""
        lines = self.invoice_lines.filtered(
            lambda line: (
                line.move_id.state == "posted"
                and line.move_id.move_type == "out_invoice"
            )
        )
        return lines.sorted(lambda line: (line.move_id.invoice_date, line.id))


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    o2c_return_id = fields.Many2one(
        "o2c.return", "Return", copy=False, readonly=True, index="btree_not_null"
    )
    o2c_withdrawal_id = fields.Many2one(
        "o2c.withdrawal",
        "Withdrawal",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )

    def _o2c_credit_quantities(self, parts, reference, vals):
        """A draft credit note over ``parts`` of this invoice.

        :param parts: {invoice line: quantity in the unit of the invoice line}
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        note = self.with_company(self.company_id)._reverse_moves(
            [
                {
                    "ref": reference,
                    "date": today,
                    "invoice_date": False,  # the day it is posted
                    "invoice_date_due": today,
                    "invoice_payment_term_id": None,
                    **vals,
                }
            ]
        )
        commands = []
        pairs = zip(_products(self), _products(note), strict=True)
        for invoiced, copied in pairs:
            if quantity := parts.get(invoiced):
                values = {"quantity": quantity}
                commands.append(fields.Command.update(copied.id, values))
            else:
                commands.append(fields.Command.delete(copied.id))
        others = note.invoice_line_ids.filtered(
            lambda line: line.display_type != "product"
        )
        commands += [fields.Command.delete(line.id) for line in others]
        note.write({"invoice_line_ids": commands})
        return note

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            # whoever posts need not be allowed to write returns
            moves = self.sudo()
            if returns := moves.o2c_return_id:
                returns._after_credit()
            if withdrawals := moves.o2c_withdrawal_id:
                withdrawals._follow_up()
            if refusals := moves.o2c_refusal_id:
                refusals._follow_up()
        return result


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._o2c_tell_withdrawals()
        return partials

    def unlink(self):
        withdrawals = self._o2c_withdrawals()
        result = super().unlink()
        withdrawals._follow_up()
        return result

    def _o2c_withdrawals(self):
        # whoever books a payment need not be allowed to read withdrawals
        lines = self.sudo().debit_move_id | self.sudo().credit_move_id
        return lines.move_id.o2c_withdrawal_id

    def _o2c_tell_withdrawals(self):
        if withdrawals := self._o2c_withdrawals():
            withdrawals._follow_up()


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    def _o2c_left_to_credit(self, sold):
        """What of this invoice line is not credited yet: Decimal, unit of ``sold``."""
        self.ensure_one()
        notes = sold.invoice_lines.filtered(
            lambda line: (
                line.move_id.reversed_entry_id == self.move_id
                and line.move_id.move_type == "out_refund"
                and line.move_id.state != "cancel"
            )
        )
        left = self._o2c_in_unit(sold) - sum(note._o2c_in_unit(sold) for note in notes)
        return sold._o2c_exact(left)

    def _o2c_in_unit(self, sold):
        return self.product_uom_id._compute_quantity(
            self.quantity, sold.product_uom_id, rounding_method="HALF-UP"
        )


def _products(move):
    return move.invoice_line_ids.filtered(
        lambda line: line.display_type == "product"
    ).sorted("id")
