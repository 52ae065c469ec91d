"""The hold queue: what people see of an order that waits, and who decides about it."""

from datetime import timedelta
from decimal import Decimal

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..domain import tier as tiers
from ..domain.condition import has_lapsed
from .o2c_credit_rule import KINDS

# what is noted on an open hold while people deal with it
FOLLOWUP = {
    "credit_since",
    "credit_state",
    "credit_review_date",
    "credit_reason_id",
    "credit_deposit",
    "credit_valid_until",
    "credit_up_to",
    "credit_decision_note",
    "credit_decided_by_id",
    "credit_decided_at",
    "credit_deposit_mark",
    "credit_responsible_id",
    "credit_activity_id",
    "credit_escalated_for",
}


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    credit_state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("second", "Second approval"),
            ("condition", "On condition"),
            ("rejected", "Rejected"),
            ("released", "Released"),
            ("gone", "Ended by itself"),
        ],
        "Decision",
        index="btree_not_null",
    )
    credit_kind = fields.Selection(KINDS, "Cause", help="The first rule that stops it.")
    credit_class = fields.Selection(related="credit_account_id.risk_class")
    credit_since = fields.Datetime(
        "Waiting since", help="When the order was first stopped for credit."
    )
    credit_age_days = fields.Integer("Waiting days", compute="_compute_credit_age_days")
    credit_review_date = fields.Date(
        "Review", index="btree_not_null", help="When somebody must look at it again."
    )
    credit_tier_id = fields.Many2one(
        "o2c.credit.tier",
        "Tier needed",
        compute="_compute_credit_tier_id",
        compute_sudo=True,
        store=True,
        ondelete="set null",
    )
    credit_in_my_tier = fields.Boolean(
        "I may decide",
        compute="_compute_credit_in_my_tier",
        search="_search_credit_in_my_tier",
    )
    credit_responsible_id = fields.Many2one(
        "res.users", "Responsible", index="btree_not_null"
    )
    credit_activity_id = fields.Many2one("mail.activity", ondelete="set null")
    credit_escalated_for = fields.Date("Escalated for the review of")
    credit_reason_id = fields.Many2one(
        "o2c.credit.release.reason", "Reason of the decision", ondelete="restrict"
    )
    credit_decision_note = fields.Text("Words of the decision")
    credit_decided_by_id = fields.Many2one("res.users", "Decided by")
    credit_decided_at = fields.Datetime("Decided on")
    credit_deposit = fields.Monetary(
        "Deposit first", help="The order goes on when so much was received."
    )
    credit_valid_until = fields.Date(
        "Counts until", help="Last day on which the approval counts."
    )
    credit_up_to = fields.Monetary(
        "Up to",
        currency_field="credit_document_currency_id",
        help="The order may grow to this amount.",
    )
    # younger entries of the ledger may be the deposit
    credit_deposit_mark = fields.Integer(groups=fields.NO_ACCESS)
    credit_condition_text = fields.Char(
        "Condition", compute="_compute_credit_condition_text"
    )
    credit_proposal = fields.Char(
        "What would make it pass", compute="_compute_credit_proposal"
    )
    can_reopen = fields.Boolean(compute="_compute_can_release")

    @api.model
    def _followup_fields(self):
        return super()._followup_fields() | FOLLOWUP

    def _prepare_queue_vals(self, order):
        """What a new hold begins with; one that follows another goes on from it."""
        # the hold before, whoever may read it
        before = self.sudo().search(
            [*self._credit_open_domain(), ("order_id", "=", order.id)], limit=1
        )
        days = order.company_id.root_id.o2c_credit_review_days
        return {
            "credit_state": "waiting",
            "credit_since": before.credit_since or fields.Datetime.now(),
            "credit_review_date": before.credit_review_date
            or self._credit_today(order.company_id) + timedelta(days=days),
            "credit_responsible_id": before.credit_responsible_id.id,
        }

    # ------------------------------------------------------------- what is shown
    @api.depends("credit_since", "date_from", "state")
    def _compute_credit_age_days(self):
        now = fields.Datetime.now()
        for hold in self:
            until = min(hold.date_to or now, now)
            hold.credit_age_days = (until - (hold.credit_since or hold.date_from)).days

    @api.depends("credit_excess", "credit_order_amount", "company_id")
    def _compute_credit_tier_id(self):
        known = self.env["o2c.credit.tier"]._of_companies(self.company_id)
        credit = self._credit_holds()
        (self - credit).credit_tier_id = False
        for hold in credit:
            rules = known[hold.company_id.root_id]
            found = tiers.needed(rules, hold._credit_case())
            hold.credit_tier_id = found.id if found else False

    @api.depends_context("uid")
    @api.depends("credit_excess", "credit_order_amount", "company_id")
    def _compute_credit_in_my_tier(self):
        known = self.env["o2c.credit.tier"]._of_companies(self.company_id)
        for hold in self:
            rules = known[hold.company_id.root_id]
            decision = tiers.may_decide(rules, hold._credit_case(), self.env.uid)
            hold.credit_in_my_tier = decision.ok

    @api.model
    def _search_credit_in_my_tier(self, operator, value):
        if operator != "in":
            return NotImplemented
        cases = self._credit_waiting_cases()
        roots = self.env["res.company"].browse(
            {company for company, _c in cases.values()}
        )
        rules = self.env["o2c.credit.tier"]._of_companies(roots)
        of_company = {root.id: rules[root] for root in roots}
        ids = [
            hold
            for hold, (company, case) in cases.items()
            if tiers.may_decide(of_company[company], case, self.env.uid).ok
            == (True in value)
        ]
        return [("id", "in", ids)]

    @api.model
    def _credit_waiting_cases(self):
        """{id: (root company id, Case)} of all holds in the queue; two queries."""
        names = (
            "id",
            "company_id",
            "credit_excess",
            "credit_order_amount",
            "credit_state",
            "credit_decided_by_id",
        )
        self.flush_model()
        query = self._search(self._credit_open_domain())
        columns = [SQL.identifier(self._table, name) for name in names]
        rows = self.env.execute_query(query.select(*columns))
        companies = self.env["res.company"].browse({row[1] for row in rows})
        roots = {company.id: company.root_id.id for company in companies}
        return {
            hold: (
                roots[company],
                tiers.Case(
                    excess=Decimal(str(excess or 0)),
                    order=Decimal(str(amount or 0)),
                    first=first if state == "second" else None,
                ),
            )
            for hold, company, excess, amount, state, first in rows
        }

    @api.depends_context("uid")
    @api.depends("state", "reason_id", "requested_by_id", "credit_state")
    def _compute_can_release(self):
        result = super()._compute_can_release()
        self.can_reopen = False
        known = self.env["o2c.credit.tier"]._of_companies(self.company_id)
        for hold in self._credit_holds().filtered("can_release"):
            rules = known[hold.company_id.root_id]
            rejected = hold.credit_state == "rejected"
            hold.can_reopen = rejected
            decision = tiers.may_decide(rules, hold._credit_case(), self.env.uid)
            hold.can_release = decision.ok and not rejected
        return result

    @api.depends("credit_deposit", "credit_valid_until", "credit_up_to")
    @api.depends_context("lang")
    def _compute_credit_condition_text(self):
        for hold in self:
            hold.credit_condition_text = explain.queue.conditions(hold)

    @api.depends_context("lang")
    @api.depends("credit_excess", "credit_state", "state")
    def _compute_credit_proposal(self):
        waiting = self._credit_holds().filtered(
            lambda h: h.state == "open" and h.credit_state != "rejected"
        )
        (self - waiting).credit_proposal = False
        texts = waiting._credit_proposals()
        for hold in waiting:
            hold.credit_proposal = texts.get(hold, False)

    def _credit_proposals(self):
        """Hook. What would make these orders pass: {hold: text}, no query per hold.

        Without anything better: so much money first.
        """
        return {
            hold: explain.queue.deposit_proposal(hold)
            for hold in self
            if hold.credit_excess > 0
        }

    # ------------------------------------------------------------- facts
    def _credit_case(self, excess=None):
        """This hold as facts for the tiers; ``excess`` when it is more by now."""
        self.ensure_one()
        first = self.credit_decided_by_id if self.credit_state == "second" else None
        return tiers.Case(
            excess=max(Decimal(str(self.credit_excess)), excess or Decimal(0)),
            order=Decimal(str(self.credit_order_amount)),
            first=first.id if first else None,
        )

    @api.model
    def _credit_today(self, company):
        """The day it is for people of ``company``."""
        # where the company is
        zone = pytz.timezone(company.partner_id.sudo().tz or "UTC")
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(zone).date()

    def _has_lapsed(self):
        """Whether the day until which the approval counts is over."""
        today = self._credit_today(self.company_id)
        return has_lapsed(self.credit_valid_until or None, today)
