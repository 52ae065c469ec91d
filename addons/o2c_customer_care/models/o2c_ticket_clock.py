from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..domain.clock import ClockState, Measure, Round
from .o2c_clock_target import MEASURES

STATES = [
    (ClockState.RUNNING.value, "Running"),
    (ClockState.PAUSED.value, "Paused"),
    (ClockState.MET.value, "Met"),
    (ClockState.MISSED.value, "Missed"),
    (ClockState.VOID.value, "Void"),
]
PROBLEMS = [
    ("no_calendar", "No calendar"),
    ("empty_calendar", "Calendar without working time"),
]


RECORDS = {"company_id", "target_id", "policy_id", "term_id"}


class O2cTicketClock(models.Model):
    """One running time of a ticket. Written by the ticket's own methods only."""

    _name = "o2c.ticket.clock"
    _description = "Clock of a ticket"
    _order = "is_open desc, due_at, ticket_id, id"

    ticket_id = fields.Many2one("o2c.ticket", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    measure = fields.Selection(
        [*MEASURES, (Measure.STATUTORY.value, "Statutory term")], required=True
    )
    round = fields.Integer(required=True, default=1)
    target_id = fields.Many2one("o2c.clock.target", "Time", ondelete="restrict")
    policy_id = fields.Many2one("o2c.clock.policy", index=True, ondelete="restrict")
    term_id = fields.Many2one(
        "o2c.statutory.term", "Law", index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(STATES, required=True)
    is_open = fields.Boolean(help="What it waits for has not happened yet.")
    started_at = fields.Datetime("Started", required=True)
    due_at = fields.Datetime("Due", help="Empty while it stands still.")
    warn_at = fields.Datetime("At risk from")
    remaining = fields.Integer(
        "Minutes left",
        help="When it was read last: of its time, negative when it was late.",
    )
    paused_minutes = fields.Integer("Minutes paused")
    met_at = fields.Datetime("Done")
    warned_at = fields.Datetime("At risk since")
    breached_at = fields.Datetime("Late since")
    problem = fields.Selection(PROBLEMS)
    failure = fields.Char(help="Why nobody could be told of it yet; tried again.")
    failed_at = fields.Datetime()
    text = fields.Char("How it stands", compute="_compute_text")
    paused_text = fields.Char("Paused", compute="_compute_text")
    rule_name = fields.Char("Promised by", compute="_compute_text")
    notice_ids = fields.One2many("o2c.clock.notice", "clock_id", "Told")

    _once = models.Constraint(
        "UNIQUE (ticket_id, measure, round)", "A ticket has one clock of a round."
    )
    _warning = models.Index("(warn_at) WHERE state = 'running' AND warned_at IS NULL")
    _deadline = models.Index("(due_at) WHERE state = 'running'")
    _late = models.Index("(id) WHERE is_open AND warned_at IS NOT NULL")

    @api.depends("ticket_id.number", "measure", "round")
    def _compute_display_name(self):
        names = dict(self._fields["measure"]._description_selection(self.env))
        for clock in self:
            name = f"{clock.ticket_id.number}: {names.get(clock.measure, '')}"
            clock.display_name = f"{name} {clock.round}" if clock.round > 1 else name

    @api.depends("state", "due_at", "met_at", "remaining", "paused_minutes", "problem")
    @api.depends_context("uid", "lang", "tz")
    def _compute_text(self):
        now = fields.Datetime.now()
        for clock in self:
            clock.text = explain.clock.standing(clock, now)
            clock.paused_text = explain.clock.paused(clock)
            # the name of a promise is no secret of whoever made it
            rule = clock.sudo()
            clock.rule_name = rule.term_id.name or rule.policy_id.name

    # ------------------------------------------------------------- as the rule sees it
    def _round(self):
        return Round(
            measure=Measure(self.measure),
            number=self.round,
            started=self.started_at,
            done=self.met_at or None,
            over=self.state == ClockState.VOID.value,
        )

    def _target(self):
        """The target or the statutory term that it is read by."""
        return self.target_id or self.term_id

    def _void_values(self):
        return {"state": ClockState.VOID.value, "is_open": False}

    def _change(self, vals):
        """Write what of ``vals`` is not so yet."""
        changed = {
            name: value
            for name, value in vals.items()
            if (self[name].id if name in RECORDS else self[name]) != value
        }
        if changed:
            self.write(changed)

    # ------------------------------------------------------------- set-based
    @api.model
    def _mark(self, now):
        """Mark what became at risk or late until ``now``: ids of the tickets.

        Two statements for any number of clocks; each is marked once.
        """
        self.flush_model()
        warned = self._update(
            SQL("warned_at = warn_at"),
            SQL("state = 'running' AND warned_at IS NULL AND warn_at <= %s", now),
        )
        missed = self._update(
            SQL(
                "state = 'missed', breached_at = due_at,"
                " remaining = -floor(extract(epoch FROM %s - due_at) / 60)",
                now,
            ),
            SQL("state = 'running' AND due_at < %s", now),
        )
        tickets = self.env["o2c.ticket"].browse({*warned, *missed})
        if tickets:
            self.invalidate_model(["state", "warned_at", "breached_at", "remaining"])
            tickets._show_clocks(now)
        return tickets

    def _update(self, values, condition):
        rows = self.env.execute_query(
            SQL(
                "UPDATE o2c_ticket_clock SET %s WHERE %s RETURNING ticket_id",
                values,
                condition,
            )
        )
        return [row[0] for row in rows]
