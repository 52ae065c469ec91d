from odoo import fields, models
from odoo.tools import SQL

from ..domain.clock import Measure
from .o2c_clock_target import MEASURES
from .o2c_ticket import KINDS, PRIORITIES
from .o2c_ticket_clock import STATES

# a clock counts when it is over, or late already
VIEW = """
SELECT c.id, c.id AS clock_id, c.ticket_id, c.company_id, c.measure, c.policy_id,
       c.term_id, c.state, c.started_at, c.due_at, c.met_at, t.team_id, t.user_id,
       t.kind, t.reason_id, t.priority, t.channel, t.partner_id,
       CASE c.state WHEN 'met' THEN 100.0 WHEN 'missed' THEN 0.0 END AS attainment,
       CASE c.state WHEN 'met' THEN 1 ELSE 0 END AS met,
       CASE c.state WHEN 'missed' THEN 1 ELSE 0 END AS missed,
       CASE WHEN c.is_open THEN 1 ELSE 0 END AS open,
       extract(epoch FROM c.met_at - c.started_at) / 3600 AS hours_taken,
       CASE WHEN c.state = 'missed' THEN
            extract(epoch FROM COALESCE(c.met_at, now() AT TIME ZONE 'UTC') - c.due_at)
            / 3600 END AS hours_late,
       c.paused_minutes / 60.0 AS hours_paused
  FROM o2c_ticket_clock c
  JOIN o2c_ticket t ON t.id = c.ticket_id
 WHERE c.state <> 'void'
"""


class O2cClockAttainment(models.Model):
    """How many of the promised times were kept, by everything a ticket has."""

    _name = "o2c.clock.attainment"
    _description = "Attainment of clocks"
    _auto = False
    _order = "started_at desc, id desc"

    clock_id = fields.Many2one("o2c.ticket.clock", readonly=True)
    ticket_id = fields.Many2one("o2c.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    measure = fields.Selection(
        [*MEASURES, (Measure.STATUTORY.value, "Statutory term")], readonly=True
    )
    policy_id = fields.Many2one("o2c.clock.policy", readonly=True)
    term_id = fields.Many2one("o2c.statutory.term", "Law", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    started_at = fields.Datetime("Started", readonly=True)
    due_at = fields.Datetime("Due", readonly=True)
    met_at = fields.Datetime("Done", readonly=True)
    team_id = fields.Many2one("o2c.ticket.team", readonly=True)
    user_id = fields.Many2one("res.users", "Owner", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    reason_id = fields.Many2one("o2c.ticket.reason", readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    channel = fields.Selection(
        lambda self: self.env["o2c.ticket"]._fields["channel"].selection, readonly=True
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    attainment = fields.Float(
        "Kept %",
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        help="Of the clocks that are over or late: those kept. Others do not count.",
    )
    met = fields.Integer("Kept", readonly=True)
    missed = fields.Integer("Late", readonly=True)
    open = fields.Integer(readonly=True)
    hours_taken = fields.Float(
        "Hours taken", readonly=True, aggregator="avg", help="Natural hours until done."
    )
    hours_late = fields.Float(readonly=True, aggregator="avg", help="Natural hours.")
    hours_paused = fields.Float(readonly=True, aggregator="avg", help="Natural hours.")

    @property
    def _table_query(self):
        return SQL(VIEW)
