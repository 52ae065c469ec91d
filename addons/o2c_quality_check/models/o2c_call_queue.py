"""The queue: many agents take the next call, and no two get the same."""

from enum import Enum

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL, mute_logger

from ..domain.calls import State, lock_is_over
from ..domain.turn import Share, in_turn
from ..explain import call as explain
from ..explain import queue as explain_queue
from .call_queue_query import campaigns_query, due_query, next_due_query
from .lost_race import alone

# how many candidates are tried before the queue is asked again
BATCH = 25
# how many that turn out not to be callable one request puts in order
MOST = 500

# a draft of the agent before does not become the next one's
EMPTY_DRAFT = {
    "note": False,
    "talk_minutes": 0,
    "call_back_at": False,
    "call_back_any": False,
    "dialled_at": False,
    "hung_up_at": False,
    "waits_for": False,
}


class Taking(Enum):
    """What came of trying to take one call."""

    TAKEN = 1
    UNWANTED = 2
    LOCKED = 3
    STALE = 4
    LATER = 5


# the law, or the list, is against the call
AGAINST = {Taking.UNWANTED, Taking.LATER}


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    # ------------------------------------------------------------- taking
    @api.model
    def _take_next(self, user, now, campaigns=None):
        """Take the best due call for ``user``; two users never get the same one.

        A call that the user holds already is given again: he finishes it first.

        :param now: naive UTC
        :param campaigns: only from these, None: from all of the user's
        :return: the call, or none
        :raise ConcurrencyError: nothing was found, yet calls changed since our snapshot
            (Odoo repeats the request with a new one)
        """
        held = self._held_by(user, now)
        if held:
            return held
        queue = self.sudo()  # the queue is kept by code, whatever the agent may read
        queue._release(user)
        tried, stale = [], False
        while len(tried) < MOST and (
            ids := queue._due_ids(user, now, campaigns, tried)
        ):
            call, met = queue.browse(ids)._take_first(user, now)
            if call:
                return call.sudo(False)
            stale = stale or Taking.STALE in met
            tried += ids
        if stale:
            raise ConcurrencyError("calls changed since the queue was read")
        self.env["o2c.agent.session"]._enter(user, "available", now)
        return self.browse()

    def _take_first(self, user, now):
        """Take the first of these that can be taken.

        :return: (the call or none, what came of the others)
        """
        met, settled = set(), self.browse()
        for place, call in enumerate(self):
            if call in settled:
                continue
            outcome = call._take(user, now)
            if outcome is Taking.TAKEN:
                return call, met
            if outcome in AGAINST and not AGAINST & met:
                # what forbids one often forbids the next ones too: the hour, consent
                settled = self[place + 1 :]._settle_unlawful(now)
            met.add(outcome)
        return self.browse(), met

    def _release(self, user):
        """Give back what ``user`` abandoned, so that he can take another call."""
        for call in self.search(
            [("state", "=", State.IN_CALL.value), ("agent_id", "=", user.id)]
        ):
            call._move(State.TO_CALL, locked_at=False)

    def _held_by(self, user, now):
        held = self.sudo().search(  # one's own call, whatever the rules say
            [("state", "=", State.IN_CALL.value), ("agent_id", "=", user.id)]
        )
        held = held.filtered(lambda c: not c._is_abandoned(now))
        return held[:1].sudo(False)

    def _is_abandoned(self, now):
        since = max(filter(None, (self.locked_at, self.touched_at)))
        return lock_is_over(since, now, self.campaign_id.lock_minutes)

    def _touch(self, now):
        """The agent works on these: they are not abandoned."""
        self.filtered(lambda c: c.state == State.IN_CALL.value).touched_at = now

    def _due_ids(self, user, now, campaigns, tried):
        in_turn = self._campaigns_in_turn(user, now, campaigns)
        if not in_turn:
            return []
        self.env["o2c.agent.session"].flush_model()
        languages = self.env["o2c.call.agent"]._languages_of(user)
        query = due_query(user, now, in_turn, languages.ids, tried, BATCH)
        return [row[0] for row in self.env.execute_query(query)]

    def _campaigns_in_turn(self, user, now, campaigns=None):
        """Ids of the campaigns for which ``user`` calls now, whose turn it is first."""
        for model in ("o2c.call", "o2c.campaign", "o2c.call.attempt", "res.partner"):
            self.env[model].flush_model()
        companies = (user.company_ids & self.env.companies).ids
        wanted = campaigns.ids if campaigns else None
        rows = self.env.execute_query(campaigns_query(user, now, companies, wanted))
        return in_turn([Share(*row) for row in rows])

    def _take(self, user, now):
        """Take this one call for ``user``, unless facts or others are against it."""
        obstacle = self._lock()
        if obstacle:
            return obstacle
        if self.state == State.IN_CALL.value:
            self._move(State.TO_CALL, locked_at=False)
        if not self._check_still_wanted(now):
            return Taking.UNWANTED
        decision = self._apply_law(now)
        if not decision.allowed:
            return Taking.UNWANTED if decision.never else Taking.LATER
        self._give_to(user, now)
        self._prepare_answers()
        self.env["o2c.agent.session"]._enter(user, "in_call", now, self)
        return Taking.TAKEN

    def _give_to(self, user, now):
        """Enter ``user`` as the holder; the database allows each agent one call.

        :raise ConcurrencyError: he took another one in a second window just now
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._move(
                    State.IN_CALL,
                    agent_id=user.id,
                    locked_at=now,
                    touched_at=now,
                    **EMPTY_DRAFT,
                )
        except UniqueViolation as error:
            raise ConcurrencyError("the agent asked twice at once") from error

    def _lock(self):
        """Lock the row against other takers; what stands against it, or None.

        Under REPEATABLE READ a row that was taken and committed after our snapshot
        fails to lock. That costs the savepoint, not the request: the next candidate
        is tried without delay.
        """
        query = SQL(
            "SELECT id FROM o2c_call WHERE id = %s FOR UPDATE SKIP LOCKED", self.id
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                return None if self.env.execute_query(query) else Taking.LOCKED
        except SerializationFailure:
            return Taking.STALE

    def _check_still_wanted(self, now):
        """Read the facts again before the call leaves; take it out if they changed."""
        against, target = self.campaign_id._still_wanted(self, now)
        if against:
            self._take_out(against)
            return False
        self.write(self._choose_number(target))
        return True

    # ------------------------------------------------------------- giving back
    def action_give_back(self):
        """Put one's own call back on the list, without an attempt."""
        now = fields.Datetime.now()
        for call in self:
            call._check_taken()
            # the holder was checked, the queue is code's
            call.sudo()._move(State.TO_CALL, locked_at=False, next_try_at=now)
            self.env["o2c.agent.session"]._enter(self.env.user, "available", now)

    @api.model
    def _cron_give_back(self):
        """Put abandoned calls back on the list. May run twice or be killed."""
        now = fields.Datetime.now()
        taken = self.search([("state", "=", State.IN_CALL.value)], order="id")
        abandoned = taken.filtered(lambda c: c._is_abandoned(now))
        for done, call in enumerate(abandoned, start=1):
            alone(call, call._give_back_abandoned, now)
            remaining = len(abandoned) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def _give_back_abandoned(self, now):
        """Back to the list, unless somebody has been working on it since."""
        if self.state == State.IN_CALL.value and self._is_abandoned(now):
            self._move(State.TO_CALL, locked_at=False)

    # ------------------------------------------------------------- actions
    def action_next_call(self):
        """Take the best due call of all of one's campaigns and open it."""
        return self._open_next()

    @api.model
    def _open_next(self, campaigns=None):
        self.check_access("write")
        now = fields.Datetime.now()
        call = self._take_next(self.env.user, now, campaigns)
        if call:
            return call._open_form()
        next_at = self._next_due_at(now)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": explain.no_call(self.env, next_at), "type": "info"},
        }

    def _next_due_at(self, now):
        queue = self.sudo()  # the moment alone, of one's own campaigns
        user = self.env.user
        campaigns = queue._campaigns_in_turn(user, now)
        languages = self.env["o2c.call.agent"]._languages_of(user)
        query = next_due_query(campaigns, languages.ids, now)
        return self.env.execute_query(query)[0][0]

    def _open_form(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_call_mine"
        )
        form = self.env.ref("o2c_quality_check.o2c_call_view_form")
        return {**action, "res_id": self.id, "views": [(form.id, "form")]}

    def action_take(self):
        """Take this very call, if it is free."""
        self.ensure_one()
        self.check_access("write")
        now = fields.Datetime.now()
        held = self._held_by(self.env.user, now) - self
        if held:
            raise UserError(
                self.env._("Finish “%s” first: it is still yours.", held.display_name)
            )
        # the queue is code's; whether the call is free is checked there
        outcome = self.sudo()._take_free(self.env.user, now)
        if outcome in (Taking.LOCKED, Taking.STALE):
            raise UserError(self.env._("Somebody else has just taken this call."))
        if outcome is Taking.LATER:
            return self._tell_later()
        return True

    def _tell_later(self):
        """Say why the call waits; the refusal and the new moment stay."""
        call = self.sudo()  # the reason is told to who asked for the call
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain_queue.waits(self.env, call),
                "type": "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _take_free(self, user, now):
        taken = self.state == State.IN_CALL.value
        free = self.state == State.TO_CALL.value or (taken and self._is_abandoned(now))
        if not free or self.campaign_id.state != "running":
            raise UserError(self.env._("“%s” cannot be taken now.", self.display_name))
        return self._take(user, now)
