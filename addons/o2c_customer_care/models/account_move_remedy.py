"""Invoices and what remedies credit of them."""

from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL, float_compare

from .. import explain
from ..domain import remedy as rules
from .account_move import _by_id, _notes, _raw
from .money import decimal

RESERVED = [state.value for state in rules.RESERVED]


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    o2c_remedy_turn = fields.Integer(
        copy=False,
        default=0,
        help="Counts what was asked for: two remedies at once write the same row, so"
        " that the second looks again.",
    )

    def _o2c_claim_remedies(self):
        """Let nobody else give away of this invoice in the meantime."""
        if not self.ids:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE account_move SET o2c_remedy_turn ="
                " COALESCE(o2c_remedy_turn, 0) + 1 WHERE id = ANY(%s)",
                self.ids,
            )
        )
        self.invalidate_recordset(["o2c_remedy_turn"], flush=False)

    # ------------------------------------------------------------- what is left
    def _o2c_credit_room(self, besides):
        """What of this invoice is not credited and not promised yet, with taxes.

        :param besides: the remedy that does not count against itself
        :return: (Decimal of the whole, {product id: Decimal}); products are counted
            by what the credit notes name
        """
        self.ensure_one()
        # a control counts everything, whoever may read it
        invoice = self.sudo()
        rooms = defaultdict(lambda: rules.ZERO)
        for line in invoice._o2c_product_lines():
            rooms[line.product_id.id or 0] += decimal(line.price_total)
        left = decimal(invoice.amount_total)
        for note in invoice._o2c_live_credit_notes():
            left -= decimal(note.amount_total)
            for line in note._o2c_product_lines():
                rooms[line.product_id.id or 0] -= decimal(line.price_total)
        for remedy in invoice._o2c_promised().filtered(lambda r: r != besides):
            left -= decimal(remedy.amount)
            for line in remedy.line_ids:
                rooms[line.product_id.id or 0] -= decimal(line.amount)
        return left - invoice._o2c_contested(), dict(rooms)

    def _o2c_live_credit_notes(self):
        return self.reversal_move_ids.filtered(
            lambda note: note.move_type == "out_refund" and note.state != "cancel"
        )

    def _o2c_promised(self):
        """The remedies whose credit note is still to come."""
        return self.env["o2c.remedy"].search(
            [
                ("invoice_id", "=", self.id),
                ("kind", "in", ("credit", "goodwill")),
                ("state", "in", RESERVED),
            ]
        )

    def _o2c_contested(self):
        """What disputes hold that has no credit note yet."""
        waiting = self.o2c_dispute_ids.filtered(
            lambda dispute: (
                not dispute.credit_note_id or dispute.credit_note_id.state == "cancel"
            )
        )
        return sum((dispute._at_stake() for dispute in waiting), rules.ZERO)

    # ------------------------------------------------------------- the credit note
    def _o2c_credit_remedy(self, remedy):
        """The draft credit note of ``remedy`` over this invoice, to the cent."""
        self.ensure_one()
        invoice = self.with_company(self.company_id)
        amount = decimal(remedy.amount)
        vals = invoice._o2c_prepare_credit_vals(explain.remedy.credit_note_ref(remedy))
        credit = invoice._reverse_moves([{**vals, "o2c_remedy_id": remedy.id}])
        wanted = invoice._o2c_wanted(remedy, amount)
        copies = zip(_by_id(invoice), _by_id(credit), strict=True)
        credit.write(
            {
                "invoice_line_ids": [
                    *(_command(line, copy, wanted.get(line)) for line, copy in copies),
                    *(fields.Command.delete(line.id) for line in _notes(credit)),
                ]
            }
        )
        credit._o2c_meet_total(amount)
        return credit

    def _o2c_wanted(self, remedy, amount):
        """{invoice line: (quantity or None, Decimal)}; None: a part of its price."""
        if not remedy.line_ids:
            lines = self._o2c_product_lines().filtered(lambda ln: ln.price_total > 0)
            shares = self._o2c_shares(amount, lines)
            return {line: (None, share) for line, share in shares.items()}
        return {
            line.invoice_line_id: (line.quantity, decimal(line.amount))
            for line in remedy.line_ids
        }


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = "account.move.line"

    def _eligible_for_stock_account(self):
        # a remedy in money brings no goods back into stock
        eligible = super()._eligible_for_stock_account()
        # the remedy counts, whoever posts the credit note
        return eligible and not self.sudo().move_id.o2c_remedy_id


def _command(line, copy, wanted):
    """What makes ``copy`` credit so much of ``line``.

    Without its link to the sales order: that would reduce the invoiced quantity and
    have the order invoiced again.
    """
    if not wanted or not wanted[1]:
        return fields.Command.delete(copy.id)
    quantity, amount = wanted
    vals = {"sale_line_ids": [fields.Command.clear()]}
    usual = line.price_total * (quantity or 0.0) / (line.quantity or 1.0)
    if quantity and not float_compare(usual, float(amount), precision_digits=2):
        vals["quantity"] = quantity
    else:
        price = _raw(line) * float(amount) / line.price_total
        vals.update(quantity=1.0, discount=0.0, price_unit=price)
    return fields.Command.update(copy.id, vals)
