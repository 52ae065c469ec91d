"""Perfect orders: measured by one query and one pure rule, stored, one row each."""

import json

from odoo import api, fields, models
from odoo.tools.misc import split_every

from .. import explain
from ..domain import imperfection, perfect_index
from ..domain import perfect_order as rules
from . import perfect_facts, perfect_rows
from .perfect_rows import Complaints
from .timeline_rows import local_day

VERDICTS = [("yes", "Yes"), ("no", "No"), ("open", "Open")]
COMPONENTS = [component.value for component in rules.Component]
BATCH = 5_000
NOBODY = Complaints()


class O2cPerfectOrder(models.Model):
    """Whether an order was perfect, with the evidence, and what it cost if not."""

    _name = "o2c.perfect.order"
    _description = "Perfect order"
    _order = "ordered_on desc, id desc"
    _rec_name = "order_id"
    _log_access = False  # derived: who caused it stands in the documents

    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Customer", index=True)
    user_id = fields.Many2one("res.users", "Salesperson", index=True)
    agent_id = fields.Many2one("res.partner", "External agent", index="btree_not_null")
    team_id = fields.Many2one("crm.team", "Sales team")
    medium_id = fields.Many2one("utm.medium", "Channel")
    warehouse_id = fields.Many2one("stock.warehouse")
    carrier_id = fields.Many2one("delivery.carrier")
    ordered_on = fields.Date(index=True)
    delivered_on = fields.Date()
    planned_on = fields.Date("Planned for")
    done_on = fields.Date("Done on")
    first_promised_on = fields.Date("First promised for")
    measured_at = fields.Datetime()
    again_on = fields.Date(
        index="btree_not_null", help="Time alone changes a verdict on this day."
    )

    perfect = fields.Selection(VERDICTS, required=True, index=True)
    complete = fields.Selection(VERDICTS, required=True)
    on_time = fields.Selection(VERDICTS, required=True)
    invoiced_right = fields.Selection(VERDICTS, required=True)
    undamaged = fields.Selection(VERDICTS, required=True)
    perfect_rate = fields.Float("Perfect (%)", aggregator="avg")
    complete_rate = fields.Float("Complete (%)", aggregator="avg")
    on_time_rate = fields.Float("On time (%)", aggregator="avg")
    invoiced_right_rate = fields.Float("Invoiced right (%)", aggregator="avg")
    undamaged_rate = fields.Float("Undamaged (%)", aggregator="avg")
    evidence = fields.Json("Judgements")
    evidence_text = fields.Text("Evidence", compute="_compute_evidence_text")

    customer_perfect = fields.Selection(
        VERDICTS, "Perfect, says the customer", readonly=True
    )
    disagreement = fields.Boolean(
        readonly=True, help="The customer says something else than our records."
    )

    days_late = fields.Integer("Days late")
    error_count = fields.Integer("Entry errors")
    complaint_count = fields.Integer("Complaints")
    handling_minutes = fields.Integer()
    cost_redelivery = fields.Monetary("Redelivery")
    cost_credit = fields.Monetary("Credit notes")
    cost_handling = fields.Monetary("Handling")
    cost_total = fields.Monetary("Cost of imperfection")

    _order_once = models.Constraint("UNIQUE (order_id)", "An order is measured once.")

    @api.depends("evidence")
    @api.depends_context("lang")
    def _compute_evidence_text(self):
        for order in self:
            order.evidence_text = explain.perfect.evidence_text(
                self.env, order.evidence, only=("no",)
            )

    def action_open_order(self):
        """Open the order that was measured."""
        self.ensure_one()
        return self.order_id.get_formview_action()

    # ------------------------------------------------------------- the queue
    @api.model
    def _queue(self, order_ids):
        """Have these orders measured anew by the job."""
        if order_ids:
            self.env.cr.execute(
                "INSERT INTO o2c_perfect_todo (order_id) SELECT unnest(%s)",
                [list(order_ids)],
            )

    @api.model
    def _queue_companies(self, companies):
        """Have all confirmed orders of ``companies`` measured anew."""
        self.env.cr.execute(
            "INSERT INTO o2c_perfect_todo (order_id) SELECT id FROM sale_order"
            " WHERE state = 'sale' AND company_id = ANY(%s)",
            [companies.ids],
        )

    @api.model
    def _cron_measure(self):
        """Measure what changed and what time has changed. May be killed anywhere."""
        today = fields.Date.today()
        self.env.cr.execute(DUE, [today])
        self.env.cr.execute("SELECT DISTINCT order_id FROM o2c_perfect_todo ORDER BY 1")
        ids = [row[0] for row in self.env.cr.fetchall()]
        remaining = len(ids)
        for batch in split_every(BATCH, ids):
            # measured and taken off in one transaction: killed, both are to be done
            self._measure(batch)
            self.env.cr.execute(
                "DELETE FROM o2c_perfect_todo WHERE order_id = ANY(%s)", [list(batch)]
            )
            remaining -= len(batch)
            progress = self.env["ir.cron"]._commit_progress
            if not progress(len(batch), remaining=remaining):
                return

    @api.model
    def action_measure(self):
        """Have all orders of the user's companies measured anew by the job, now."""
        self.env["o2c.hold.reason"].check_access("write")
        self._queue_companies(self.env.companies)
        # order managers may start this one job
        self.env.ref("o2c_orders.cron_measure_perfect").sudo()._trigger()

    # ------------------------------------------------------------- measuring
    @api.model
    def _measure(self, order_ids):
        """Measure ``order_ids`` now and store it; orders not confirmed lose theirs."""
        decided = self._decide(order_ids)
        rows = [perfect_rows.stored(*values[:-1]) for values in decided.values()]
        witness = {order_id: v[-1] for order_id, v in decided.items()}
        for row in rows:
            row.update(_witnessed(row, witness[row["order_id"]]))
        if rows:
            self.env.cr.execute(UPSERT, [json.dumps(rows, default=str)])
        gone = [order_id for order_id in order_ids if order_id not in decided]
        if gone:
            self.env.cr.execute(
                "DELETE FROM o2c_perfect_order WHERE order_id = ANY(%s)", [gone]
            )
        self.invalidate_model()

    @api.model
    def _decide(self, order_ids):
        """``{order id: (row, measure, cost, complaints, witness)}`` of confirmed ones.

        One query for the facts, one for each module that adds some.
        """
        rows = self._facts(order_ids)
        # complaints and answers of any customer count, whoever looks
        orders = self.env["sale.order"].sudo().browse(row["id"] for row in rows)
        complaints = orders._o2c_complaints()
        witness = orders._o2c_customer_witness()
        now = fields.Datetime.now()
        decided, known = {}, {}
        for row in rows:
            company = row["company_id"]
            if company not in known:
                known[company] = self._company_rules(company, now, row["tz"])
            settings, prices, today = known[company]
            mine = complaints.get(row["id"], NOBODY)
            measure = rules.measure(perfect_rows.facts(row, mine, today), settings)
            cost = imperfection.cost(perfect_rows.trouble(row, mine), prices)
            decided[row["id"]] = (row, measure, cost, mine, witness.get(row["id"]))
        return decided

    def _company_rules(self, company_id, now, zone):
        # the rules of the company hold for whoever looks
        company = self.env["res.company"].sudo().browse(company_id)
        return (
            company._o2c_perfect_settings(),
            company._o2c_imperfection_prices(),
            local_day(now, zone),
        )

    @api.model
    def _facts(self, order_ids):
        self.env["sale.order"]._recompute_model(["o2c_stage"])
        for model, names in perfect_facts.FLUSHED.items():
            self.env[model].flush_model(names)
        self.env.cr.execute(perfect_facts.perfect_query(order_ids))
        return self.env.cr.dictfetchall()

    # ------------------------------------------------------------- the index
    @api.model
    def _index(self, domain):
        """The index over the measured orders of ``domain`` whose verdict is known."""
        known = fields.Domain(domain) & fields.Domain(
            [(name, "!=", "open") for name in COMPONENTS]
        )
        groups = self._read_group(known, ["perfect", *COMPONENTS], ["__count"])
        orders = sum(group[-1] for group in groups)
        perfect = sum(group[-1] for group in groups if group[0] == "yes")
        counts = {
            component: sum(g[-1] for g in groups if g[place] == "yes")
            for place, component in enumerate(rules.Component, start=1)
        }
        return perfect_index.index(orders, perfect, counts)


