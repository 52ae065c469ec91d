from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..domain import clock as rules
from ..domain.clock import ClockState, Stay
from ..domain.ticket import Stage
from .work_times import WorkTimes

CLOCK_STATES = [
    ("ok", "In time"),
    ("at_risk", "At risk"),
    ("breached", "Late"),
    ("paused", "Paused"),
    ("none", "No clock"),
]
# the worst of the open clocks of each ticket, and the first that is due
SHOW = """
UPDATE o2c_ticket t
   SET clock_state = shown.state, next_due_at = shown.due_at
  FROM (SELECT t.id, min(c.due_at) AS due_at,
               CASE WHEN count(*) FILTER (WHERE c.state = 'missed') > 0
                         THEN 'breached'
                    WHEN count(*) FILTER (
                         WHERE c.state = 'running' AND c.warn_at <= %(now)s) > 0
                         THEN 'at_risk'
                    WHEN count(*) FILTER (WHERE c.state = 'running') > 0 THEN 'ok'
                    WHEN count(c.id) > 0 THEN 'paused'
                    ELSE 'none' END AS state
          FROM o2c_ticket t
          LEFT JOIN o2c_ticket_clock c ON c.ticket_id = t.id AND c.is_open
         WHERE t.id = ANY(%(ids)s)
         GROUP BY t.id) shown
 WHERE t.id = shown.id
   AND (t.clock_state, t.next_due_at)
       IS DISTINCT FROM (shown.state, shown.due_at)
"""


