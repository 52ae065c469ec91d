"""What an agent records: facts, one pure decision, and everything that follows."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..domain import calls as rules
from ..domain.calls import ALIVE, OVER, REACHED, AttemptFacts, Result, State, Why
from ..domain.retry import daypart
from ..explain import call as explain


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    # ------------------------------------------------------------- buttons
    def action_answered(self):
        """The customer was spoken to and the script is done."""
        return self._record(Result.ANSWERED, fields.Datetime.now())

    def action_no_answer(self):
        """It rang and nobody took it."""
        return self._record(Result.NO_ANSWER, fields.Datetime.now())

    def action_busy(self):
        """The line was engaged."""
        return self._record(Result.BUSY, fields.Datetime.now())

    def action_voicemail(self):
        """A machine took it."""
        return self._record(Result.VOICEMAIL, fields.Datetime.now())

    def action_wrong_number(self):
        """The number is not the customer's."""
        return self._record(Result.WRONG_NUMBER, fields.Datetime.now())

    def action_refused(self):
        """The customer does not want to be asked."""
        return self._record(Result.REFUSED, fields.Datetime.now())

    def action_call_back(self):
        """The customer wants to be called at the moment entered in the call."""
        return self._record(Result.CALL_BACK, fields.Datetime.now())

    def action_third_party(self):
        """Somebody else took it; the person asked for was not there."""
        return self._record(Result.THIRD_PARTY, fields.Datetime.now())

    def action_do_not_call(self):
        """The customer wants no calls any more."""
        return self._record(Result.DO_NOT_CALL, fields.Datetime.now())

    def action_language(self):
        """The customer speaks the language entered in the call."""
        return self._record(Result.LANGUAGE, fields.Datetime.now())

    def action_not_in_service(self):
        """The number does not exist."""
        return self._record(Result.NOT_IN_SERVICE, fields.Datetime.now())

    def action_moved(self):
        """The person is not at this number any more."""
        return self._record(Result.MOVED, fields.Datetime.now())

    def action_deceased(self):
        """The person has died."""
        return self._record(Result.DECEASED, fields.Datetime.now())

    # ------------------------------------------------------------- recording
    def _record(self, result, now):
        """Record how the attempt ended; only by the agent who holds the call.

        :raise AccessError: the call is somebody else's
        :raise UserError: it is nobody's, or something is missing
        """
        self.ensure_one()
        self.check_access("write")
        self._check_may_record(result, now)
        # the holder was checked; what follows is code's to write
        call = self.sudo()
        attempt = call._add_attempt(result, now)
        call._apply_result(result, now)
        call._apply_next(result, now)
        if result in REACHED:
            call._apply_answers(result, now)
        call._log_contact(attempt)
        self.env["o2c.agent.session"]._enter(self.env.user, "available", now)
        call._after_attempt(attempt)
        if State(call.state) in OVER:
            call._after_done()
        return True

    def _after_attempt(self, attempt):
        """Hook. Runs once for every recorded attempt, as superuser. Returns nothing."""

    def _after_done(self):
        """Hook. Runs once when no further attempt follows, as superuser.

        ``state`` says whether the customer was reached, ``link_wanted`` whether the
        retry rule wants the script to be sent. Returns nothing.
        """

    def _apply_result(self, result, now):
        """What a result says of the number and the person. Others add theirs."""

    def _check_may_record(self, result, now):
        decision = rules.may_record(self._attempt_facts(result), now)
        if decision.ok:
            return self._check_legal_moment() if result is Result.CALL_BACK else None
        sentences = [explain.not_recorded(self, r) for r in decision.reasons]
        stranger = decision.reasons[0].code is Why.NOT_YOURS
        raise (AccessError if stranger else UserError)("\n".join(sentences))

    def _check_taken(self):
        """Refuse whoever is not calling about this right now."""
        # any result that asks for nothing else
        self._check_may_record(Result.BUSY, fields.Datetime.now())

    def _attempt_facts(self, result):
        open_ = self.answer_ids.filtered(lambda a: a.mandatory and not a.is_given)
        return AttemptFacts(
            result=result,
            state=State(self.state),
            mine=self.agent_id == self.env.user,
            call_back_at=self.call_back_at or None,
            # an agent need not read the campaign's settings to keep to them
            ends_at=self.sudo().campaign_id._ends_at(),
            unanswered=tuple(open_.mapped("title")),
            language=bool(self.language_id),
        )

    # ------------------------------------------------------------- the attempt
    def _dialled(self, phone, now):
        """Keep which number is rung and when; the talk is measured from here."""
        self.write({"phone": phone, "dialled_at": now, "hung_up_at": False})

    def _hung_up(self, now):
        """Keep when the line was closed; what follows is writing up."""
        self.write({"hung_up_at": now})
        self.env["o2c.agent.session"]._enter(self.agent_id, "wrap_up", now, self)

    def _add_attempt(self, result, now):
        part = daypart(self._rung_at(), self._callee_tz())
        return self.env["o2c.call.attempt"].create(
            {
                "call_id": self.id,
                "at": now,
                "agent_id": self.env.uid,
                "person_id": self.person_id.id,
                "phone": self.phone,
                "result": result.value,
                "right_party": result in REACHED,
                "daypart": part and part.value,
                "note": self.note,
                **self._prepare_times(result, now),
                **self._prepare_promise(),
            }
        )

    def _prepare_times(self, result, now):
        spoke = result in REACHED
        measured = rules.minutes(self.locked_at, now) if spoke else 0
        spent = rules.spent(
            self.locked_at,
            now,
            reached=result in ALIVE,
            dialled_at=self.dialled_at or None,
            hung_up_at=self.hung_up_at or None,
        )
        return {
            "dialled_at": self._rung_at(),
            "minutes": self.talk_minutes or measured,
            "talk_seconds": 60 * self.talk_minutes or spent.talk,
            "wrap_seconds": spent.wrap,
            "handle_seconds": spent.handle,
        }

    def _prepare_promise(self):
        if not (self.is_call_back and self.promised_at):
            return {}
        grace = self.campaign_id.call_back_grace
        kept = rules.kept(self.promised_at, self._rung_at(), grace)
        return {
            "promised_at": self.promised_at,
            "promise": "kept" if kept else "late",
        }

    def _rung_at(self):
        return self.dialled_at or self.locked_at

    def _callee_tz(self):
        """The time zone of whom is called: the person's, else the company's."""
        person = self.person_id or self.partner_id
        return person.tz or self.partner_id.tz or self.campaign_id._tz()

    def _agent_away(self):
        """Whether the agent is on leave on the day of the call-back."""
        day = self.campaign_id._today(self.call_back_at)
        return bool(self.env["o2c.call.agent"]._away(self.agent_id, day))

    def _apply_next(self, result, now):
        attempts = self.attempt_count + 1
        following = rules.next_try(
            result,
            attempts,
            now,
            max_attempts=self.campaign_id.max_attempts,
            call_back_at=self.call_back_at or None,
            rule=self._retry_rule(result),
            tried=self._tried(result),
        )
        agreed = result is Result.CALL_BACK
        over = following.state in OVER
        if agreed and self._agent_away():
            self.call_back_any = True
        self._move(
            following.state,
            attempt_count=attempts,
            last_result=result.value,
            is_call_back=agreed,
            promised_at=self.call_back_at if agreed else self.promised_at,
            next_try_at=following.at or now,
            finished_at=now if over else False,
            link_wanted=following.link,
        )
        if following.other_number:
            self._use_next_number()

    # ------------------------------------------------------------- the ledger
    def _log_contact(self, attempt):
        """Enter the attempt into the spine's contact ledger, once."""
        again = self.state == State.TO_CALL.value
        self.env["o2c.contact"]._log(
            self.person_id or self.partner_id,
            [document for document in (self.order_id, self) if document],
            partner_id=self.partner_id.id,
            company_id=self.company_id.id,
            direction="out",
            channel="phone",
            purpose="quality",
            at=attempt.at,
            duration=attempt.minutes,
            summary=explain.contact_summary(attempt),
            details=attempt.note,
            outcome=explain.contact_outcome(attempt),
            next_step=explain.contact_next(self),
            next_date=self.campaign_id._today(self.next_try_at) if again else False,
            source_key=f"call:{attempt.id}",
        )
