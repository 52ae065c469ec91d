import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, fields, models

from ..domain.calls import Result, State
from ..domain.phone_events import Does
from ..explain import dialler as explain
from ..explain import web_phone
from .lost_race import LOST
from .o2c_call import RESULTS

_logger = logging.getLogger(__name__)

STATES = [
    ("ringing", "Ringing"),
    ("waiting", "Answered, no agent yet"),
    ("connected", "With an agent"),
    ("ended", "Ended"),
]
# how a line may end without an agent; a live answer ends with the agent's result
UNANSWERED = {
    Does.VOICEMAIL: Result.VOICEMAIL,
    Does.BUSY: Result.BUSY,
    Does.NO_ANSWER: Result.NO_ANSWER,
    Does.NOT_IN_SERVICE: Result.NOT_IN_SERVICE,
}
# the queue leaves a call alone for so long while a line is open; a killed dialler
# gives it back by that
LEASE = timedelta(minutes=10)
# a line that nobody dialled by then was left behind by a step that died
LEFT_BEHIND = timedelta(minutes=5)


class O2cDiallerLine(models.Model):
    """One number that a dialler rang. Written by code alone, never deleted."""

    _name = "o2c.dialler.line"
    _description = "Line of a dialler"
    _order = "id desc"
    _rec_name = "phone"

    run_id = fields.Many2one(
        "o2c.dialler.run", required=True, index=True, ondelete="restrict"
    )
    number = fields.Integer("No.", required=True, help="Counted within the run.")
    dialler_id = fields.Many2one(
        "o2c.dialler", required=True, index=True, ondelete="restrict"
    )
    campaign_id = fields.Many2one("o2c.campaign", required=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True)
    call_id = fields.Many2one(
        "o2c.call", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="call_id.partner_id")
    phone = fields.Char(required=True)
    ref = fields.Char("Reference", index="btree_not_null")
    state = fields.Selection(STATES, required=True, default="ringing")
    dialled_at = fields.Datetime(required=True)
    handed_at = fields.Datetime(
        "Handed over at",
        help="From then on it may be ringing, whatever is known of it.",
    )
    answered_at = fields.Datetime()
    connected_at = fields.Datetime("With an agent since")
    ended_at = fields.Datetime()
    wait_seconds = fields.Float(
        "Waited (s)", digits=(8, 1), help="The customer, for an agent."
    )
    agent_id = fields.Many2one("res.users", index="btree_not_null")
    result = fields.Selection(RESULTS)
    message_played = fields.Boolean(
        help="Who found no agent heard the message of the dialler."
    )
    bridged_at = fields.Datetime(
        "Spoke since", help="The telephone system told that agent and customer speak."
    )
    gone_at = fields.Datetime(
        "Line closed", help="The telephone system told that the line is closed."
    )
    talk_seconds = fields.Integer(
        "Talk (s)", help="As the telephone system measured it."
    )
    error = fields.Char("What went wrong")

    _one_open = models.UniqueIndex(
        "(call_id) WHERE ended_at IS NULL", "This customer is being rung already."
    )
    _open_of_run = models.Index("(run_id, state) WHERE ended_at IS NULL")
    _window = models.Index("(campaign_id, dialled_at)")
    _ref_once = models.UniqueIndex(
        "(dialler_id, ref) WHERE ref IS NOT NULL", "The reference is given once."
    )

    # ------------------------------------------------------------- dialling
    def _is_ours_to_dial(self, now):
        """Enter that it is handed over, unless something came in between."""
        waits = self.state == "ringing" and not self.handed_at
        if not waits or not self.try_lock_for_update():
            return False
        if self.call_id.state != State.TO_CALL.value:
            self._end_unwanted(now)
            return False
        if self.run_id.state != "running":
            self._put_back(now, LEASE)
            return False
        self.handed_at = now
        return True

    def _dial(self, now):
        """Let the telephone system ring; once for a line, and never again."""
        try:
            with self.env.cr.savepoint():
                self.ref = self.dialler_id._provider("dial")(self)
        except LOST:
            raise
        except Exception as error:
            _logger.exception("Line %s was not dialled", self.id)
            self._failed(str(error)[:200], now)
            self.run_id.error = str(error)[:200]

    def _is_left_behind(self, now):
        undialled = self.state == "ringing" and not self.ref and not self.ended_at
        return undialled and now - self.dialled_at >= LEFT_BEHIND

    def _give_up(self, now):
        """The step that wrote this line died before it knew what became of it."""
        pause = LEASE
        if self.handed_at:
            # perhaps it rang, and nobody spoke: that counts as an abandoned call
            pause = timedelta(hours=self.dialler_id.retry_hours)
        self._put_back(now, pause)

    def _put_back(self, now, pause):
        self.write({"state": "ended", "ended_at": now, "error": explain.left(self)})
        if self.call_id.state == State.TO_CALL.value:
            self.call_id.next_try_at = max(self.call_id.next_try_at, now + pause)

    # ------------------------------------------------------------- what happens
    def _answered(self, now):
        """Somebody took it: to a free agent at once, else he waits for one."""
        if self.state == "ringing":
            self.write({"state": "waiting", "answered_at": now})
            self.run_id._connect_waiting(now)

    def _connect(self, agent, now):
        """Give the customer on this line to ``agent``.

        :return: whether he still was to be called
        """
        call = self.call_id
        if call.state != State.TO_CALL.value:
            self._end_unwanted(now)
            return False
        call._give_to(agent, now)
        call._dialled(self.phone, self.dialled_at)
        call._prepare_answers()
        self.env["o2c.agent.session"]._enter(agent, "in_call", now, call)
        self.write(
            {
                "state": "connected",
                "connected_at": now,
                "agent_id": agent.id,
                "wait_seconds": (now - self.answered_at).total_seconds(),
            }
        )
        agent._bus_send("o2c_call_connected", {"call": call.id})
        self.dialler_id._connect_line(self)
        return True

    def _happens(self, does, now, seconds=None, played=False):
        """What follows when the telephone system told something about this line.

        :param does: a member of ``domain.phone_events.Does``
        """
        if does in UNANSWERED:
            self._unanswered(UNANSWERED[does], now)
        elif does is Does.ANSWER:
            self._answered(now)
        elif does is Does.FAIL:
            self._not_dialled(web_phone.failed(self.env), now)
        elif does is Does.BRIDGE:
            self.bridged_at = self.bridged_at or now
        elif does is Does.HANG_UP:
            self._hung_up(self._spoke_until(now, seconds))
        elif does in (Does.ABANDON, Does.TAKE_BACK):
            self._was_abandoned(now, seconds, played)

    def _spoke_until(self, now, seconds):
        """When the talk was over, by its length when that is told."""
        begun = self.bridged_at or self.connected_at
        return min(now, begun + timedelta(seconds=seconds)) if seconds else now

    def _was_abandoned(self, now, seconds, played):
        """Somebody answered, and the system tells that he heard no agent."""
        if self.state == "connected" and not self._take_back(now):
            return
        since = self.answered_at or now - timedelta(seconds=seconds or 0)
        self.write(
            {"answered_at": since, "gone_at": now, "message_played": bool(played)}
        )
        self._abandon(now)

    def _is_with_agent(self):
        """Whether the agent to whom the customer was given still has the call."""
        call = self.call_id
        return call.state == State.IN_CALL.value and call.agent_id == self.agent_id

    def _take_back(self, now):
        """The agent never had the customer: the call is nobody's again.

        :return: False if he has recorded how it went
        """
        call, agent = self.call_id, self.agent_id
        if not self._is_with_agent():
            return False
        call._move(State.TO_CALL, locked_at=False)
        self.env["o2c.agent.session"]._enter(agent, "available", now)
        self.write({"state": "waiting", "agent_id": False, "connected_at": False})
        return True

    def _not_dialled(self, text, now):
        """It certainly does not ring: nothing counts."""
        if self.state == "ringing":
            self._failed(text, now)

    def _unanswered(self, result, now):
        """It ended before anybody spoke: the attempt is recorded."""
        if self.state == "ringing":
            self._record(result, now)

    def _abandon(self, now):
        """The customer answered and no agent was there in time."""
        played = self.dialler_id._play_message(self)
        waited = (now - self.answered_at).total_seconds()
        self._record(Result.ABANDONED, now, message_played=played, wait_seconds=waited)
        call = self.call_id
        if call.state == State.TO_CALL.value:
            pause = timedelta(hours=self.dialler_id.retry_hours)
            call.next_try_at = max(call.next_try_at, now + pause)

    def _record(self, result, now, **vals):
        """Record the attempt that no agent made, and end the line."""
        if self.call_id.state != State.TO_CALL.value:
            self._end_unwanted(now)
            return
        # the dialler made it: Odoo's own user stands for it, the last agent stays
        call = self.call_id.with_user(SUPERUSER_ID)
        agent = call.agent_id
        call._give_to(self.env.ref("base.user_root"), self.dialled_at)
        call._dialled(self.phone, self.dialled_at)
        call._record(result, now)
        call.agent_id = agent
        self.write({"state": "ended", "ended_at": now, "result": result.value, **vals})

    def _hung_up(self, now):
        """The customer or the agent put the phone down; the agent writes up."""
        if self._is_with_agent():
            self.call_id._hung_up(now)

    def _end_unwanted(self, now):
        """The call was taken off the list while it rang: nothing is recorded."""
        if self.ref:
            self.dialler_id._provider("hang_up")(self, "")
        text = self.env._("Not to be called any more")
        self.write({"state": "ended", "ended_at": now, "error": text})

    def _failed(self, text, now):
        """The number was not dialled: the call goes back as it was, nothing counts."""
        self.write({"state": "ended", "ended_at": now, "error": text})
        self.call_id.next_try_at = now + LEASE

    def _shown(self):
        """A row of the leader's board."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        results = dict(self._fields["result"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": self.number,
            "name": self.partner_id.display_name,
            "phone": self.phone,
            "state": self.state,
            "label": results.get(self.result) or labels[self.state],
            "agent": self.agent_id.name or "",
        }
