from odoo import api, fields, models
from odoo.tools import SQL

from .o2c_ticket import STAGES
from .o2c_ticket_assessment import WAITING_FOR

# tickets that were there before their stages were kept
BACKFILL = """
INSERT INTO o2c_ticket_stage
       (ticket_id, company_id, stage, waiting_for, date_from, user_id,
        create_uid, create_date, write_uid, write_date)
SELECT t.id, t.company_id, t.stage, t.waiting_for,
       COALESCE(CASE WHEN t.stage = 'closed' THEN t.closed_at END, t.opened_at),
       t.user_id, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
  FROM o2c_ticket t
 WHERE NOT EXISTS (SELECT FROM o2c_ticket_stage s WHERE s.ticket_id = t.id)
"""
SINCE = """
UPDATE o2c_ticket t SET stage_since = s.date_from FROM o2c_ticket_stage s
 WHERE s.ticket_id = t.id AND s.date_to IS NULL AND t.stage_since IS NULL
"""
WAITING = """
UPDATE o2c_ticket SET waiting_for = 'customer'
 WHERE stage = 'waiting' AND waiting_for IS NULL
"""


class O2cTicketStage(models.Model):
    """How long a ticket was in a stage and for whom it waited there.

    Half-open intervals without gaps, the last one open. Written by the ticket only;
    clocks and figures read it.
    """

    _name = "o2c.ticket.stage"
    _description = "Stage of a ticket"
    _order = "ticket_id, date_from, id"
    _rec_name = "stage"

    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    stage = fields.Selection(STAGES, required=True)
    waiting_for = fields.Selection(WAITING_FOR)
    date_from = fields.Datetime("From", required=True)
    date_to = fields.Datetime("To", help="Empty: still there.")
    user_id = fields.Many2one("res.users", "Moved by")
    hours = fields.Float(compute="_compute_hours", help="Natural hours, day and night.")

    _one_open = models.UniqueIndex(
        "(ticket_id) WHERE date_to IS NULL",
        "A ticket is in one stage at a time.",
    )
    _forward = models.Constraint(
        "CHECK (date_to >= date_from)", "A stage does not end before it begins."
    )

    @api.depends("date_from", "date_to")
    def _compute_hours(self):
        now = fields.Datetime.now()
        for row in self:
            spent = (row.date_to or now) - (row.date_from or now)
            row.hours = spent.total_seconds() / 3600

    @api.model
    def _fill_missing(self):
        """Give tickets of before this table the stage they are in."""
        self.env.flush_all()
        self.env.cr.execute(SQL(WAITING))
        self.env.cr.execute(SQL(BACKFILL, uid=self.env.uid))
        self.env.cr.execute(SQL(SINCE))
        self.env.invalidate_all()

    @api.model
    def _enter(self, tickets, now):
        """Note that ``tickets`` are from ``now`` on where they say they are.

        Three statements for any number of them.
        """
        rows = self.sudo()  # kept by the system, nobody writes it
        running = rows.search(
            [("ticket_id", "in", tickets.ids), ("date_to", "=", False)]
        )
        running.write({"date_to": now})
        # only one row may be open: the old ones end before the new ones begin
        running.flush_recordset()
        known = running.ticket_id
        rows.create(
            [
                {
                    "ticket_id": ticket.id,
                    "company_id": ticket.company_id.id,
                    "stage": ticket.stage,
                    "waiting_for": ticket.waiting_for,
                    "date_from": now if ticket in known else ticket.opened_at,
                    "user_id": self.env.uid,
                }
                for ticket in tickets
            ]
        )
