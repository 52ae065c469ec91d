from odoo import models

from .. import explain
from ..domain import dispute_again
from ..domain.dispute import COURT, State, contestable, outcome
from .money import decimal


class O2cDispute(models.Model):
    """What comes after a first decision: taken up again, billed anew, a judgment."""

    _name = "o2c.dispute"
    _inherit = "o2c.dispute"

    # ------------------------------------------------------------- again
    def _reopen(self, note):
        """Take rejected or withdrawn disputes up again for the reason ``note``.

        The amount is held again from now on; the time before stays as it was.

        :raise AccessError: the user does not work on the ticket
        :raise UserError: paid since, in another dispute, before court
        """
        for dispute in self:
            dispute.check_access("read")
            decision = dispute_again.may_reopen(dispute._reopen_facts(note))
            if not decision.ok:
                dispute._refuse(decision)
            dispute._apply_reopening(note)

    def _apply_reopening(self, note):
        dispute = self.sudo()  # the right was checked by the rule; only methods write
        before = explain.dispute.before_reopening(dispute)
        dispute.write(
            {
                "state": State.OPEN.value,
                "reopen_count": dispute.reopen_count + 1,
                "requested_by_id": self.env.uid,
                "accepted_amount": 0,
                "decision_note": False,
                "decided_by_id": False,
                "decided_at": False,
                "proposed_by_id": False,
                "proposed_amount": 0,
                "proposal": False,
            }
        )
        dispute._message_log(body=explain.dispute.reopened(dispute, note, before))
        dispute.invoice_id.flush_recordset(["o2c_disputed_amount"])
        dispute._place_hold()

    def _reopen_facts(self, note):
        self.ensure_one()
        # what others contest counts, whoever may read it
        invoice = self.sudo().invoice_id
        left = contestable(
            decimal(invoice.amount_residual), decimal(invoice.o2c_disputed_amount)
        )
        return dispute_again.ReopenFacts(
            state=State(self.state),
            amount=decimal(self.amount),
            left=left,
            note=note or "",
            is_agent=self._user_is("agent"),
            ticket_open=self.ticket_id.stage != "closed",
            in_court=self.in_court,
        )

    # ------------------------------------------------------------- billed anew
    def _replace_invoice(self, note):
        """Accept everything: the invoice is credited and a corrected one is drafted.

        :raise AccessError: the user may not decide this dispute
        :raise UserError: decided already, or others contest the same invoice
        """
        self.ensure_one()
        self.check_access("read")
        facts = self._decide_facts(self.amount, note)
        # whoever may read the other disputes
        others = self.sudo().invoice_id.o2c_dispute_ids.filtered(
            lambda d: d != self.sudo() and d._at_stake()
        )
        decision = dispute_again.may_replace(facts, len(others))
        if not decision.ok:
            self._refuse(decision)
        dispute = self.sudo()  # the right to decide was checked by the rule
        residual = dispute.invoice_id.amount_residual
        dispute.write({"resolution": "rebill", "replaced_amount": residual})
        self._apply_decision(State.ACCEPTED, self.amount, note)

    def _draft_credit_note(self):
        if self.resolution != "rebill":
            return super()._draft_credit_note()
        self.ensure_one()
        dispute = self.sudo()  # who decides need not be an accountant: he only drafts
        if dispute.misses_credit_note:
            ref = explain.dispute.credit_note_ref(self)
            credit, invoice = dispute.invoice_id._o2c_draft_replacement(ref)
            dispute.write({"credit_note_id": credit.id, "rebill_id": invoice.id})
        return None

    def action_open_rebill(self):
        """Open the corrected invoice."""
        self.ensure_one()
        return self.rebill_id.get_formview_action()

    # ------------------------------------------------------------- a judgment
    def _decide_by_court(self, accepted, note):
        """A judgment or an agreement: ``accepted`` is credited after all."""
        self.ensure_one()
        dispute = self.sudo()  # the lawsuit checks who ends it
        dispute.in_court = False
        state = outcome(decimal(dispute.amount), decimal(accepted))
        if (State(dispute.state), state) in COURT:
            self._apply_decision(state, accepted, note)
        else:
            dispute._place_hold()

    # ------------------------------------------------------------- the portal
    def _portal_told(self):
        """What the customer reads of it."""
        self.ensure_one()
        # the names of his own documents, which he may not read one by one
        return explain.dispute_portal.told(self.sudo())
