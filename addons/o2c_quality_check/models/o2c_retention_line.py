from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import refuse_by_hand

from ..domain.uplift import Arm
from ..explain import churn, retention
from .o2c_churn_customer import LEVELS
from .retention_facts import retention_rows

ARMS = [(Arm.CALL.value, "To be called"), (Arm.HOLDOUT.value, "Left alone")]


class O2cRetentionLine(models.Model):
    """One customer of a retention list, in the arm that the draw gave him."""

    _name = "o2c.retention.line"
    _description = "Customer of a retention list"
    _order = "list_id, points desc, turnover desc, id"
    _rec_name = "partner_id"

    list_id = fields.Many2one(
        "o2c.retention.list", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="list_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="list_id.state", string="State of the list")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    arm = fields.Selection(ARMS, "Drawn", readonly=True, index=True)
    is_running = fields.Boolean(
        "Protected", readonly=True, help="The list runs: the draw is kept to."
    )
    signs = fields.Json("Signs, coded", readonly=True)
    reasons = fields.Char("Why at risk", compute="_compute_reasons")
    level = fields.Selection(LEVELS, "Risk", readonly=True)
    points = fields.Integer(readonly=True, aggregator=None)
    turnover = fields.Monetary("In twelve months", readonly=True)
    reached = fields.Boolean("Spoken to", compute="_compute_outcome")
    ordered = fields.Boolean("Ordered since", compute="_compute_outcome")
    revenue = fields.Monetary("Revenue since", compute="_compute_outcome")

    _once = models.Constraint(
        "UNIQUE (list_id, partner_id)", "A customer is in a list once."
    )
    _one_running = models.UniqueIndex(
        "(company_id, partner_id) WHERE is_running IS TRUE",
        "A customer is in one running list at a time.",
    )

    @api.depends("signs")
    @api.depends_context("lang")
    def _compute_reasons(self):
        for line in self:
            words = [churn.sign(self.env, s) for s in line.signs or ()]
            line.reasons = "; ".join(words)

    @api.depends("list_id.state", "list_id.started_at", "list_id.days")
    def _compute_outcome(self):
        now = fields.Datetime.now()
        found = {}
        for record in self.list_id.filtered("started_at"):
            found |= {row["line"]: row for row in retention_rows(record, now)}
        for line in self:
            row = found.get(line._origin.id, {})
            line.reached = row.get("reached", False)
            line.ordered = bool(row.get("first_at"))
            line.revenue = row.get("revenue", 0.0)

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, {"list_id"})
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        drawn = self.filtered("arm")
        if drawn:
            raise UserError(retention.drawn(drawn[0].list_id))

    def _before_merge(self, sources, target):
        """Let merged customers be in a list once, and in one running list.

        The draw of the contact who stays is kept to, else the first one.
        """
        people = target | sources
        lines = self.search([("partner_id", "in", people.ids)])
        lines = lines.sorted(lambda line: (line.partner_id != target, line.id))
        double = self.browse()
        for same in lines.grouped("list_id").values():
            double |= same[1:]
        kept = lines - double
        for running in kept.filtered("is_running").grouped("company_id").values():
            running[1:].write({"is_running": False})
        self.env.flush_all()
        # Odoo's merge would delete all lines of the others; unlink() keeps each draw
        query = SQL(
            "DELETE FROM o2c_retention_line WHERE id = ANY(%s) RETURNING id", double.ids
        )
        self.env.execute_query(query)
        double.invalidate_recordset(flush=False)
