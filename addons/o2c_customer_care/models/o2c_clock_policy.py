from odoo import api, fields, models
from odoo.fields import Domain

from .. import explain
from ..domain import clock_policy as rules
from ..domain.clock import Measure
from ..domain.ticket import Kind
from .o2c_ticket import KINDS, PRIORITIES
from .res_partner_tier import TIERS


class O2cClockPolicy(models.Model):
    """What answer times are promised to which tickets."""

    _name = "o2c.clock.policy"
    _description = "Clock policy"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="The first policy that holds gives the times."
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    team_id = fields.Many2one(
        "o2c.ticket.team", index="btree_not_null", check_company=True
    )
    kind = fields.Selection(KINDS)
    reason_id = fields.Many2one(
        "o2c.ticket.reason", help="This reason or one below it.", check_company=True
    )
    priority = fields.Selection(PRIORITIES, "From priority", required=True, default="0")
    tier = fields.Selection(TIERS, "Service level")
    product_categ_id = fields.Many2one(
        "product.category",
        "Product category",
        help="This category or one below it.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index="btree_not_null",
        domain=[("parent_id", "=", False)],
        help="Times agreed with this customer.",
        check_company=True,
    )
    with_contract = fields.Boolean(
        "With a contract",
        help="Only customers with a signed contract or an active service.",
    )
    target_ids = fields.One2many("o2c.clock.target", "policy_id", "Times", copy=True)
    escalation_ids = fields.One2many(
        "o2c.clock.escalation", "policy_id", "Who is told", copy=True
    )
    conditions = fields.Char("For", compute="_compute_conditions")
    times = fields.Char("Within", compute="_compute_times")
    open_clock_count = fields.Integer(
        "Open clocks", compute="_compute_open_clock_count"
    )

    @api.depends(
        "team_id",
        "kind",
        "reason_id",
        "priority",
        "tier",
        "product_categ_id",
        "partner_id",
        "with_contract",
    )
    @api.depends_context("lang")
    def _compute_conditions(self):
        for policy in self:
            policy.conditions = explain.clock.conditions(policy)

    @api.depends("target_ids.measure", "target_ids.duration", "target_ids.unit")
    @api.depends_context("lang")
    def _compute_times(self):
        for policy in self:
            policy.times = ", ".join(
                explain.clock.target(target) for target in policy.target_ids
            )

    def _compute_open_clock_count(self):
        groups = self.env["o2c.ticket.clock"]._read_group(
            [("policy_id", "in", self.ids), ("is_open", "=", True)],
            ["policy_id"],
            ["__count"],
        )
        counts = dict(groups)
        for policy in self:
            policy.open_clock_count = counts.get(policy, 0)

    @api.model
    def _of_companies(self, companies):
        """``{company: its policies}`` in the order in which they count."""
        # times are promised whoever opens the ticket
        found = self.sudo().search([("company_id", "in", [False, *companies.ids])])
        return {
            company: found.filtered(
                lambda p, c=company: p.company_id in (c, c.browse())
            )
            for company in companies
        }

    def _rule(self):
        """The policy as the rule of choice knows it."""
        self.ensure_one()
        return rules.Policy(
            key=self.id,
            conditions=self._conditions(),
            targets=tuple((Measure(t.measure), t.id) for t in self.target_ids),
        )

    def _conditions(self):
        return rules.Conditions(
            team=self.team_id.id or None,
            kind=Kind(self.kind) if self.kind else None,
            reason=self.reason_id.id or None,
            priority=int(self.priority),
            tier=self.tier or None,
            category=self.product_categ_id.id or None,
            customer=self.partner_id.id or None,
            contract=self.with_contract,
        )

    # ------------------------------------------------------------- changes
    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._outdate()
        return policies

    def write(self, vals):
        self._outdate()  # whose tickets they were, and whose they become
        result = super().write(vals)
        if vals.keys() - {"name"}:
            self._outdate()
        return result

    def unlink(self):
        self._outdate()
        return super().unlink()

    def _outdate(self):
        """The open tickets of their companies choose their times anew."""
        domain = Domain.TRUE
        if all(policy.company_id for policy in self):
            domain = Domain("company_id", "in", self.company_id.ids)
        self.env["o2c.ticket"]._outdate_clocks(domain)

    def action_open_clocks(self):
        """Open the clocks that run after this policy."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket_clock"
        )
        return {**action, "domain": [("policy_id", "=", self.id)]}
