"""Conditions that are met, or not in time, without anybody doing anything."""

from decimal import Decimal

from odoo import models

from .. import explain
from ..domain.condition import allocate
from .o2c_hold_decision import Terms


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    def _money_mark(self):
        """The youngest entry of the ledger: what is younger may be the deposit."""
        line = self.env["account.move.line"].sudo()  # a number, no figures
        return line.search([], order="id desc", limit=1).id or 0

    def _release_met_conditions(self):
        """Release those of these holds whose deposit was received, each once.

        What met one condition meets no other: the oldest decision comes first.

        :return: the holds that were released
        """
        waiting = self.filtered(
            lambda h: h.state == "open" and h.credit_state == "condition"
        )
        met = self.browse()
        for hold in waiting.sorted(lambda h: (h.credit_decided_at, h.id)):
            wanted = Decimal(str(hold.credit_deposit))
            taken = () if hold._has_lapsed() else allocate(hold._money(), wanted)
            if taken and not hold.forced:
                hold._meet_condition(taken)
                met |= hold
        return met

    def _meet_condition(self, taken):
        self.env["o2c.credit.deposit"].sudo().create(  # written by this rule alone
            [
                {"hold_id": self.id, field: key, "amount": float(amount)}
                for (field, key), amount in taken
            ]
        )
        self.sudo().write({"credit_state": "released"})  # users cannot write holds
        self.order_id.sudo().o2c_credit_valid_until = self.credit_valid_until
        note = explain.queue.deposit_arrived(self)
        agreed = Terms(note, self.credit_reason_id or None, self._conditions())
        self._document_decision("released", agreed, by_rule=True)
        self._release(note, automatic=True)
        self._tell_decision("condition_met")

    # ------------------------------------------------------------- the money
    def _money(self):
        """What the customer paid since the decision and no condition has used.

        :return: [((field of o2c.credit.deposit, id), Decimal)], the oldest first
        """
        lines = self._money_lines()
        used = self._money_used("line_id", lines)
        money = []
        for line in lines:
            free = self._money_free(line)
            left = min(free, Decimal(str(-line.balance)) - used.get(line.id, 0))
            money.append((("line_id", line.id), left))
        return money + self._money_online()

    def _money_lines(self):
        # the rule sees what the customer paid, whoever triggered it
        return (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("id", ">", self.sudo().credit_deposit_mark),
                    ("parent_state", "=", "posted"),
                    ("move_id.move_type", "=", "entry"),
                    ("account_type", "=", "asset_receivable"),
                    ("balance", "<", 0),
                    ("company_id", "child_of", self.company_id.root_id.id),
                    (
                        "partner_id.commercial_partner_id",
                        "=",
                        self.credit_account_id.partner_id.id,
                    ),
                ],
                order="id",
            )
        )

    def _money_free(self, line):
        """What of a payment is matched with nothing or with bills of this order."""
        # the bills of the order, whoever triggered it
        own = self.order_id.sudo().invoice_ids
        matched = line.matched_debit_ids.filtered(
            lambda p: p.debit_move_id.move_id in own
        )
        amounts = [-line.amount_residual, *matched.mapped("amount")]
        return sum((Decimal(str(amount)) for amount in amounts), Decimal(0))

    def _money_online(self):
        """Online payments for this order that no ledger entry stands for yet."""
        # what the customer paid, whoever triggered it
        done = self.order_id.sudo().transaction_ids.filtered(
            lambda t: (
                t.state == "done"
                and t.last_state_change >= self.credit_decided_at
                and not t.payment_id.move_id
            )
        )
        used = self._money_used("transaction_id", done)
        return [
            (("transaction_id", t.id), self._money_of(t) - used.get(t.id, 0))
            for t in done.sorted("id")
        ]

    def _money_of(self, transaction):
        amount = transaction.currency_id._convert(
            transaction.amount,
            self.currency_id,
            self.company_id,
            transaction.last_state_change.date(),
        )
        return Decimal(str(amount))

    def _money_used(self, field, sources):
        deposits = self.env["o2c.credit.deposit"].sudo()  # of any hold
        groups = deposits._read_group(
            [(field, "in", sources.ids)], [field], ["amount:sum"]
        )
        return {source.id: Decimal(str(amount)) for source, amount in groups}

    # ------------------------------------------------------------- too late
    def _end_lapsed_conditions(self):
        """Have the orders wait again whose money did not come in time."""
        for hold in self:
            if hold.credit_state == "condition" and hold._has_lapsed():
                terms = Terms(explain.queue.lapsed(hold))
                hold._document_decision("reopened", terms, by_rule=True)
                hold._back_to_waiting(terms)
                hold._tell_decision("lapsed")
