"""What agents do, span by span: the ground of occupancy and of the leader's board."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.tools import mute_logger

from .lost_race import alone

STATES = [
    ("available", "Available"),
    ("in_call", "In call"),
    ("wrap_up", "Writing up"),
    ("pause", "Pause"),
]
# without a sign for so long an agent is not there
SILENT = timedelta(minutes=3)


class O2cAgentSession(models.Model):
    """A span of time in which an agent did one thing. The open one is what he does now.

    Written by code alone: by the queue, and by what the agent's screen reports.
    """

    _name = "o2c.agent.session"
    _description = "Agent at work"
    _order = "started_at desc, id desc"
    _rec_name = "agent_id"

    agent_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    state = fields.Selection(STATES, required=True)
    started_at = fields.Datetime("From", required=True)
    ended_at = fields.Datetime("To", help="Empty: it lasts.")
    seen_at = fields.Datetime(
        "Last sign", required=True, help="Reported by the agent's screen every minute."
    )
    call_id = fields.Many2one("o2c.call", index="btree_not_null", ondelete="set null")
    campaign_id = fields.Many2one(
        related="call_id.campaign_id", store=True, precompute=True, index=True
    )
    reason = fields.Char("Why paused")
    seconds = fields.Integer(
        compute="_compute_seconds", store=True, help="How long it lasted; 0: it lasts."
    )
    hours = fields.Float(compute="_compute_seconds", store=True)

    _one_open = models.UniqueIndex(
        "(agent_id) WHERE ended_at IS NULL", "An agent does one thing at a time."
    )
    _by_time = models.Index("(company_id, started_at)")

    @api.depends("started_at", "ended_at")
    def _compute_seconds(self):
        for span in self:
            ended = span.ended_at or span.started_at
            span.seconds = (ended - span.started_at).total_seconds()
            span.hours = span.seconds / 3600

    # ------------------------------------------------------------- kept by code
    @api.model
    def _enter(self, agent, state, now, call=None, reason=""):
        """The agent does something else from now on; the span before ends.

        :param state: of STATES; None: he leaves
        :return: the open span, or none
        :raise ConcurrencyError: the same agent changed it in another window just now
        """
        spans = self.sudo()  # an agent writes none of them by hand
        last = spans._open_of(agent)
        call = call if call is not None else self.env["o2c.call"]
        if last and last._is_silent(now):
            last.ended_at = last.seen_at  # nobody knows what he did since then
            last = spans.browse()
        if last and (last.state, last.call_id) == (state, call):
            last.seen_at = now
            return last
        vals = {"state": state, "call_id": call.id, "reason": reason, "seen_at": now}
        if last and state and last.started_at == now:
            last.write(vals)  # no span of no time
            return last
        if last:
            last.ended_at = now
        return spans._begin(agent, now, vals) if state else spans.browse()

    def _open_of(self, agents):
        return self.search([("agent_id", "in", agents.ids), ("ended_at", "=", False)])

    def _begin(self, agent, now, vals):
        company = self.env["o2c.call"].browse(vals["call_id"]).company_id
        vals = {
            **vals,
            "agent_id": agent.id,
            "company_id": (company or agent.company_id).id,
            "started_at": now,
        }
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return self.create(vals)
        except UniqueViolation as error:
            raise ConcurrencyError("the agent works in two windows") from error

    def _is_silent(self, now):
        return self.seen_at + SILENT < now

    @api.model
    def _cron_close(self):
        """End the spans of agents who gave no sign lately. May run twice."""
        before = fields.Datetime.now() - SILENT
        silent = self.search([("ended_at", "=", False), ("seen_at", "<", before)])
        for done, span in enumerate(silent, start=1):
            alone(span, span._end_silent, before)
            remaining = len(silent) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def _end_silent(self, before):
        """End the span, unless the agent gave a sign or ended it meanwhile."""
        if not self.ended_at and self.seen_at < before:
            self.ended_at = max(self.seen_at, self.started_at)

    # ------------------------------------------------------------- for the agent
    @api.model
    def beat(self, active=False):
        """The agent's screen says that he is there.

        :param active: he used keyboard or mouse since the last sign, so a call that he
            holds is not taken from him
        :return: what he does, as ``status`` says it
        """
        self._check_agent()
        now = fields.Datetime.now()
        span = self.sudo()._open_of(self.env.user)  # one's own sign of life
        if span and not span._is_silent(now) and span.try_lock_for_update():
            span.seen_at = now
            if active:
                span.call_id._touch(now)
        return self.status()

    @api.model
    def status(self):
        """What the agent does: {"state", "label", "since", "reason"}; state "off"."""
        self._check_agent()
        span = self.sudo()._open_of(self.env.user)  # what one does oneself
        if not span or span._is_silent(fields.Datetime.now()):
            return {"state": "off", "label": self.env._("Not at work")}
        labels = dict(span._fields["state"]._description_selection(self.env))
        return {
            "state": span.state,
            "label": labels[span.state],
            "since": fields.Datetime.to_string(span.started_at),
            "reason": span.reason or "",
        }

    @api.model
    def start(self):
        """The agent is ready for calls."""
        return self._report("available")

    @api.model
    def pause(self, reason=""):
        """The agent takes no calls for a while; one that he holds stays his."""
        return self._report("pause", str(reason or "")[:80])

    @api.model
    def leave(self):
        """The agent goes home; a call that he holds goes back to the list."""
        self._check_agent()
        now = fields.Datetime.now()
        held = self.env["o2c.call"]._held_by(self.env.user, now)
        if held:
            held.action_give_back()
        self._enter(self.env.user, None, now)
        return self.status()

    def _report(self, state, reason=""):
        self._check_agent()
        now = fields.Datetime.now()
        held = self.env["o2c.call"]._held_by(self.env.user, now)
        doing = "in_call" if held and state == "available" else state
        # the span of a call is read by code, whatever the agent may read
        self._enter(self.env.user, doing, now, held.sudo(), reason)
        return self.status()

    def _check_agent(self):
        if not self.env.user.has_group("o2c_quality_check.group_call_agent"):
            raise AccessError(self.env._("Only call agents report their work."))
