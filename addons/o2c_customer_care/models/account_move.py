import logging

from odoo import api, fields, models
from odoo.tools import float_is_zero

from ..domain import dispute as rules
from .money import decimal, unit

_logger = logging.getLogger(__name__)
ROUNDS = 4  # of correcting a price until the total fits; taxes converge in two


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "o2c.ticket.mixin"]
    _o2c_ticket_field = "invoice_id"

    o2c_dispute_ids = fields.One2many("o2c.dispute", "invoice_id", "Disputes")
    o2c_credited_dispute_ids = fields.One2many(
        "o2c.dispute", "credit_note_id", "Disputes credited"
    )
    o2c_disputed_amount = fields.Monetary(
        "In dispute",
        compute="_compute_o2c_disputed_amount",
        store=True,
        help="What of this invoice is contested and not settled yet.",
    )

    @api.depends(
        "o2c_dispute_ids.state",
        "o2c_dispute_ids.amount",
        "o2c_dispute_ids.accepted_amount",
        "o2c_dispute_ids.replaced_amount",
        "o2c_dispute_ids.in_court",
    )
    def _compute_o2c_disputed_amount(self):
        for move in self:
            move.o2c_disputed_amount = sum(
                float(dispute._at_stake()) for dispute in move.o2c_dispute_ids
            )

    def _o2c_ticket_customers(self):
        orders = self.o2c_order_ids
        return super()._o2c_ticket_customers() | orders._o2c_ticket_customers()

    def _o2c_product_lines(self):
        """The lines that carry an amount to contest."""
        return self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )

    # ------------------------------------------------------------- payments
    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            # a credit note set back to draft keeps its matching but settles nothing
            disputes = self.sudo().o2c_credited_dispute_ids  # whoever may read them
            (self | disputes.invoice_id)._o2c_follow_payments()
        return result

    def _o2c_follow_payments(self):
        """Have the disputes of these invoices follow what was paid or undone."""
        # only invoices with disputes cost anything here, whoever may read those
        disputed = self.sudo().filtered("o2c_dispute_ids")
        if not disputed:
            return
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                self.env["o2c.dispute"]._follow_payments(disputed)
        except Exception:
            # a payment never fails for the sake of a dispute; the job follows it up
            _logger.exception("disputes of %s could not follow the payment", disputed)

    def _o2c_credited_by(self, credit_note):
        """How much of this invoice ``credit_note`` has settled, document currency."""
        self.ensure_one()
        posted = credit_note.filtered(lambda note: note.state == "posted")
        partials = posted.line_ids.matched_debit_ids
        own = partials.filtered(lambda p: p.debit_move_id.move_id == self)
        return sum(own.mapped("debit_amount_currency"))

    # ------------------------------------------------------------- credit notes
    def _o2c_draft_credit(self, amount, lines, ref):
        """A draft credit note over a part of this invoice, to the cent.

        :param Decimal amount: with taxes, in the currency of the invoice
        :param lines: the invoice lines it is about; empty: all of them
        :param str ref: the reference printed on it
        :return: the draft
        """
        self.ensure_one()
        invoice = self.with_company(self.company_id)
        shares = invoice._o2c_shares(amount, lines)
        credit = invoice._reverse_moves([invoice._o2c_prepare_credit_vals(ref)])
        copies = zip(_by_id(invoice), _by_id(credit), strict=True)
        credit.write(
            {
                "invoice_line_ids": [
                    *(_shrink(line, copy, shares.get(line)) for line, copy in copies),
                    *(fields.Command.delete(line.id) for line in _notes(credit)),
                ]
            }
        )
        credit._o2c_meet_total(amount)
        return credit

    def _o2c_shares(self, amount, lines):
        """``amount`` over the lines by what each of them costs: {line: Decimal}."""
        lines = lines or self._o2c_product_lines()
        weights = [decimal(line.price_total) for line in lines]
        shares = rules.split(amount, weights, unit(self.currency_id))
        return dict(zip(lines, shares, strict=True))

    def _o2c_prepare_credit_vals(self, ref):
        today = fields.Date.context_today(self)
        return {
            "ref": ref,
            "date": today,
            "invoice_date": False,  # the day it is posted
            "invoice_date_due": today,
            "invoice_payment_term_id": None,
            "invoice_cash_rounding_id": False,
            "invoice_user_id": self.invoice_user_id.id,
            "invoice_origin": self.invoice_origin,
            "auto_post": "no",
        }

    def _o2c_meet_total(self, amount):
        """Take away the cents by which rounding of taxes misses ``amount``."""
        for _round in range(ROUNDS):
            missing = float(amount - decimal(self.amount_total))
            if self.currency_id.is_zero(missing):
                return
            line = max(self._o2c_product_lines(), key=_weight)
            net = _raw(line) / line.price_total if line.price_total else 1.0
            line.price_unit += missing * net / line.quantity
        self._o2c_correct_tax(float(amount - decimal(self.amount_total)))

    def _o2c_correct_tax(self, missing):
        # some totals no price can reach (0.03 with 100 % on top): the tax gives way
        taxes = self.line_ids.filtered("tax_repartition_line_id")
        if self.currency_id.is_zero(missing) or not taxes:
            return
        tax = max(taxes, key=_weight)
        corrected = tax.amount_currency + missing
        self.write(
            {
                "line_ids": [
                    fields.Command.update(tax.id, {"amount_currency": corrected})
                ]
            }
        )


def _by_id(move):
    """The product lines in the order in which copying a document keeps them."""
    return move._o2c_product_lines().sorted("id")


def _notes(move):
    return move.invoice_line_ids - move._o2c_product_lines()


def _weight(line):
    return abs(line.amount_currency)


def _raw(line):
    """What the line's price and quantity come to before any tax is split or added."""
    return line.price_unit * line.quantity * (1 - (line.discount or 0.0) / 100)


def _shrink(line, copy, share):
    """The command that makes ``copy`` credit ``share`` of ``line`` and no goods.

    Without its link to the sales order: that would reduce the invoiced quantity
    and have the order invoiced again.
    """
    if not share:
        return fields.Command.delete(copy.id)
    vals = {"sale_line_ids": [fields.Command.clear()]}
    if not float_is_zero(float(share) - line.price_total, precision_digits=6):
        price = _raw(line) * float(share) / line.price_total
        vals.update(quantity=1.0, discount=0.0, price_unit=price)
    return fields.Command.update(copy.id, vals)