class O2cTicket(models.Model):
    """The clocks of a ticket: chosen when it changes, read from its history."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    clock_ids = fields.One2many("o2c.ticket.clock", "ticket_id", "Clocks")
    next_due_at = fields.Datetime("Next due", readonly=True, copy=False, index=True)
    clock_state = fields.Selection(
        CLOCK_STATES, "Clock", readonly=True, copy=False, default="none", index=True
    )
    clock_text = fields.Char("Time left", compute="_compute_clock_text")
    clocks_outdated = fields.Boolean(readonly=True, copy=False)
    deemed_accepted_at = fields.Datetime(
        "Accepted by law on",
        readonly=True,
        copy=False,
        help="No answer was given within a term whose end means acceptance.",
    )

    _clocks_outdated = models.Index("(id) WHERE clocks_outdated")

    @api.depends("clock_state", "next_due_at")
    @api.depends_context("uid", "lang")
    def _compute_clock_text(self):
        now = fields.Datetime.now()
        for ticket in self:
            ticket.clock_text = explain.clock.left(ticket, now)

    # ------------------------------------------------------------- when it changes
    def _after_open(self):
        result = super()._after_open()
        self._refresh_clocks()
        return result

    def _after_change(self, names):
        result = super()._after_change(names)
        self._refresh_clocks()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "waiting_for" in vals and "stage" not in vals:
            self._refresh_clocks()  # no move, and yet another stay
        return result

    def _after_moves(self, before):
        result = super()._after_moves(before)
        self._refresh_clocks()
        return result

    def _after_message(self, message, incoming):
        result = super()._after_message(message, incoming)
        self._refresh_clocks()
        return result

    def _after_merge(self, into):
        result = super()._after_merge(into)
        (self | into)._refresh_clocks()
        return result

    @api.model
    def _outdate_clocks(self, domain):
        """Open tickets of ``domain`` choose and read their clocks anew, soon."""
        # whose clocks are outdated does not depend on who changed a setting
        query = self.sudo()._search([*domain, ("stage", "!=", Stage.CLOSED.value)])
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE o2c_ticket SET clocks_outdated = TRUE WHERE id IN %s"
                " AND clocks_outdated IS NOT TRUE",
                query.subselect(),
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["clocks_outdated"])
            cron = self.env.ref(
                "o2c_customer_care.cron_clocks", raise_if_not_found=False
            )
            if cron:
                cron._trigger()

    # ------------------------------------------------------------- reading
    def _refresh_clocks(self):
        """Choose and read the clocks of these tickets, set-based."""
        if not self:
            return
        # clocks are kept by the system, whoever works on the ticket
        tickets = self.sudo()
        times = WorkTimes(fields.Datetime.now())
        known = tickets._known_clocks()
        targets = tickets._choose_targets()
        new = []
        for ticket in tickets:
            found = known.get(ticket, {})
            facts = ticket._clock_facts(found.values())
            for one in rules.rounds(facts):
                clock = found.get((one.measure.value, one.number))
                target = ticket._target_of(one, clock, targets.get(ticket, {}))
                vals = ticket._round_values(one, clock, target, facts.stays, times)
                if clock:
                    clock._change(vals)
                elif vals:
                    new.append({**vals, "ticket_id": ticket.id})
        tickets.env["o2c.ticket.clock"].create(new)
        tickets._show_clocks(times.now)

    def _known_clocks(self):
        """``{ticket: {(measure, round): clock}}``."""
        clocks = self.env["o2c.ticket.clock"].search(
            [("ticket_id", "in", self.ids)], order="ticket_id, measure, round"
        )
        return {
            ticket: {(clock.measure, clock.round): clock for clock in group}
            for ticket, group in clocks.grouped("ticket_id").items()
        }

    def _clock_facts(self, clocks):
        return rules.TicketFacts(
            opened=self.opened_at,
            first_came=min(self.merged_ids.mapped("opened_at"), default=None),
            stays=self._stays(),
            first_reply=self.first_reply_at or None,
            last_in=self.last_in_at or None,
            last_out=self.last_out_at or None,
            merged=bool(self.merged_into_id),
            rounds=tuple(clock._round() for clock in clocks),
        )

    def _stays(self):
        return tuple(
            Stay(
                stage=Stage(row.stage),
                start=row.date_from,
                end=row.date_to or None,
                waiting_for=row.waiting_for or None,
            )
            for row in self.stage_ids.sorted(lambda r: (r.date_from, r.id))
        )

    def _target_of(self, one, clock, chosen):
        """The time that holds for a round: a closed ticket keeps what it had."""
        if self.stage == Stage.CLOSED.value:
            return clock and clock._target()
        return chosen.get(one.measure)

    def _round_values(self, one, clock, target, stays, times):
        """The values of the clock of a round; none: no clock, or none to change."""
        if one.done and (not clock or clock.met_at):
            return {}  # what is done keeps the time it was measured by
        if one.over or not target:
            return clock._void_values() if clock else {}
        calendar = target._calendar(self)
        clock = rules.Clock(
            measure=one.measure,
            target=times.rule(target),
            started=one.started,
            done=one.done,
            stays=stays,
            zone=times.zone(calendar, self.company_id),
        )
        reading, is_empty = times.reading(clock, calendar, self.company_id)
        return {
            "company_id": self.company_id.id,
            "measure": one.measure.value,
            "round": one.number,
            "started_at": one.started,
            "met_at": one.done or False,
            "problem": clock.target.working and _problem(calendar, is_empty),
            **target._references(),
            **_standing(reading, one.done, times.now),
        }

    # ------------------------------------------------------------- showing
    def _show_clocks(self, now):
        """Write on these tickets how their clocks stand: one statement for all."""
        self.env["o2c.ticket.clock"].flush_model()
        self.flush_recordset(["clock_state", "next_due_at"])
        self.env.cr.execute(SQL(SHOW, now=now, ids=list(self.ids)))
        self.invalidate_recordset(["clock_state", "next_due_at"])


def _problem(calendar, is_empty):
    if not calendar:
        return "no_calendar"
    return "empty_calendar" if is_empty else False


def _standing(reading, done, now):
    """The columns of a clock that say how it stands."""
    late = reading.state is ClockState.MISSED
    at_risk = reading.warn and reading.warn <= (done or now)
    return {
        "state": reading.state.value,
        "is_open": not done,
        "due_at": reading.due or False,
        "warn_at": reading.warn or False,
        "remaining": reading.left,
        "paused_minutes": reading.paused,
        "warned_at": reading.warn if at_risk else False,
        "breached_at": reading.due if late else False,
    }
