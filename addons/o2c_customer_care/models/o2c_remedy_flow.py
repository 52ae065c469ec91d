"""What becomes of a remedy: granted, offered, carried out, taken back."""

import logging

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import remedy as rules
from ..domain.remedy import Kind, State, Why

_logger = logging.getLogger(__name__)
RIGHTS = (Why.NO_RIGHT, Why.OWN_REQUEST, Why.SAME_PERSON, Why.ABOVE_TIER)


class O2cRemedy(models.Model):
    _name = "o2c.remedy"
    _inherit = "o2c.remedy"

    # ------------------------------------------------------------- decision
    def action_approve(self):
        """Grant these remedies; what nobody is asked about is done at once."""
        for remedy in self:
            remedy._check_may_decide()
            remedy.sudo()._agree()  # checked in the line above

    def action_refuse(self):
        """Ask why it is refused."""
        self.ensure_one()
        self._check_may_decide()
        return self._ask_note("refuse", self.env._("Refuse the remedy"))

    def action_cancel(self):
        """Ask why it is not given after all."""
        self.ensure_one()
        return self._ask_note("cancel", self.env._("Cancel the remedy"))

    def _ask_note(self, step, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "o2c.remedy.note",
            "view_mode": "form",
            "target": "new",
            "context": {"default_remedy_id": self.id, "default_step": step},
        }

    def _check_may_decide(self):
        self.ensure_one()
        self.check_access("read")
        decision = self._may_grant(self._tiers(), self.env.user)
        if not decision.ok:
            texts = [explain.remedy.refused(self, r) for r in decision.reasons]
            denied = any(reason.code in RIGHTS for reason in decision.reasons)
            raise (AccessError if denied else UserError)("\n".join(texts))

    def _agree(self):
        """The user agrees: as the first of two, or as the one who grants it."""
        tiers = self._tiers()
        own = tiers.get(self.company_id, ())
        self._close_activities()
        if not self.first_by_id and rules.needs_second(own, self._case()):
            self.first_by_id = self.env.uid
            self._ask_for_approval(tiers)
        else:
            self._grant(explain.remedy.granted(self), self.env.user)

    def _grant(self, text, user=None):
        if self.state != State.PROPOSED.value:
            raise UserError(explain.remedy.no_such_step(self, State.APPROVED.value))
        self._go(
            State.APPROVED,
            approval_text=text,
            approved_by_id=(user or self.env["res.users"]).id,
            approved_at=fields.Datetime.now(),
        )
        if self.ask_customer:
            self._offer()
        else:
            self._carry_out()

    def _refuse_request(self, note):
        """Refuse it; who asked for it is told why."""
        self._check_may_decide()
        remedy = self.sudo()  # checked in the line above
        remedy._close_activities()
        remedy._go(
            State.REFUSED,
            decision_note=note,
            approved_by_id=self.env.uid,
            approved_at=fields.Datetime.now(),
        )
        remedy._tell_owner(explain.remedy.was_refused(remedy), remedy.requested_by_id)

    def _go(self, state, **vals):
        """The only writer of the state."""
        self.ensure_one()
        if (State(self.state), state) not in rules.TRANSITIONS:
            raise UserError(explain.remedy.no_such_step(self, state.value))
        self.write({"state": state.value, **vals})

    # ------------------------------------------------------------- the customer
    def _offer(self):
        """Tell the customer what he can have; the portal asks him."""
        self.offered_at = fields.Datetime.now()
        self._mail("o2c_customer_care.mail_remedy_offer")

    def _mail(self, template):
        """Write to the customer in his language; the contact ledger sees to itself."""
        if self._person().email:
            self.env.ref(template).send_mail(self.id)

    def action_customer_accepts(self):
        """The customer said yes, to a person."""
        self._check_agent()
        self._answer(True, self._person(), "phone")

    def action_customer_declines(self):
        """The customer said no, to a person."""
        self._check_agent()
        self._answer(False, self._person(), "phone")

    def _answer(self, accepted, person, channel="portal"):
        """Enter what the customer says to the offer; yes has it carried out.

        The caller has checked that ``person`` may speak for the customer.

        :raise UserError: nothing is offered any more
        """
        self.ensure_one()
        remedy = self.sudo()  # a customer has no right on remedies but his answer
        if remedy.state != State.APPROVED.value or remedy.answer:
            raise UserError(explain.remedy.not_offered(remedy))
        remedy.write(
            {
                "answer": "accepted" if accepted else "declined",
                "answered_at": fields.Datetime.now(),
                "answered_by_id": person.id,
            }
        )
        remedy._log_answer(person, channel)
        if accepted:
            remedy._carry_out_or_tell()
        else:
            remedy._go(State.CANCELLED, decision_note=explain.remedy.declined(remedy))
            remedy._tell_owner(explain.remedy.declined(remedy))

    def _log_answer(self, person, channel):
        self.env["o2c.contact"]._log(
            person,
            self._o2c_contact_facts()["documents"],
            company_id=self.company_id.id,
            direction="in",
            channel=channel,
            purpose="complaint",
            summary=explain.remedy.answer_summary(self),
            source_key=f"o2c.remedy:{self.id}:answer",
        )

    def _carry_out_or_tell(self):
        """Carry it out; when that fails, the customer is not the one who hears it."""
        try:
            with self.env.cr.savepoint():
                self._carry_out()
        except UserError as error:
            _logger.exception("%s could not be carried out", self.name)
            self.invalidate_recordset()
            self._tell_owner(explain.remedy.failed(self, error.args[0]))

    # ------------------------------------------------------------- doing it
    def action_carry_out(self):
        """Do now what was approved."""
        for remedy in self:
            remedy._check_agent()
            remedy.check_access("read")
            remedy.sudo()._carry_out()  # granted by the rules before

    def _carry_out(self):
        """Make the document that gives the remedy, once."""
        self.ensure_one()
        # an earlier document has to be gone in the database before the next one comes
        self.env.flush_all()
        if self.state != State.APPROVED.value:
            raise UserError(explain.remedy.no_such_step(self, State.MADE.value))
        if self.ask_customer and self.answer != "accepted":
            raise UserError(explain.remedy.not_accepted(self))
        # two at once write this row: the database lets one of them through
        document = getattr(self, f"_make_{self.kind}")()
        vals = {"made_at": fields.Datetime.now()}
        if document:
            vals.update(document_model=document._name, document_id=document.id)
        self._go(State.MADE, **vals)
        self.flush_recordset()
        if document:
            self._follow_up()
        else:
            self._go(State.DONE, done_at=vals["made_at"])

    def _make_explanation(self):
        """Say it to the customer, on the ticket."""
        self.ticket_id.message_post(
            body=self.customer_text or self.note,
            partner_ids=self._person().ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        return self.browse()

    # ------------------------------------------------------------- following
    def _follow_up(self):
        """See from their documents how far these remedies are."""
        for remedy in self:
            document = remedy._document()
            progress = rules.Progress.GONE
            if document:
                progress = document._o2c_remedy_progress()
            before = State(remedy.state)
            after = rules.after_document(before, progress)
            if remedy.made_at and remedy.kind == Kind.EXPLANATION.value:
                continue
            if after is not before:
                remedy._reach(after)

    def _reach(self, state):
        now = fields.Datetime.now()
        if state is State.APPROVED:
            name = self.document_name or self.env._("The document")
            self._go(
                state,
                document_model=False,
                document_id=False,
                made_at=False,
                done_at=False,
            )
            self._tell_owner(explain.remedy.document_gone(self, name))
        else:
            self._go(state, done_at=now if state is State.DONE else False)

    # ------------------------------------------------------------- taking it back
    def _cancel(self, note):
        """Give it not, or take it back as long as that can be done.

        :raise UserError: the customer has it already
        """
        self.ensure_one()
        self._check_agent()
        self.check_access("read")
        remedy = self.sudo()  # checked in the lines above
        if (State(remedy.state), State.CANCELLED) not in rules.TRANSITIONS:
            raise UserError(explain.remedy.no_such_step(remedy, State.CANCELLED.value))
        if remedy.kind == Kind.EXPLANATION.value and remedy.made_at:
            raise UserError(explain.remedy.said_already(remedy))
        document = remedy._document()
        remedy._close_activities()
        # said before it is done: undoing the document has the remedy looked at
        remedy._go(State.CANCELLED, decision_note=note)
        if document:
            document._o2c_undo_remedy()

    # ------------------------------------------------------------- telling people
    def _close_activities(self):
        self.activity_ids.action_done()

    def _tell_owner(self, text, user=None):
        """An activity for the owner of the ticket, else for who asked for it."""
        owner = user or self.ticket_id.user_id or self.requested_by_id
        self.message_post(body=text)
        if owner.active and not owner.share:
            self.activity_schedule(
                "mail.mail_activity_data_todo", summary=text, user_id=owner.id
            )
