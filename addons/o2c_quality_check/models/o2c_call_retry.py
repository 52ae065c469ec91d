"""What a result says of the number and the person, and what is tried next."""

from odoo import models

from odoo.addons.o2c_customer_care.domain.contact_data import PointState

from ..domain.calls import WRONG, Result, State
from ..domain.retry import Daypart, Tried
from ..domain.targeting import Reason, Why
from ..explain import call as explain
from ..explain import queue as explain_queue
from . import o2c_call_number as numbers
from .o2c_calling_rule import PURPOSES


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    # ------------------------------------------------------------- facts
    def _retry_rule(self, result):
        return self.env["o2c.retry.rule"]._for(self.campaign_id, result)

    def _tried(self, result):
        """What was tried for this call, the attempt just recorded included."""
        same = self.attempt_ids.filtered(lambda a: a.result == result.value)
        parts = [a.daypart for a in self.attempt_ids if a.daypart]
        return Tried(
            on_number=len(same.filtered(lambda a: a.phone == self.phone)),
            with_result=len(same),
            dayparts=tuple(Daypart(part) for part in parts),
            zone=self._callee_tz(),
            other_number=bool(self._numbers_to_ring() - self._current_number()),
            speaker=bool(self._speakers()),
        )

    def _speakers(self):
        """The other agents of the campaign who speak the language entered."""
        campaign = self.campaign_id
        others = (campaign.agent_ids | campaign.leader_id) - self.agent_id
        if not self.language_id:
            return others.browse()
        return self.env["o2c.call.agent"]._who_speaks(others, self.language_id)

    # ------------------------------------------------------------- consequences
    def _apply_result(self, result, now):
        res = super()._apply_result(result, now)
        self._apply_to_number(result, now)
        if result is Result.DO_NOT_CALL:
            self._apply_do_not_call(result, now)
        elif result is Result.DECEASED:
            self._take_out_others("person_id", self.person_id, Why.BY_HAND, result)
            self._ask_leader_about(explain_queue.deceased(self), now)
        elif result is Result.LANGUAGE and not self._speakers():
            self._ask_leader_about(explain_queue.no_speaker(self), now)
        return res

    def _apply_to_number(self, result, now):
        wrong = result in WRONG
        for number in self._current_number():
            number.write(
                {
                    "attempt_count": number.attempt_count + 1,
                    "last_result": result.value,
                    "last_at": now,
                    "state": numbers.WRONG if wrong else number.state,
                }
            )
        if wrong or result is Result.ANSWERED:
            self._apply_to_contact_point(result, wrong)

    def _apply_to_contact_point(self, result, wrong):
        """Customer care keeps which numbers work; the call says it."""
        person = self.person_id or self.partner_id
        points = self.env["o2c.contact.point"]
        key = numbers.digits(self.phone or "")
        rows = [row for row in person._o2c_points("phone") if row[3] == key]
        if not (key and rows):
            return
        if wrong:
            label = explain.label(self, "last_result", result.value)
            person._o2c_failed("phone", PointState.DEAD, "call", label)
        else:
            points._record(rows, PointState.VERIFIED, "call")

    def _apply_do_not_call(self, result, now, proof="", source="call"):
        """Nobody rings this number again, for whatever campaign.

        :param proof: what he said, word for word; empty: the note of the call
        :param source: how he said it, a source of a consent
        """
        person = self.person_id or self.partner_id
        number = person._phone_format(number=self.phone)
        if number:  # what is no valid number cannot be on Odoo's list
            self.env["phone.blacklist"]._add([number])
        for purpose, _label in PURPOSES:
            self.env["o2c.consent"]._withdraw(
                person,
                "phone",
                purpose,
                proof or self.note or explain.label(self, "last_result", result.value),
                source,
                now,
                origin=f"{self._name},{self.id}",
            )
        self._current_number().state = numbers.BLOCKED
        self._take_out_others("phone", self.phone, Why.OPTED_OUT, result)

    def _take_out_others(self, field, value, why, result):
        """Take the waiting calls to the same person or number off their lists."""
        waiting = self.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", State.TO_CALL.value),
                ("id", "!=", self.id),
            ]
        )
        label = explain.label(self, "last_result", result.value)
        for call in waiting.filtered(lambda c: value and c[field] == value):
            call._take_out(Reason(why, {"phone": self.phone, "note": label}))

    def _ask_leader_about(self, summary, now):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.campaign_id._today(now),
            summary=summary,
            user_id=self.leader_id.id,
        )
