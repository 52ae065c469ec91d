import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_customer_care.domain.care_figures import ENOUGH

from ..domain import pacing
from ..domain.pacing import Mode, Past, Present
from ..explain import dialler as explain
from ..explain import web_phone
from .dialler_query import agents_query, past_query, targets_query, times_query
from .lost_race import LOST, passed_over

_logger = logging.getLogger(__name__)

WINDOW = timedelta(days=30)
# as many as are looked at: more lines are never opened at a time
MOST_LINES = 100
# what a talk and a wrap-up last before anything was measured
TALK, WRAP = 180.0, 30.0


class O2cDiallerRun(models.Model):
    """A dialler at work on a campaign: opens lines, gives those who answer to agents.

    Every step reads the facts anew and may be repeated; two at once are one after the
    other.
    """

    _name = "o2c.dialler.run"
    _description = "Run of a dialler"
    _inherit = ["mail.thread"]
    _order = "state, id desc"
    _rec_name = "campaign_id"
    _check_company_auto = True

    campaign_id = fields.Many2one(
        "o2c.campaign",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'running')]",
    )
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, index=True, precompute=True
    )
    dialler_id = fields.Many2one(
        "o2c.dialler",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('kind', '!=', 'link'), ('mode', '!=', 'preview')]",
    )
    mode = fields.Selection(related="dialler_id.mode")
    state = fields.Selection(
        [("running", "Dialling"), ("stopped", "Stopped")],
        required=True,
        default="stopped",
        tracking=True,
        copy=False,
    )
    started_at = fields.Datetime("Started on", readonly=True, copy=False)
    stopped_at = fields.Datetime("Stopped on", readonly=True, copy=False)
    pace = fields.Float(
        readonly=True,
        copy=False,
        default=1.0,
        help="Lines for each agent that comes free.",
    )
    paced_at = fields.Datetime(readonly=True, copy=False)
    lines_opened = fields.Integer("Dialled", readonly=True, copy=False)
    coded = fields.Json("Why no more, coded", readonly=True, copy=False)
    reason = fields.Char("Why no more", compute="_compute_reason")
    error = fields.Char("Last error", readonly=True, copy=False)
    line_ids = fields.One2many("o2c.dialler.line", "run_id", "Lines")

    _one_running = models.UniqueIndex(
        "(campaign_id) WHERE state = 'running'",
        "A dialler is at work on this campaign already.",
    )

    @api.depends("coded")
    @api.depends_context("lang")
    def _compute_reason(self):
        for run in self:
            coded = run.coded
            text = coded and explain.pace(self.env, coded["code"], coded["params"])
            run.reason = text or False

    def write(self, vals):
        kept = {"state", "pace", "lines_opened", "coded", "error", "started_at"}
        if kept & set(vals) and not self.env.su:
            raise AccessError(
                self.env._("A run is started and stopped by its buttons.")
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["state"] = "stopped"
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_dialled(self):
        if any(run.lines_opened for run in self):
            raise UserError(self.env._("What was dialled is kept."))

    # ------------------------------------------------------------- people
    def action_start(self):
        """Dial for the free agents of the campaign from now on."""
        self.ensure_one()
        self._check_right()
        if self.campaign_id.state != "running":
            raise UserError(
                self.env._(
                    "“%s” is not calling: start it first.", self.campaign_id.name
                )
            )
        if not self.dialler_id._can_dial():
            raise UserError(explain.no_telephony(self.dialler_id))
        now = fields.Datetime.now()
        # the leader was asked; the run is code's to write
        self.sudo().write(
            {"state": "running", "started_at": now, "stopped_at": False, "error": False}
        )
        self.sudo()._step(now)  # as above

    def action_stop(self):
        """Dial nobody any more; who is on the phone stays there."""
        self._check_right()
        for run in self.sudo():  # as above
            run.write({"state": "stopped", "stopped_at": fields.Datetime.now()})

    def step(self):
        """One step now, and where the run stands; for the leader's screen."""
        self.ensure_one()
        self._check_right()
        now = fields.Datetime.now()
        run = self.sudo()  # as above
        run._step(now)
        return run._standing(now)

    def _check_right(self):
        self.check_access("read")
        if not self.env.user.has_group("o2c_quality_check.group_call_leader"):
            raise AccessError(self.env._("Only a call leader runs a dialler."))

    # ------------------------------------------------------------- a step
    @api.model
    def _cron_step(self):
        """Step every run; the telephone system's own events do so in between."""
        # who was on a line when a run was stopped is not left hanging
        at_work = fields.Domain("state", "=", "running") | fields.Domain(
            "line_ids", "any", [("ended_at", "=", False)]
        )
        runs = self.search(at_work, order="id")
        for done, run in enumerate(runs, start=1):
            run._step_safely(fields.Datetime.now())
            remaining = len(runs) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def _step_safely(self, now):
        """A step of the job; what goes wrong stops no other run."""
        try:
            with self.env.cr.savepoint():
                lines = self._decide_step(now)
        except LOST:
            self.env.cr.rollback()
            _logger.info("Dialler run %s is stepped elsewhere", self.id)
        except Exception as error:
            _logger.exception("The step of dialler run %s failed", self.id)
            self.error = str(error)[:200]
        else:
            self._ring(lines, now)

    def _step(self, now):
        """Take in what happened, give agents their customers, open lines."""
        self._ring(self._decide_step(now), now)

    def _decide_step(self, now):
        """All of a step but the dialling.

        :return: the lines that are to be dialled, once they are in the database
        """
        lines = self.env["o2c.dialler.line"]
        if not self.try_lock_for_update():
            return lines
        open_lines = lines.search([("run_id", "=", self.id), ("ended_at", "=", False)])
        self._take_in(open_lines, now)
        self._close_connected(open_lines, now)
        self._connect_waiting(now)
        self._abandon_waiting(now)
        self._give_up_undialled(open_lines, now)
        self._give_up_silent(now)
        if self.state == "running" and self.campaign_id.state == "running":
            lines = self._open_lines(now)
        return lines

    def _take_in(self, lines, now):
        """What the provider tells when asked; each event stands alone."""
        known = lines.filtered("ref")
        for event in self.dialler_id._poll(known, now):
            with passed_over(self):
                self.env["o2c.dialler.event"]._receive(self.dialler_id, [event], now)

    def _open_of(self, state):
        # the lines were searched: those of this step are among them after a flush
        return self.env["o2c.dialler.line"].search(
            [("run_id", "=", self.id), ("state", "=", state), ("ended_at", "=", False)],
            order="answered_at, id",
        )

    def _close_connected(self, lines, now):
        """A line with an agent ends when he has recorded how it went."""
        for line in lines.filtered(lambda line: line.state == "connected"):
            call = line.call_id
            if not (call.state == "in_call" and call.agent_id == line.agent_id):
                with passed_over(line):
                    line.write(
                        {"state": "ended", "ended_at": now, "result": call.last_result}
                    )

    def _connect_waiting(self, now):
        free = list(self._agents(now)["free"])
        for line in self._open_of("waiting"):
            if line.call_id._lock():
                continue  # somebody has just changed it: the next step sees how
            # who took another call in this moment is not there for this one
            while free and line.state == "waiting":
                with passed_over(line):
                    if not line._connect(free[0], now):
                        break
                free.pop(0)

    def _abandon_waiting(self, now):
        limit = timedelta(seconds=self.dialler_id.connect_seconds)
        for line in self._open_of("waiting"):
            if now - line.answered_at >= limit:
                with passed_over(line):
                    line._abandon(now)

    def _give_up_silent(self, now):
        """A line about which the system never said anything does not block for ever."""
        after = self.dialler_id._silent_after()
        for line in self._open_of("ringing") if after else ():
            if line.ref and now - line.dialled_at >= after:
                with passed_over(line):
                    line._not_dialled(web_phone.silent(self.env), now)

    # ------------------------------------------------------------- facts
    def _past(self, now):
        self.env["o2c.dialler.line"].flush_model()
        query = past_query(self.campaign_id, now - WINDOW)
        (row,) = self.env.execute_query(query)
        return Past(*row)

    def _agents(self, now):
        """{"free": users, the longest free first, "talking", "wrapping", "there"}."""
        for model in ("o2c.call", "o2c.agent.session"):
            self.env[model].flush_model()
        rows = self.env.execute_query(agents_query(self.campaign_id, now))
        free = [
            user
            for user, state, _at, holds in rows
            if not holds and state == "available"
        ]
        return {
            "free": self.env["res.users"].browse(free),
            "talking": sum(state == "in_call" for _user, state, *_rest in rows),
            "wrapping": sum(state == "wrap_up" for _user, state, *_rest in rows),
            "there": len(rows),
        }

    def _targets(self, now):
        for model in ("o2c.call", "o2c.dialler.line"):
            self.env[model].flush_model()
        query = targets_query(self.campaign_id, now, MOST_LINES)
        ids = [row[0] for row in self.env.execute_query(query)]
        return self.env["o2c.call"].browse(ids)

    def _present(self, agents, targets, now):
        query = times_query(self.campaign_id, now - WINDOW)
        ((talk, wrap),) = self.env.execute_query(query)
        ahead = self.dialler_id.ring_seconds / 2
        return Present(
            agents=agents["there"],
            free=len(agents["free"]),
            ringing=len(self._open_of("ringing")),
            waiting=len(self._open_of("waiting")),
            targets=len(targets),
            soon=pacing.soon_free(
                agents["talking"],
                agents["wrapping"],
                ahead,
                float(talk or TALK),
                float(wrap or WRAP),
            ),
        )

    # ------------------------------------------------------------- where it stands
    def _is_predictive(self):
        return self.mode == Mode.PREDICTIVE.value

    def _standing(self, now):
        past, agents = self._past(now), self._agents(now)
        policy = self.dialler_id._policy()
        return {
            "state": self.state,
            "reason": self.reason or "",
            "error": self.error or "",
            "agents": agents["there"],
            "free": len(agents["free"]),
            "ringing": len(self._open_of("ringing")),
            "waiting": len(self._open_of("waiting")),
            "dialled": past.dialled,
            "live": past.live,
            "abandoned": past.abandoned,
            "abandonment": explain.percent(past.abandonment or 0.0),
            "estimate": explain.percent(past.estimate),
            "least": explain.percent(past.least),
            "ceiling": self.dialler_id.ceiling,
            "pace": round(self.pace, 2) if self._is_predictive() else 1,
            "near": past.estimate >= policy.ceiling and past.live >= ENOUGH,
            "known": past.live >= ENOUGH,
            "lines": [line._shown() for line in self.line_ids[:12]],
        }
