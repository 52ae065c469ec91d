from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from .. import explain
from ..domain import tier as rules
from .o2c_credit_account import MANAGER

ACCOUNTANT = "account.group_account_invoice"


class O2cWriteOff(models.Model):
    """Approving, rejecting, withdrawing and reversing a write-off."""

    _name = "o2c.write.off"
    _inherit = "o2c.write.off"

    def action_approve(self):
        """Agree. The last one who must agrees lets it be posted at once.

        What was paid since it was asked for is not written off.

        :raise AccessError: the user asked for it himself, or his tier does not reach
        :raise UserError: it is decided already, or nothing is open any more
        """
        for one in self:
            one._check_open()
            decision = one._may_approve()
            if not decision.ok:
                raise AccessError(explain.write_off.objection(one, decision))
            one.sudo()._agree(self.env.user)  # the right was asked

    def _may_approve(self):
        """Whether the present user may agree: a Decision."""
        self.ensure_one()
        user = self.env.user
        if not user.has_group(MANAGER):
            return Decision((Reason("no_manager"),))
        if self.requested_by_id == user:
            return Decision((Reason(rules.Objection.SAME_PERSON),))
        return rules.may_decide(self._tiers(), self._case(), user.id)

    def _tiers(self):
        tiers = self.env["o2c.write.off.tier"]._of_companies(self.company_id)
        return tiers[self.company_id.root_id]

    def _case(self):
        amount = self.currency_id._o2c_decimal(self.amount)
        first = self.first_approver_id.id or None
        return self.env["o2c.write.off.tier"]._case(amount, first)

    def _agree(self, user):
        self.lock_for_update()
        second = rules.needs_second(self._tiers(), self._case())
        if second and not self.first_approver_id:
            self.first_approver_id = user
            return
        self._follow_the_ledger()
        self.entry_id = self._post_entry()
        self._decide("posted", False)
        self._tell_invoices()
        self._enter_event()

    def _enter_event(self):
        """What a customer made us lose speaks about his credit."""
        pair = (self.partner_id.commercial_partner_id, self.company_id.root_id)
        account = self.env["o2c.credit.account"]._of([pair])[pair]
        self.env["o2c.credit.event"].sudo().create(  # whoever decided about the loss
            {
                "account_id": account.id,
                "kind": "write_off",
                "date": self.company_id._o2c_credit_today(),
                "amount": sum(self.line_ids.mapped("balance")),
                "write_off_id": self.id,
                "note": self.note,
            }
        )

    def _follow_the_ledger(self):
        """Lower the amounts to what is still open."""
        for line in self.line_ids:
            open_ = line.line_id.amount_residual_currency
            if open_ < line.amount:
                line.amount = max(0.0, open_)
                line.balance = max(0.0, line.line_id.amount_residual)
        if not any(self.line_ids.mapped("amount")):
            raise UserError(explain.write_off.nothing_open(self.env))

    def _post_entry(self):
        vals = self._prepare_entry_vals()
        entry = self.env["account.move"].with_company(self.company_id).create(vals)
        entry._post(soft=False)
        items = self.line_ids.filtered("amount").line_id
        owed = entry.line_ids.filtered(lambda line: line.account_id in items.account_id)
        for item, line in zip(items, owed.sorted("id"), strict=True):
            (item | line).reconcile()
        return entry

    def _prepare_entry_vals(self):
        names = ("o2c_write_off_journal_id", "o2c_write_off_account_id")
        journal, loss = self.company_id._o2c_ledger_setting(*names)
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": self.company_id._o2c_credit_today(),
            "ref": explain.write_off.entry_ref(self),
            "partner_id": self.partner_id.id,
            "line_ids": [
                Command.create(vals)
                for line in self.line_ids.filtered("amount")
                for vals in line._prepare_entry_lines(loss)
            ],
        }

    def _tell_invoices(self):
        for line in self.line_ids.filtered("amount"):
            line.line_id.move_id.message_post(body=explain.write_off.told(line))

    # ------------------------------------------------------------- otherwise
    def action_withdraw(self):
        """Take one's own request back."""
        for one in self:
            one._check_open()
            if one.requested_by_id != self.env.user:
                raise AccessError(explain.write_off.not_yours(self.env))
            one.sudo()._decide("withdrawn", False)  # his own request

    def _reject(self, note):
        """Refuse these requests, with words, as a credit manager."""
        _check_note(self.env, note)
        for one in self:
            one._check_open()
            if not self.env.user.has_group(MANAGER):
                raise AccessError(explain.write_off.manager_needed(self.env))
            one.sudo()._decide("rejected", note)  # the right was asked

    def _reverse(self, note):
        """Take a posted write-off back in one step: the items are open again."""
        _check_note(self.env, note)
        if not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(explain.write_off.accountant_needed(self.env))
        self.check_access("read")
        for one in self.sudo():  # the right was asked
            if one.state != "posted":
                raise UserError(explain.write_off.not_posted(self.env))
            one.lock_for_update()
            today = one.company_id._o2c_credit_today()
            vals = {"date": today, "ref": explain.interest.reversal_ref(one.entry_id)}
            one.reversal_id = one.entry_id._reverse_moves([vals], cancel=True)
            one._decide("reversed", note)
            # as above: an accountant enters no events by hand
            events = self.env["o2c.credit.event"].sudo()
            domain = [("write_off_id", "=", one.id), ("resolved_date", "=", False)]
            events.search(domain).action_resolve()

    def action_reject(self):
        """Open the form that asks why it is refused."""
        return self._ask("reject")

    def action_reverse(self):
        """Open the form that asks why it is taken back."""
        return self._ask("reverse")

    def _ask(self, kind):
        return {
            "type": "ir.actions.act_window",
            "name": explain.write_off.ask_title(self.env, kind),
            "res_model": "o2c.write.off.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_write_off_ids": self.ids, "default_kind": kind},
        }

    def action_open_entry(self):
        """Open the entry that was posted."""
        self.ensure_one()
        return self.entry_id.get_formview_action()

    def _check_open(self):
        self.check_access("read")
        if self.state != "requested":
            raise UserError(explain.write_off.decided_already(self.env))

    def _decide(self, state, note):
        self.write(
            {
                "state": state,
                "decision_note": (note or "").strip() or False,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )


class O2cWriteOffLine(models.Model):
    _name = "o2c.write.off.line"
    _inherit = "o2c.write.off.line"

    def _prepare_entry_lines(self, loss):
        """The loss and the receivable that it settles."""
        item = self.line_id
        common = {
            "name": explain.write_off.line_text(self),
            "partner_id": item.partner_id.id,
            "currency_id": item.currency_id.id,
        }
        lost = {
            **common,
            "account_id": loss.id,
            "amount_currency": self.amount,
            "balance": self.balance,
        }
        settled = {
            **common,
            "account_id": item.account_id.id,
            "amount_currency": -self.amount,
            "balance": -self.balance,
        }
        return lost, settled


def _check_note(env, note):
    if not (note or "").strip():
        raise UserError(explain.write_off.note_needed(env))
