"""A customer contests an amount of an invoice: the hook, and what it does by itself."""

from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from .. import explain
from ..domain import contest as rules
from ..domain.hold import Phase

HOLD_REASON = "collection"


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    def _o2c_contest(self, amount, text, line=None, **options):
        """Hook. The customer contests ``amount`` of this invoice.

        Runs when he says so in the portal, or a collector enters it; who may was
        checked by the caller. By itself it holds the amount out of collection; a
        module that follows disputes opens one instead.

        :param amount: in the currency of the invoice, taxes included
        :param str text: what the customer says
        :param line: the invoice line it is about (optional)
        :param options: ``channel`` (of the contact ledger), ``person`` (who says so)
        :return: the record that stands for it
        :raise UserError: more than is open, or what cannot be contested
        """
        self.ensure_one()
        amount = self.currency_id.round(float(amount))
        self._o2c_check_contest(amount, text)
        hold = self._o2c_hold_contested(amount, text, line)
        self._o2c_log_contest(amount, text, options)
        return hold

    def _o2c_contestable(self):
        """How much of this invoice may be contested: open and not held already."""
        self.ensure_one()
        residual = _decimal(abs(self.amount_residual))
        total = _decimal(abs(self.amount_residual_signed))
        if not total:
            return Decimal()
        held = self._o2c_held_amount(Phase.COLLECTION, {self: total}).get(self, 0)
        free = float(residual * (total - held) / total)
        return _decimal(self.currency_id.round(free))

    def _o2c_check_contest(self, amount, text):
        """Raise UserError when this cannot be contested."""
        decision = rules.check(
            rules.Contest(
                amount=_decimal(amount),
                free=self._o2c_contestable(),
                text=text or "",
                invoice=self.move_type == "out_invoice" and self.state == "posted",
            )
        )
        if not decision.ok:
            texts = [explain.contest.contest_refused(self, r) for r in decision.reasons]
            raise UserError("\n".join(texts))

    def _o2c_hold_contested(self, amount, text, line):
        """Hold the amount; with what was contested before it is one hold."""
        value = self.company_id.currency_id.round(
            amount / (self.invoice_currency_rate or 1.0)
        )
        text = f"{line.name}: {text}" if line else text
        Hold = self.env["o2c.hold"]
        before = Hold._open_like(Hold._prepare_hold_vals(self, HOLD_REASON))
        if before.is_partial:
            value += before.amount
            text = "\n".join(filter(None, (before.note, text)))
        # a person says what is contested: no rule lets it go again
        return Hold._place(self, HOLD_REASON, amount=value, note=text, forced=True)

    def _o2c_log_contest(self, amount, text, options):
        self.env["o2c.contact"]._log(
            options.get("person") or self.partner_id,
            [self, *self.o2c_order_ids],
            company_id=self.company_id.id,
            channel=options.get("channel") or "phone",
            purpose="complaint",
            direction="in",
            summary=explain.contest.contested(self, amount),
            details=text,
        )


def _decimal(amount):
    return Decimal(str(amount or 0.0))
