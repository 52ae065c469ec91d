from typing import ClassVar

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from .o2c_ticket import KINDS, PRIORITIES, STAGES
from .o2c_ticket_assessment import RESPONSIBLE
from .res_partner_tier import TIERS


class O2cTicketAnalysis(models.Model):
    """One row for each ticket with its figures; parts and merged ones are no rows.

    No table: every reading is one query over the tickets, so pivot, graph, dashboard
    and workbook show the same numbers.
    """

    _name = "o2c.ticket.analysis"
    _description = "Analysis of tickets"
    _auto = False
    _order = "opened_at desc, id desc"
    _rec_name = "ticket_id"
    _depends: ClassVar = {
        "o2c.ticket": [
            *("company_id", "team_id", "user_id", "partner_id", "kind", "reason_id"),
            *("channel", "priority", "stage", "department", "cause_id", "product_id"),
            *("opened_at", "closed_at", "first_reply_at", "first_contact"),
            *("reopen_count", "parent_id", "merged_into_id"),
        ],
        "o2c.ticket.reason": ["parent_path"],
        "o2c.ticket.stage": ["date_from", "stage", "ticket_id"],
        "rating.rating": ["consumed", "rating", "res_id", "res_model"],
        "res.partner": ["o2c_care_tier"],
    }

    ticket_id = fields.Many2one("o2c.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one("o2c.ticket.team", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        readonly=True,
        groups="o2c_customer_care.group_care_leader",
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    reason_id = fields.Many2one("o2c.ticket.reason", readonly=True)
    branch_id = fields.Many2one("o2c.ticket.reason", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    tier = fields.Selection(TIERS, "Service level", readonly=True)
    department = fields.Selection(RESPONSIBLE, "Responsible area", readonly=True)
    cause_id = fields.Many2one("o2c.ticket.cause", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    stage = fields.Selection(STAGES, readonly=True)
    opened_at = fields.Datetime("Received on", readonly=True)
    closed_at = fields.Datetime("Closed on", readonly=True)
    first_reply_hours = fields.Float(
        "Hours to the first answer", readonly=True, aggregator="avg", digits=(16, 2)
    )
    resolution_hours = fields.Float(
        "Hours to closing", readonly=True, aggregator="avg", digits=(16, 2)
    )
    first_contact_percent = fields.Float(
        "Resolved at first contact (%)", readonly=True, aggregator="avg", digits=(16, 1)
    )
    reopened_percent = fields.Float(
        "Reopened (%)", readonly=True, aggregator="avg", digits=(16, 1)
    )
    rating = fields.Float(readonly=True, aggregator="avg", digits=(16, 2))
    cost = fields.Monetary(readonly=True, help="Taxes excluded.")

    @property
    def _table_query(self):
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    @api.model
    def _select(self):
        return SQL(
            """
            SELECT t.id, t.id AS ticket_id, t.company_id, t.team_id, t.user_id,
                   t.partner_id, t.kind, t.reason_id,
                   NULLIF(split_part(reason.parent_path, '/', 1), '')::int AS branch_id,
                   t.channel, t.priority, t.department, t.cause_id, t.product_id,
                   COALESCE(partner.o2c_care_tier, 'standard') AS tier,
                   t.stage, t.opened_at,
                   CASE WHEN t.stage = 'closed' THEN t.closed_at END AS closed_at,
                   date_part('epoch', LEAST(t.first_reply_at, answer.at) - t.opened_at)
                       / 3600 AS first_reply_hours,
                   CASE WHEN t.stage = 'closed' THEN
                       date_part('epoch', t.closed_at - t.opened_at) / 3600
                   END AS resolution_hours,
                   CASE WHEN t.stage = 'closed' THEN
                       CASE WHEN t.first_contact THEN 100 ELSE 0 END
                   END AS first_contact_percent,
                   CASE WHEN t.reopen_count > 0 THEN 100 ELSE 0 END AS reopened_percent,
                   rating.mean AS rating, rating.asked AS rated,
                   rating.satisfied, COALESCE(cost.amount, 0) AS cost
            """
        )

    @api.model
    def _from(self):
        return SQL(
            """
              FROM o2c_ticket t
              LEFT JOIN o2c_ticket_reason reason ON reason.id = t.reason_id
              LEFT JOIN res_partner partner ON partner.id = t.partner_id
              LEFT JOIN (SELECT ticket_id, min(date_from) AS at
                           FROM o2c_ticket_stage WHERE stage = 'answered'
                          GROUP BY ticket_id) answer ON answer.ticket_id = t.id
              LEFT JOIN (SELECT res_id, avg(rating) AS mean, count(*) AS asked,
                                count(*) FILTER (WHERE rating >= 4) AS satisfied
                           FROM rating_rating
                          WHERE res_model = 'o2c.ticket' AND consumed AND rating >= 1
                          GROUP BY res_id) rating ON rating.res_id = t.id
              LEFT JOIN (SELECT ticket_id, sum(amount) AS amount
                           FROM (%s) costs GROUP BY ticket_id) cost
                ON cost.ticket_id = t.id
            """,
            self.env["o2c.ticket.cost"]._table_query,
        )

    @api.model
    def _where(self):
        """A part is the work of a department, a merged ticket is another's."""
        return SQL("WHERE t.parent_id IS NULL AND t.merged_into_id IS NULL")

    def action_open_ticket(self):
        """Open the ticket."""
        return self.ticket_id.get_formview_action()

    @api.model
    def _flush_sources(self):
        """Write out what the query reads, before it is read by hand."""
        for name in self._depends:
            self.env[name].flush_model()
        self.env["o2c.ticket.cost"]._flush_sources()
        self.env["o2c.ticket.clock"].flush_model()
        self.env["o2c.contact"].flush_model()
        self.env["sale.order"].flush_model()
