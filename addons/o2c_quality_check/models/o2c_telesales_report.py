"""Calls that sell as figures: one row a call, with the order that came of it."""

from odoo import fields, models
from odoo.tools import SQL

from ..domain.campaign import MARKETING
from .o2c_campaign import KINDS

AGENTS = "o2c_quality_check.group_call_agent"
STATES = [
    ("none", "No quotation"),
    ("draft", "Quotation"),
    ("sent", "Quotation sent"),
    ("sale", "Ordered"),
    ("cancel", "Cancelled"),
]
VIEW = """
SELECT c.id, c.id AS call_id, c.company_id, c.campaign_id, k.kind, c.survey_id,
       c.agent_id, c.partner_id, p.country_id, p.user_id,
       COALESCE(tried.at, c.finished_at, c.create_date) AS date,
       1 AS calls,
       CASE WHEN tried.reached THEN 1 ELSE 0 END AS reached,
       CASE WHEN o.state IN ('draft', 'sent', 'sale') THEN 1 ELSE 0 END AS quoted,
       CASE WHEN o.state = 'sale' THEN 1 ELSE 0 END AS sold,
       CASE WHEN o.state = 'sale' AND tried.reached THEN 1 ELSE 0 END AS won,
       o.id AS order_id, o.name AS order_name, COALESCE(o.state, 'none') AS state,
       o.date_order,
       CASE WHEN o.state <> 'cancel'
            THEN o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1)
            ELSE 0 END AS quoted_amount,
       CASE WHEN o.state = 'sale'
            THEN o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1)
            ELSE 0 END AS sold_amount
  FROM o2c_call c
  JOIN o2c_campaign k ON k.id = c.campaign_id AND k.kind IN %(kinds)s
  JOIN res_partner p ON p.id = c.partner_id
  LEFT JOIN sale_order o ON o.o2c_call_id = c.id
  LEFT JOIN LATERAL (
       SELECT max(a.at) AS at, bool_or(a.right_party) AS reached
         FROM o2c_call_attempt a WHERE a.call_id = c.id) tried ON true
 WHERE tried.at IS NOT NULL OR o.id IS NOT NULL
"""


class O2cTelesalesReport(models.Model):
    """A call of a campaign that sells, once it was tried. Company currency, untaxed."""

    _name = "o2c.telesales.report"
    _description = "Telesales analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_name"

    call_id = fields.Many2one("o2c.call", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    campaign_id = fields.Many2one("o2c.campaign", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    survey_id = fields.Many2one("survey.survey", "Script", readonly=True)
    agent_id = fields.Many2one("res.users", readonly=True, groups=AGENTS)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    date = fields.Datetime("Last tried", readonly=True)
    calls = fields.Integer("Number of calls", readonly=True)
    reached = fields.Integer("Spoken to", readonly=True)
    quoted = fields.Integer("Quotations", readonly=True)
    sold = fields.Integer("Orders", readonly=True)
    won = fields.Integer("Orders of those spoken to", readonly=True)
    order_id = fields.Integer("Order's number in the database", readonly=True)
    order_name = fields.Char("Quotation", readonly=True)
    state = fields.Selection(STATES, "What came of it", readonly=True)
    date_order = fields.Datetime("Ordered on", readonly=True)
    quoted_amount = fields.Monetary("Quoted", readonly=True)
    sold_amount = fields.Monetary("Revenue", readonly=True)

    @property
    def _table_query(self):
        self._flush_sources()
        return SQL(VIEW, kinds=tuple(sorted(kind.value for kind in MARKETING)))

    def _flush_sources(self):
        """What the view reads is written to the database first."""
        for name in ("sale.order", "o2c.call", "o2c.call.attempt", "o2c.campaign"):
            self.env[name].flush_model()

    def action_open_order(self):
        """Open the quotation, for who may read it."""
        self.ensure_one()
        order = self.env["sale.order"].browse(self.order_id)
        order.check_access("read")
        return order.get_formview_action()
