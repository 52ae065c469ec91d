import logging

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..domain.ticket import Stage

_logger = logging.getLogger(__name__)
BATCH = 500
# the steps that are due and were not told; those that failed last come last
DUE = """
SELECT due.clock_id, due.step_key, due.escalation_id FROM (
    SELECT c.id AS clock_id, c.failed_at, 'breach' AS step_key,
           NULL::integer AS escalation_id, c.breached_at AS at
      FROM o2c_ticket_clock c
     WHERE c.is_open AND c.warned_at IS NOT NULL AND c.state = 'missed'
     UNION ALL
    SELECT c.id, c.failed_at, e.step_key, e.id,
           CASE e.event WHEN 'warning' THEN c.warned_at ELSE c.breached_at END
           + COALESCE(e.after_hours, 0) * interval '1 hour'
      FROM o2c_ticket_clock c
      JOIN o2c_clock_escalation e
        ON (e.policy_id = c.policy_id OR e.term_id = c.term_id)
       AND (e.measure IS NULL OR e.measure = c.measure)
       AND c.state = CASE e.event WHEN 'warning' THEN 'running' ELSE 'missed' END
     WHERE c.is_open AND c.warned_at IS NOT NULL) due
 WHERE due.at <= %(now)s
   AND NOT EXISTS (
       SELECT FROM o2c_clock_notice n
        WHERE n.clock_id = due.clock_id AND n.step_key = due.step_key)
   AND (due.failed_at IS NULL OR due.failed_at < %(now)s - interval '1 hour')
 ORDER BY due.failed_at NULLS FIRST, due.at, due.clock_id, due.escalation_id NULLS FIRST
 LIMIT %(limit)s
"""
# those that nobody else reads at the moment
TAKE = """
UPDATE o2c_ticket SET clocks_outdated = FALSE
 WHERE id IN (SELECT id FROM o2c_ticket WHERE clocks_outdated
               ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


class O2cTicketClock(models.Model):
    """The run that looks after clocks: what is at risk or late, and who is told."""

    _name = "o2c.ticket.clock"
    _inherit = "o2c.ticket.clock"

    @api.model
    def _cron_clocks(self):
        """Read outdated clocks, mark what became late, tell whom it concerns.

        May run twice, be killed, or miss a night: each step is told once.
        """
        Progress = self.env["ir.cron"]
        while outdated := self._refresh_outdated(BATCH):
            if not Progress._commit_progress(outdated):
                return
        self._mark(fields.Datetime.now())
        Progress._commit_progress()
        while steps := self._due_steps(fields.Datetime.now(), BATCH):
            self._tell_steps(steps)
            if not Progress._commit_progress(len(steps)):
                return

    @api.model
    def _refresh_outdated(self, limit):
        """Read the clocks of up to ``limit`` tickets anew: how many these were."""
        self.env["o2c.ticket"].flush_model(["clocks_outdated"])
        rows = self.env.execute_query(SQL(TAKE, limit=limit))
        tickets = self.env["o2c.ticket"].browse([row[0] for row in rows])
        tickets.invalidate_recordset(["clocks_outdated"])
        tickets._refresh_clocks_safely()
        return len(tickets)

    # ------------------------------------------------------------- telling
    @api.model
    def _due_steps(self, now, limit):
        """Tuples of a clock, the key of what is to be told, the step of the chain."""
        self.env.flush_all()
        rows = self.env.execute_query(SQL(DUE, now=now, limit=limit))
        clocks = self.browse([row[0] for row in rows])
        steps = self.env["o2c.clock.escalation"].browse([r[2] for r in rows if r[2]])
        return [
            (
                self.browse(clock_id).with_prefetch(clocks._prefetch_ids),
                key,
                steps.browse(step_id).with_prefetch(steps._prefetch_ids),
            )
            for clock_id, key, step_id in rows
        ]

    @api.model
    def _tell_steps(self, steps):
        """Tell each; one that fails is recorded on its clock and keeps no other."""
        for clock, key, step in steps:
            try:
                with self.env.cr.savepoint():
                    failure = clock._tell(key, step)
            except Exception:
                _logger.exception("clock %s: step %s", clock.id, key)
                failure = explain.clock.told_failed(self.env)
            clock._record_failure(failure)

    def _tell(self, key, step):
        """Tell one step: why it could not be told, or nothing."""
        users = step._whom(self.ticket_id) if step else self.env["res.users"]
        if step and not users:
            return explain.clock.nobody(self)
        self.env["o2c.clock.notice"].create(
            {
                "clock_id": self.id,
                "step_key": key,
                "escalation_id": step.id,
                "user_ids": [fields.Command.set(users.ids)],
                "at": fields.Datetime.now(),
            }
        )
        if step:
            step._tell(self, users)
        else:
            self._note_breach()
        return ""

    def _note_breach(self):
        """Say in the ticket's history that it is late, and do what a law wants."""
        self.ticket_id._message_log(body=explain.clock.breached(self))
        if self.term_id:
            self._end_of_term()

    def _record_failure(self, failure):
        if failure or self.failure:
            now = fields.Datetime.now()
            self.write({"failure": failure, "failed_at": failure and now})


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _refresh_clocks_safely(self):
        """Read the clocks; one ticket that fails keeps no other from it."""
        try:
            with self.env.cr.savepoint():
                self._refresh_clocks()
        except Exception:
            if len(self) <= 1:
                _logger.exception("clocks of ticket %s", self.ids)
                return
            for ticket in self:
                ticket._refresh_clocks_safely()

    def _clock_raise_priority(self):
        """One priority higher, the highest stays: whether it changed."""
        self.ensure_one()
        keys = [key for key, _name in self._fields["priority"].selection]
        higher = keys[min(keys.index(self.priority) + 1, len(keys) - 1)]
        changed = higher != self.priority and self.stage != Stage.CLOSED.value
        if changed:
            self.priority = higher
        return changed
