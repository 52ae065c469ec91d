import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from .. import explain
from ..domain.assignment import stands_in

_logger = logging.getLogger(__name__)


class O2cCareAbsence(models.Model):
    """When an agent is away, and who works on his tickets meanwhile."""

    _name = "o2c.care.absence"
    _description = "Absence of a care agent"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    agent_id = fields.Many2one(
        "o2c.care.agent",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="agent_id.company_id", store=True, index=True, precompute=True
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", required=True, help="The last day of the absence.")
    substitute_id = fields.Many2one(
        "o2c.care.agent",
        "Stood in for by",
        index="btree_not_null",
        ondelete="set null",
        domain="[('company_id', '=', company_id), ('id', '!=', agent_id)]",
        check_company=True,
        help="Gets the open tickets when the absence begins.",
    )
    hand_over = fields.Boolean(
        "Hand over open tickets",
        default=True,
        help="When it begins, open tickets go to who stands in, else back to the queue."
        " What waits for the customer goes too: his answer must find somebody.",
    )
    handed_over_at = fields.Datetime("Handed over on", readonly=True, copy=False)
    failed_at = fields.Datetime(
        "Not handed over",
        readonly=True,
        copy=False,
        help="It failed then and is tried again; the cause is in the log.",
    )
    note = fields.Char()

    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "An absence ends after it began."
    )
    _somebody_else = models.Constraint(
        "CHECK (substitute_id IS NULL OR substitute_id <> agent_id)",
        "Nobody stands in for himself.",
    )
    _to_hand_over = models.Index("(date_from) WHERE handed_over_at IS NULL")

    @api.depends("agent_id", "date_from")
    def _compute_display_name(self):
        for absence in self:
            name = absence.agent_id.display_name
            absence.display_name = f"{name} {absence.date_from or ''}"

    def _is_on(self, now):
        """Whether it lasts at ``now`` (naive UTC): whole days where the agent is."""
        self.ensure_one()
        zone = ZoneInfo(self.agent_id._tz())
        start = datetime.combine(self.date_from, time.min, zone)
        end = datetime.combine(self.date_to + timedelta(days=1), time.min, zone)
        return start <= now.replace(tzinfo=UTC) < end

    # ------------------------------------------------------------- handing over
    @api.model
    def _begin(self, now):
        """Hand over the tickets of those whose absence has begun, each once."""
        for absence in self.search(
            [
                ("handed_over_at", "=", False),
                ("hand_over", "=", True),
                ("date_from", "<=", now.date() + timedelta(days=1)),
                ("date_to", ">=", now.date() - timedelta(days=1)),
            ]
        ):
            if absence._is_on(now):
                absence._begin_alone(now)

    def _begin_alone(self, now):
        try:
            with self.env.cr.savepoint():
                self._hand_over(now)
        except Exception:
            # shown on the list, and tried again at the next run
            _logger.exception("%s: tickets could not be handed over", self)
            self.failed_at = now

    def _hand_over(self, now):
        self.write({"handed_over_at": now, "failed_at": False})
        self.flush_recordset()
        self._pass_on(self.env["o2c.ticket"].search(self.agent_id._open_domain()), now)

    def _pass_on(self, tickets, now):
        """Tickets of who is away, to who stands in, else back to the queue."""
        if not (self and tickets):
            return
        taker = self._taker(now)
        if taker:
            tickets._hand_to(taker, self.agent_id, now)
        else:
            tickets._release(explain.assignment.away(self.agent_id))

    def _taker(self, now):
        """Who stands in at ``now``, also for who stands in; nobody: empty."""
        agents = self.search([("company_id", "=", self.company_id.id)]).agent_id
        away = {
            agent.id: absence.substitute_id.id or None
            for agent, absence in agents._away(now).items()
        }
        key = stands_in(self.agent_id.id, away)
        return self.agent_id.browse(key or []).filtered("active")