def _witnessed(row, answers):
    """What the customer says, and whether it is something else than our records.

    :param answers: ``{component: True, False or None}`` or None: nobody asked
    """
    told = {k: v for k, v in (answers or {}).items() if k in COMPONENTS}
    said = [value for value in told.values() if value is not None]
    if not said:
        return {"customer_perfect": None, "disagreement": False}
    differs = any(
        told.get(name) is not None
        and row[name] != "open"
        and told[name] != (row[name] == "yes")
        for name in COMPONENTS
    )
    return {
        "customer_perfect": "yes" if all(said) else "no",
        "disagreement": differs,
    }


COLUMNS = (
    "order_id",
    *perfect_rows.KEYS,
    "perfect",
    *COMPONENTS,
    "perfect_rate",
    *(f"{name}_rate" for name in COMPONENTS),
    "evidence",
    "days_late",
    "error_count",
    "complaint_count",
    "cost_redelivery",
    "cost_credit",
    "cost_handling",
    "cost_total",
    "handling_minutes",
    "again_on",
    "customer_perfect",
    "disagreement",
)
UPSERT = f"""
INSERT INTO o2c_perfect_order AS p ({", ".join(COLUMNS)}, measured_at)
SELECT {", ".join(f"v.{name}" for name in COLUMNS)}, now() AT TIME ZONE 'UTC'
  FROM jsonb_populate_recordset(NULL::o2c_perfect_order, %s) AS v
ON CONFLICT (order_id) DO UPDATE
   SET ({", ".join(COLUMNS)}, measured_at)
     = ROW ({", ".join(f"excluded.{name}" for name in COLUMNS)}, excluded.measured_at)
"""
# orders that nobody measured yet, and those whose day has come
DUE = """
INSERT INTO o2c_perfect_todo (order_id)
SELECT o.id FROM sale_order o
  LEFT JOIN o2c_perfect_order p ON p.order_id = o.id
 WHERE o.state = 'sale' AND (p.id IS NULL OR p.again_on <= %s)
"""
