"""The queue: many agents take the next call, and no two get the same."""

from enum import Enum

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL, mute_logger

from ..domain import targeting
from ..domain.calls import State, lock_is_over
from ..explain import call as explain
from .target_query import candidate

# how many candidates are tried before the queue is asked again
BATCH = 25

# what a user may call now: call-backs first (his own before others'), then by
# priority, then the oldest
DUE = """
SELECT c.id
  FROM o2c_call c
  JOIN o2c_campaign k ON k.id = c.campaign_id AND k.state = 'running' AND k.active
  JOIN res_company company ON company.id = c.company_id
  JOIN res_partner place ON place.id = company.partner_id
 CROSS JOIN LATERAL (
       SELECT ((%(now)s AT TIME ZONE 'UTC')
               AT TIME ZONE COALESCE(NULLIF(place.tz, ''), 'UTC'))::date AS today) day
 WHERE (k.leader_id = %(user)s OR EXISTS (
        SELECT 1 FROM o2c_campaign_agent_rel r
         WHERE r.campaign_id = k.id AND r.user_id = %(user)s))
   AND (%(campaigns)s IS NULL OR k.id = ANY(%(campaigns)s))
   AND c.company_id = ANY(%(companies)s)
   AND (k.date_from IS NULL OR k.date_from <= day.today)
   AND (k.date_to IS NULL OR k.date_to >= day.today)
   AND c.id <> ALL(%(tried)s)
   AND (c.state = 'to_call' AND c.next_try_at <= %(now)s
        OR c.state = 'in_call'
           AND c.locked_at + k.lock_minutes * interval '1 minute' <= %(now)s)
 ORDER BY c.is_call_back IS NOT TRUE,
          NOT (c.is_call_back IS TRUE AND c.agent_id IS NOT DISTINCT FROM %(user)s),
          c.priority DESC, c.next_try_at, c.id
 LIMIT %(limit)s
"""
# a draft of the agent before does not become the next one's
EMPTY_DRAFT = {"note": False, "talk_minutes": 0, "call_back_at": False}


class Taking(Enum):
    """What came of trying to take one call."""

    TAKEN = 1
    UNWANTED = 2
    LOCKED = 3
    STALE = 4


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
        tried, stale = [], False
        while ids := queue._due_ids(user, now, campaigns, tried):
            for call in queue.browse(ids):
                outcome = call._take(user, now)
                if outcome is Taking.TAKEN:
                    return call.sudo(False)
                stale = stale or outcome is Taking.STALE
            tried += ids
        if stale:
            raise ConcurrencyError("calls changed since the queue was read")
        return self.browse()

    def _held_by(self, user, now):
        held = self.sudo().search(  # one's own call, whatever the rules say
            [("state", "=", State.IN_CALL.value), ("agent_id", "=", user.id)]
        )
        held = held.filtered(lambda c: not c._is_abandoned(now))
        return held[:1].sudo(False)

    def _is_abandoned(self, now):
        return lock_is_over(self.locked_at, now, self.campaign_id.lock_minutes)

    def _due_ids(self, user, now, campaigns, tried):
        for model in ("o2c.call", "o2c.campaign", "res.partner"):
            self.env[model].flush_model()
        query = SQL(
            DUE,
            user=user.id,
            now=now,
            companies=(user.company_ids & self.env.companies).ids,
            campaigns=campaigns.ids if campaigns else None,
            tried=tried or [0],
            limit=BATCH,
        )
        return [row[0] for row in self.env.execute_query(query)]

    def _take(self, user, now):
        """Take this one call for ``user``, unless facts or others are against it."""
        obstacle = self._lock()
        if obstacle:
            return obstacle
        if self.state == State.IN_CALL.value:
            self._move(State.TO_CALL, locked_at=False)
        if not self._check_still_wanted(now):
            return Taking.UNWANTED
        self._move(State.IN_CALL, agent_id=user.id, locked_at=now, **EMPTY_DRAFT)
        self._prepare_answers()
        return Taking.TAKEN

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
        campaign = self.campaign_id
        today = campaign._today(now)
        (row,) = campaign._target_rows(today, today, order_ids=self.order_id.ids)
        decision = targeting.decide(candidate(row), campaign._rule(), today)
        if not decision.ok:
            self._take_out(decision.reasons[0])
            return False
        self.write({"person_id": row["person_id"], "phone": row["phone"]})
        return True

    # ------------------------------------------------------------- giving back
    def action_give_back(self):
        """Put one's own call back on the list, without an attempt."""
        now = fields.Datetime.now()
        for call in self:
            call._check_taken()
            # the holder was checked, the queue is code's
            call.sudo()._move(State.TO_CALL, locked_at=False, next_try_at=now)

    @api.model
    def _cron_give_back(self):
        """Put abandoned calls back on the list. May run twice or be killed."""
        now = fields.Datetime.now()
        taken = self.search([("state", "=", State.IN_CALL.value)], order="id")
        abandoned = taken.filtered(lambda c: c._is_abandoned(now))
        for done, call in enumerate(abandoned, start=1):
            if call.try_lock_for_update():
                call._move(State.TO_CALL, locked_at=False)
            remaining = len(abandoned) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

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
        waiting = [("state", "=", State.TO_CALL.value), ("next_try_at", ">", now)]
        running = [("campaign_id.state", "=", "running")]
        found = self.search(waiting + running, order="next_try_at", limit=1)
        return found.next_try_at or None

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
        return True

    def _take_free(self, user, now):
        taken = self.state == State.IN_CALL.value
        free = self.state == State.TO_CALL.value or (taken and self._is_abandoned(now))
        if not free or self.campaign_id.state != "running":
            raise UserError(self.env._("“%s” cannot be taken now.", self.display_name))
        return self._take(user, now)
