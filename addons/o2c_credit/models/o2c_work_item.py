"""The work list: one entry for each customer who owes, with what to do next."""

from odoo import api, fields, models

from .. import explain
from ..domain.work_list import Action
from .o2c_score import RISK_CLASSES

ACTIONS = [
    (Action.CALL.value, "Call"),
    (Action.EMAIL.value, "Write an e-mail"),
    (Action.MATCH.value, "Match payments"),
    (Action.DISPUTE.value, "Clear up the dispute"),
    (Action.ESCALATE.value, "Hand over to the credit manager"),
    (Action.CONTACT_DATA.value, "Find a phone number"),
    (Action.WAIT.value, "Wait"),
    (Action.NONE.value, "Nothing"),
]


class O2cWorkItem(models.Model):
    """What a collector does next about one customer, ranked.

    One per credit account; kept by code alone: see ``_refresh`` for the figures and
    ``o2c_work_item_claim.py`` for who works on it.
    """

    _name = "o2c.work.item"
    _description = "Work list entry"
    _order = "points desc, expected_value desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name"]

    account_id = fields.Many2one(
        "o2c.credit.account", "Credit account", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        "Works on it",
        index="btree_not_null",
        help="The collector of the customer, or who stands in for him today.",
    )
    collector_id = fields.Many2one(
        "res.users", help="Who looks after the customer.", index="btree_not_null"
    )
    state = fields.Selection(
        [("open", "To do"), ("waiting", "Waiting"), ("done", "Nothing to do")],
        required=True,
        default="open",
    )
    action = fields.Selection(ACTIONS, "Next best action", required=True)
    reason = fields.Json()
    reason_text = fields.Char("Why", compute="_compute_texts")
    wait_until = fields.Date()
    points = fields.Integer(aggregator="avg")
    contributions = fields.Json()
    expected_value = fields.Monetary(
        help="What a call brings that would not come by itself."
    )
    value_parts = fields.Json()
    value_text = fields.Char("Formula", compute="_compute_texts")
    overdue = fields.Monetary(help="Past due, neither contested nor promised.")
    open_amount = fields.Monetary("Open")
    held = fields.Monetary("Contested")
    promised = fields.Monetary()
    unmatched = fields.Monetary("Unmatched payments")
    item_count = fields.Integer("Overdue items")
    days = fields.Integer("Days overdue", aggregator="max")
    level = fields.Integer(aggregator="max")
    last_contact = fields.Date()
    phone_since = fields.Date("Phone step waits since")
    risk_class = fields.Selection(RISK_CLASSES, "Class")
    # who works on it right now
    claimed_by_id = fields.Many2one("res.users", index="btree_not_null")
    claimed_until = fields.Datetime()
    # put aside by a person
    snoozed_until = fields.Date()
    snoozed_on = fields.Date()
    snooze_note = fields.Char()
    refreshed_at = fields.Datetime("Facts of")

    _once = models.Constraint(
        "UNIQUE (account_id)", "This customer is on the work list already."
    )
    _rank_points = models.Index(
        "(company_id, user_id, points DESC, expected_value DESC, id)"
        " WHERE state = 'open'"
    )
    _rank_value = models.Index(
        "(company_id, user_id, expected_value DESC, points DESC, id)"
        " WHERE state = 'open'"
    )

    @api.depends_context("lang")
    @api.depends("reason", "value_parts", "expected_value")
    def _compute_texts(self):
        for item in self:
            currency = item.currency_id
            item.reason_text = explain.work.reason(self.env, currency, item.reason)
            item.value_text = explain.work.formula(
                self.env, currency, item.value_parts, item.expected_value
            )

    def action_work(self):
        """Open this customer in the work list."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "o2c_credit.work_list",
            "name": self.env._("Work List"),
            "params": {"item_id": self.id},
        }
