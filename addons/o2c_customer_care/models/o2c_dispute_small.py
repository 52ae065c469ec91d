from datetime import timedelta
from decimal import Decimal

from odoo import fields, models

from .. import explain
from ..domain import small_dispute
from ..domain.dispute import State
from .money import decimal
from .o2c_dispute import REASONS
from .res_partner_tier import TIERS

YEAR = timedelta(days=365)


class O2cDisputeAllowance(models.Model):
    """A rule of the company: what is contested up to here is accepted at once."""

    _name = "o2c.dispute.allowance"
    _description = "Rule for small disputes"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier = fields.Selection(
        TIERS, "Service level", help="Only customers of this level; empty: all."
    )
    reason = fields.Selection(
        REASONS, "Because of", help="Only disputes about this; empty: any reason."
    )
    limit_amount = fields.Monetary(
        "Accepted up to",
        required=True,
        tracking=True,
        help="Contested amount with taxes, in the currency of the company.",
    )
    max_share = fields.Float(
        "Of the invoice at most",
        tracking=True,
        help="No more than this part of the invoice. Nothing: no such condition.",
    )
    max_times = fields.Integer(
        "Times in a year",
        tracking=True,
        help="So often within 365 days for one customer. Nothing: no such condition.",
    )
    max_total = fields.Monetary(
        "In a year at most",
        tracking=True,
        help="So much within 365 days for one customer. Nothing: no such condition.",
    )
    dispute_ids = fields.One2many("o2c.dispute", "allowance_id", "Accepted by it")
    dispute_count = fields.Integer("Accepted", compute="_compute_dispute_count")

    _bounds = models.Constraint(
        "CHECK (limit_amount > 0 AND max_share >= 0 AND max_share <= 1"
        " AND max_times >= 0 AND max_total >= 0)",
        "A rule accepts something, and no more than all of an invoice.",
    )

    def _compute_dispute_count(self):
        # a leader sees how often his rule was used, whose tickets they are or not
        counts = dict(
            self.env["o2c.dispute"]
            .sudo()
            ._read_group(
                [("allowance_id", "in", self.ids), ("decided_by_id", "=", False)],
                ["allowance_id"],
                ["__count"],
            )
        )
        for rule in self:
            rule.dispute_count = counts.get(rule._origin, 0)

    def action_open_disputes(self):
        """Open what was accepted by this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_dispute"
        )
        domain = [("allowance_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    def _fact(self):
        return small_dispute.Allowance(
            key=self.id,
            limit=decimal(self.limit_amount),
            share=decimal(self.max_share) if self.max_share else None,
            times=self.max_times or None,
            total=decimal(self.max_total) if self.max_total else None,
            tiers=frozenset({self.tier} - {False}),
            reasons=frozenset({self.reason} - {False}),
        )


class O2cDispute(models.Model):
    _name = "o2c.dispute"
    _inherit = "o2c.dispute"

    def _judge_small(self):
        """Accept a new dispute at once where a rule of the company says so."""
        self.ensure_one()
        dispute = self.sudo()  # a rule decides here, whoever opened the dispute
        rules = dispute.env["o2c.dispute.allowance"].search(
            [("company_id", "=", dispute.company_id.id)]
        )
        if not rules:
            return
        key, decision = small_dispute.judge(
            dispute._small_facts(), [rule._fact() for rule in rules]
        )
        rule = rules.browse(key)
        dispute.allowance_note = explain.small_dispute.judged(dispute, rule, decision)
        if decision.ok:
            dispute.allowance_id = rule
            dispute._accept_by_rule(rule)

    def _accept_by_rule(self, rule):
        note = explain.small_dispute.accepted(self, rule)
        self._apply_decision(State.ACCEPTED, self.amount, note)
        self.decided_by_id = False  # nobody did, the rule did

    def _small_facts(self):
        earlier = self.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("allowance_id", "!=", False),
                ("opened_at", ">", self.opened_at - YEAR),
                ("id", "!=", self.id),
            ]
        )
        total = decimal(self.invoice_id.amount_total)
        return small_dispute.SmallFacts(
            value=decimal(self.amount_company),
            share=decimal(self.amount) / total if total else Decimal(1),
            reason=self.reason,
            tier=self.partner_id.o2c_care_tier,
            times=len(earlier),
            total=sum(map(decimal, earlier.mapped("amount_company")), Decimal()),
        )
