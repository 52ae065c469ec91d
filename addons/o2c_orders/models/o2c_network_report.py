"""The sales network as figures: what each agent, area and manager brings, and how."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .sale_order_quotation import STATUSES

VIEW = """
SELECT so.id, so.id AS order_id, so.company_id, p.commercial_partner_id AS partner_id,
       so.o2c_agent_id AS agent_id, so.user_id, so.team_id, t.user_id AS manager_id,
       p.state_id, p.country_id, so.medium_id,
       LEAST(so.create_date, so.date_order) AS date,
       so.o2c_quote_status AS status,
       CASE WHEN so.o2c_quote_status = 'won' THEN 100.0
            WHEN so.o2c_quote_status IN ('lost', 'abandoned') THEN 0.0
       END AS win_rate,
       CASE WHEN so.state = 'sale' THEN 1 ELSE 0 END AS ordered,
       CASE WHEN so.state = 'sale'
            THEN so.amount_total / COALESCE(NULLIF(so.currency_rate, 0), 1)
            ELSE 0 END AS amount,
       CASE WHEN so.state = 'sale' THEN CASE WHEN wrong.found THEN 0.0 ELSE 100.0 END
       END AS accuracy,
       CASE po.perfect WHEN 'yes' THEN 100.0 WHEN 'no' THEN 0.0 END AS perfect_rate,
       CASE po.on_time WHEN 'yes' THEN 100.0 WHEN 'no' THEN 0.0 END AS on_time_rate,
       EXTRACT(epoch FROM closed.actual_at - LEAST(so.create_date, so.date_order))
           / 86400 AS cycle_days,
       EXTRACT(epoch FROM delivered.actual_at - confirmed.actual_at) / 86400
           AS lead_days,
       CASE WHEN so.state = 'sale' AND so.o2c_closed_at IS NULL
                 AND so.o2c_next_due < (now() AT TIME ZONE 'UTC')
            THEN 1 ELSE 0 END AS late
  FROM sale_order so
  JOIN res_partner p ON p.id = so.partner_id
  LEFT JOIN crm_team t ON t.id = so.team_id
  LEFT JOIN o2c_perfect_order po ON po.order_id = so.id
  LEFT JOIN o2c_milestone closed ON closed.order_id = so.id AND closed.kind = 'closed'
  LEFT JOIN o2c_milestone confirmed
         ON confirmed.order_id = so.id AND confirmed.kind = 'confirmed'
  LEFT JOIN o2c_milestone delivered
         ON delivered.order_id = so.id AND delivered.kind = 'delivered'
  LEFT JOIN LATERAL (
       SELECT true AS found FROM o2c_entry_error e
        WHERE e.order_id = so.id AND e.state <> 'void' LIMIT 1) wrong ON true
"""
# by what the network can be looked at
GROUPS = ("agent_id", "user_id", "team_id", "manager_id", "state_id", "country_id")
GROUPS += ("medium_id",)
MEASURES = [
    "__count",
    "partner_id:count_distinct",
    "win_rate:avg",
    "ordered:sum",
    "amount:sum",
    "accuracy:avg",
    "perfect_rate:avg",
    "on_time_rate:avg",
    "lead_days:avg",
    "cycle_days:avg",
    "late:sum",
]
NAMES = (
    "quotations customers win_rate ordered amount accuracy perfect_rate on_time_rate"
    " lead_days cycle_days late"
).split()


class O2cNetworkReport(models.Model):
    """One quotation or order with the figures of who brought it."""

    _name = "o2c.network.report"
    _description = "Sales network"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    agent_id = fields.Many2one("res.partner", "External agent", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales team", readonly=True)
    manager_id = fields.Many2one("res.users", readonly=True)
    state_id = fields.Many2one("res.country.state", "Area", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    medium_id = fields.Many2one("utm.medium", "Source channel", readonly=True)
    date = fields.Datetime("Entered on", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    win_rate = fields.Float("Won (%)", readonly=True, aggregator="avg")
    ordered = fields.Integer("Orders", readonly=True)
    amount = fields.Monetary("Ordered", readonly=True)
    accuracy = fields.Float(
        "Entered right (%)",
        readonly=True,
        aggregator="avg",
        help="Orders without an entry error, of all orders.",
    )
    perfect_rate = fields.Float("Perfect (%)", readonly=True, aggregator="avg")
    on_time_rate = fields.Float("On time (%)", readonly=True, aggregator="avg")
    lead_days = fields.Float(
        "Days to delivery", readonly=True, aggregator="avg", help="From confirmation."
    )
    cycle_days = fields.Float(
        "Days to cash", readonly=True, aggregator="avg", help="From entry to closing."
    )
    late = fields.Integer("Overdue steps", readonly=True)

    @property
    def _table_query(self):
        return SQL(VIEW)

    @api.model
    def _search(self, domain, *args, **kwargs):
        # milestones are written when the stage is decided
        self.env["sale.order"]._recompute_model(["o2c_stage"])
        return super()._search(domain, *args, **kwargs)

    # ------------------------------------------------------------- the screen
    @api.model
    def monitor(self, group="agent_id", months=12):
        """What the sales-network monitor shows of the user's company.

        :param group: by what, one of ``GROUPS``
        :param months: entered in so many months; 0: ever
        """
        self.check_access("read")
        if group not in GROUPS:
            raise UserError(self.env._("The network cannot be looked at that way."))
        domain = self._period(months)
        self.env["o2c.milestone"].flush_model()
        rows = [
            {"id": key.id, "name": key.display_name or ""}
            | dict(zip(NAMES, values, strict=True))
            for key, *values in self._read_group(domain, [group], MEASURES)
        ]
        columns = self._add_more(rows, domain, group)
        rows.sort(key=lambda row: (not row["id"], -row["amount"], row["name"]))
        return {
            "groups": [
                [n, self._fields[n]._description_string(self.env)] for n in GROUPS
            ],
            "group": group,
            "rows": rows,
            "columns": columns,
            "currency": self.env.company.currency_id.id,
            "domain": domain,
        }

    def _period(self, months):
        domain = [("company_id", "=", self.env.company.id)]
        if months:
            first = fields.Datetime.now() - relativedelta(months=months)
            domain.append(("date", ">=", fields.Datetime.to_string(first)))
        return domain

    def _add_more(self, rows, domain, group):
        """Add the figures of customers that other modules know; their columns."""
        partners = self.env["res.partner"]
        columns = partners._o2c_network_columns()
        if not columns:
            return []
        pairs = self._read_group(domain, [group], ["partner_id:recordset"])
        customers = partners.union(*(found for _key, found in pairs))
        figures = customers._o2c_network_figures(self.env.company)
        totals = {
            key.id: _total([figures.get(p, {}) for p in found], columns)
            for key, found in pairs
        }
        for row in rows:
            row.update(totals.get(row["id"], {}))
        return columns


def _total(figures, columns):
    """The sum of each column over customers; None where nobody has a figure."""
    totals = {}
    for column in columns:
        key = column["key"]
        known = [one[key] for one in figures if one.get(key) is not None]
        totals[key] = sum(known) if known else None
    return totals
