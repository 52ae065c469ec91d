from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import dispute as rules
from ..domain.dispute import State
from .money import decimal, unit

HOLD_REASON = "dispute"
COURT_REASON = "litigation"
LIVE = [state.value for state in rules.LIVE]


class O2cDispute(models.Model):
    """What happens to a dispute: proposal, decision, credit note, hold, payment."""

    _inherit = "o2c.dispute"

    # ------------------------------------------------------------- deciding
    def _propose(self, amount, note):
        """Keep what a care agent proposes to grant; decides nothing."""
        self.ensure_one()
        self._check_agent()
        amount = self.currency_id.round(amount)
        if self.state != State.OPEN.value or not 0 <= amount <= self.amount:
            raise UserError(explain.dispute.proposal_refused(self))
        # nobody may write disputes but by these methods
        self.sudo().write(
            {
                "proposed_amount": amount,
                "proposal": note,
                "proposed_by_id": self.env.uid,
            }
        )

    def _decide(self, amount, note):
        """Grant ``amount`` (document currency; zero rejects) for the reason ``note``.

        What is granted becomes a draft credit note and stays held until that is
        settled; the rest is free again at once.

        :raise AccessError: the user may not decide this dispute
        :raise UserError: decided already, or not a part of what is contested
        """
        self.ensure_one()
        self.check_access("read")
        amount = self.currency_id.round(amount)
        decision = rules.may_decide(self._decide_facts(amount, note))
        if not decision.ok:
            self._refuse(decision)
        state = rules.outcome(decimal(self.amount), decimal(amount))
        self._apply_decision(state, amount, note)

    def _apply_decision(self, state, amount, note):
        dispute = self.sudo()  # the right to decide was checked by the rule
        dispute.write(
            {
                "state": state.value,
                "accepted_amount": amount,
                "decision_note": note,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        dispute._place_hold()
        if state in rules.GRANTED:
            dispute._draft_credit_note()

    def _decide_facts(self, amount, note):
        self.ensure_one()
        # the limit is configuration that everybody is measured by
        company = self.company_id.sudo()
        return rules.DecideFacts(
            state=State(self.state),
            amount=decimal(self.amount),
            accepted=decimal(amount),
            value=decimal(self.amount_company),
            threshold=decimal(company.o2c_dispute_threshold),
            is_agent=self._user_is("agent"),
            is_leader=self._user_is("leader"),
            is_requester=self.requested_by_id.id == self.env.uid,
            note=note or "",
        )

    def _user_is(self, role):
        return self.env.user.has_group(f"o2c_customer_care.group_care_{role}")

    def _check_agent(self):
        self.check_access("read")
        if not self._user_is("agent"):
            reason = rules.Reason(rules.Why.NO_RIGHT)
            raise AccessError(explain.dispute.decision_refused(self, reason))

    def _refuse(self, decision):
        sentences = [
            explain.dispute.decision_refused(self, r) for r in decision.reasons
        ]
        denied = any(reason.code in rules.RIGHTS for reason in decision.reasons)
        raise (AccessError if denied else UserError)("\n".join(sentences))

    def _cancel(self, note):
        """The customer withdraws what he contested; nothing is granted."""
        for dispute in self:
            dispute._check_agent()
            if (State(dispute.state), State.CANCELLED) not in rules.TRANSITIONS:
                reason = rules.Reason(
                    rules.Why.NO_SUCH_MOVE, {"state": State(dispute.state)}
                )
                raise UserError(explain.dispute.decision_refused(dispute, reason))
            # nobody may write disputes but by these methods
            dispute.sudo().write(
                {"state": State.CANCELLED.value, "decision_note": note}
            )
            dispute._place_hold()

    # ------------------------------------------------------------- credit note
    def _draft_credit_note(self):
        """Draft the credit note over what was granted, once."""
        self.ensure_one()
        if not self.misses_credit_note:
            return
        # who decides need not be an accountant: he only drafts, accounting posts
        self.sudo().credit_note_id = self.sudo().invoice_id._o2c_draft_credit(
            decimal(self.accepted_amount),
            self.sudo().line_ids,
            explain.dispute.credit_note_ref(self),
        )

    # ------------------------------------------------------------- the hold
    def _place_hold(self):
        """Hold on the invoice exactly what is still at stake."""
        Hold = self.env["o2c.hold"]
        for dispute in self:
            amount = dispute._held_value()
            reason = COURT_REASON if dispute.in_court else HOLD_REASON
            other = HOLD_REASON if dispute.in_court else COURT_REASON
            over = explain.dispute.over(dispute)
            Hold._release_origin(dispute, over, other)
            if not amount:
                Hold._release_origin(dispute, over)
                continue
            Hold._place(
                dispute.invoice_id,
                reason,
                origin=dispute,
                amount=float(amount),
                note=explain.dispute.hold_note(dispute),
            )

    def _at_stake(self):
        """What is contested and not settled yet, in the currency of the invoice."""
        rebill = self.resolution == "rebill"
        return rules.held(
            State(self.state),
            decimal(self.amount),
            decimal(self.accepted_amount),
            replaced=decimal(self.replaced_amount) if rebill else None,
            # what is paid is no longer claimed, whatever the judge says
            in_court=self.in_court and not self._is_paid(),
        )

    def _is_paid(self):
        invoice = self.invoice_id
        return invoice.currency_id.is_zero(invoice.amount_residual)

    def _held_value(self):
        """What is at stake, in company currency."""
        return rules.converted(
            decimal(self.amount_company),
            self._at_stake(),
            decimal(self.amount),
            unit(self.company_currency_id),
        )

    # ------------------------------------------------------------- payments
    @api.model
    def _follow_payments(self, invoices):
        """Settle the disputes of ``invoices`` whose money has come, or undo that."""
        # whoever pays or reconciles, the disputes of the invoice follow
        disputes = self.sudo().search(
            [
                ("invoice_id", "in", invoices.ids),
                ("state", "in", [*LIVE, State.SETTLED.value]),
            ]
        )
        for dispute in disputes:
            state = rules.after_payment(dispute._settle_facts())
            if state.value != dispute.state:
                dispute._apply_payment(state)
        self._follow_in_court(invoices)
        return disputes

    def _apply_payment(self, state):
        settled = state is State.SETTLED
        self.write(
            {
                "state": state.value,
                "settled_at": fields.Datetime.now() if settled else False,
            }
        )
        self._place_hold()

    def _settle_facts(self):
        self.ensure_one()
        invoice = self.invoice_id
        accepted = decimal(self.accepted_amount)
        decided = State.OPEN
        if self.decided_at:
            decided = rules.outcome(decimal(self.amount), accepted)
        rebill = self.resolution == "rebill"
        return rules.SettleFacts(
            decided=decided,
            accepted=decimal(self.replaced_amount) if rebill else accepted,
            credited=decimal(invoice._o2c_credited_by(self.credit_note_id)),
            invoice_settled=invoice.state == "posted" and self._is_paid(),
        )

    @api.model
    def _cron_follow_payments(self):
        """Follow what a payment could not tell at once. May run twice or be killed."""
        invoices = self.search([("state", "in", LIVE)]).invoice_id
        for done, invoice in enumerate(invoices, start=1):
            invoice._o2c_follow_payments()
            remaining = len(invoices) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break
