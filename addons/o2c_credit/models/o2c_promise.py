from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from .. import explain
from ..domain.promise import MATURED, State

STATES = [
    (State.OPEN.value, "Open"),
    (State.KEPT.value, "Kept"),
    (State.PARTLY.value, "Partly kept"),
    (State.BROKEN.value, "Broken"),
    (State.WITHDRAWN.value, "Withdrawn"),
]
ENDS = [
    ("customer", "The customer took it back"),
    ("replaced", "Replaced by another one"),
    ("error", "Entered by mistake"),
    ("settled", "Nothing was left to be paid"),
    ("plan", "The payment plan was broken"),
]
# what only the matching of payments decides, and may decide anew
BY_FACTS = ("settled", "plan")
RATES = {
    "kept_rate": ("kept_count", "matured_count"),
    "kept_amount_rate": ("kept_amount", "matured_amount"),
}


class O2cPromise(models.Model):
    """What a customer promised to pay until a day, and whether he did.

    Written by its own methods alone (``o2c_promise_judge.py`` and
    ``o2c.credit.account._promise``); nobody has the right to create, change or delete
    one. A promise that was broken stays.
    """

    _name = "o2c.promise"
    _description = "Promise to pay"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _mail_post_access = "read"
    _rec_names_search = ["partner_id.name", "note"]

    account_id = fields.Many2one(
        "o2c.credit.account",
        "Credit account",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="account_id.partner_id",
        string="Customer",
        store=True,
        index=True,
        precompute=True,
    )
    person_id = fields.Many2one("res.partner", "Who promised")
    currency_id = fields.Many2one("res.currency", required=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    amount = fields.Monetary("Promised", required=True)
    amount_company = fields.Monetary(
        "Promised (company currency)",
        currency_field="company_currency_id",
        help="Converted once, at the rate of the day it was made.",
    )
    made_on = fields.Date("Made on", required=True)
    date = fields.Date("Pays until", required=True, index=True)
    tolerance_days = fields.Integer(
        help="A payment may come so many days later and still keep the promise."
    )
    last_day = fields.Date(
        "Last day",
        compute="_compute_last_day",
        store=True,
        precompute=True,
        help="The last day on which a payment keeps the promise.",
    )
    line_ids = fields.One2many("o2c.promise.line", "promise_id", "Items")
    state = fields.Selection(
        STATES, required=True, default=State.OPEN.value, index=True, tracking=True
    )
    due = fields.Monetary(
        "To be paid", help="What was promised less what credit notes took off since."
    )
    paid = fields.Monetary(help="What came in time, matched with the items.")
    missing = fields.Monetary(compute="_compute_missing", store=True)
    kept_on = fields.Date("Kept on", help="When the last of the money came.")
    broken_on = fields.Date(
        "Judged broken on",
        index="btree_not_null",
        help="Stays for ever, whatever is paid afterwards.",
    )
    ended_on = fields.Date("Ended on")
    end_reason = fields.Selection(ENDS, "Why it ended", tracking=True)
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    user_id = fields.Many2one("res.users", "Collector", index="btree_not_null")
    contact_id = fields.Many2one(
        "o2c.contact", index="btree_not_null", ondelete="restrict"
    )
    plan_id = fields.Many2one(
        "o2c.payment.plan", "Payment plan", index="btree_not_null", ondelete="restrict"
    )
    number = fields.Integer("Instalment", help="Its place in the payment plan.")
    note = fields.Text()
    days_left = fields.Integer(compute="_compute_days_left")
    text = fields.Char("How it stands", compute="_compute_text")

    matured_count = fields.Integer("Due", compute="_compute_counts", store=True)
    kept_count = fields.Integer("Kept", compute="_compute_counts", store=True)
    partly_count = fields.Integer("Partly kept", compute="_compute_counts", store=True)
    broken_count = fields.Integer("Broken", compute="_compute_counts", store=True)
    matured_amount = fields.Monetary(
        "Amount due",
        compute="_compute_counts",
        store=True,
        currency_field="company_currency_id",
    )
    kept_amount = fields.Monetary(
        compute="_compute_counts", store=True, currency_field="company_currency_id"
    )
    paid_company = fields.Monetary(
        "Paid in time (company currency)",
        compute="_compute_counts",
        store=True,
        currency_field="company_currency_id",
    )
    kept_rate = fields.Float(
        "Kept (%)",
        compute="_compute_counts",
        store=True,
        digits=(16, 1),
        aggregator="avg",
    )
    kept_amount_rate = fields.Float(
        "Kept by amount (%)",
        compute="_compute_counts",
        store=True,
        digits=(16, 1),
        aggregator="avg",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A promise is about more than nothing."
    )
    _tolerance_not_negative = models.Constraint(
        "CHECK (tolerance_days >= 0)", "A tolerance cannot be less than no day."
    )
    _open_index = models.Index("(account_id, last_day) WHERE state = 'open'")

    @api.depends("date", "tolerance_days")
    def _compute_last_day(self):
        for promise in self:
            last = promise.date
            promise.last_day = last and fields.Date.add(
                last, days=promise.tolerance_days
            )

    @api.depends("due", "paid", "state")
    def _compute_missing(self):
        for promise in self:
            ended = promise.state == State.WITHDRAWN.value
            promise.missing = 0.0 if ended else max(0.0, promise.due - promise.paid)

    @api.depends("state", "due", "paid", "amount", "amount_company")
    def _compute_counts(self):
        for promise in self:
            state = State(promise.state)
            matured, kept = state in MATURED, state is State.KEPT
            promise.matured_count = int(matured)
            promise.kept_count = int(kept)
            promise.partly_count = int(state is State.PARTLY)
            promise.broken_count = int(state is State.BROKEN)
            rate = promise.amount_company / promise.amount if promise.amount else 0
            due = promise.due * rate if matured else 0.0
            promise.matured_amount = due
            promise.kept_amount = due if kept else 0.0
            promise.paid_company = promise.paid * rate
            promise.kept_rate = promise.kept_amount_rate = 100.0 if kept else 0.0

    @api.depends("state", "last_day")
    def _compute_days_left(self):
        days = {c: c._o2c_credit_today() for c in self.company_id}
        for promise in self:
            left = promise.state == State.OPEN.value and promise.last_day
            today = days.get(promise.company_id)
            promise.days_left = (promise.last_day - today).days if left else 0

    @api.depends("state", "due", "paid", "kept_on", "broken_on", "end_reason")
    def _compute_text(self):
        for promise in self:
            promise.text = explain.promise.standing(promise)

    @api.depends("partner_id", "amount", "currency_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = explain.promise.name(promise)

    def _read_group_select(self, aggregate_spec, query):
        # a rate of a group is no mean of its rows: kept through due, both summed
        name, _colon, function = aggregate_spec.partition(":")
        if name not in RATES or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        part, whole = (
            self._field_to_sql(self._table, field, query) for field in RATES[name]
        )
        return SQL("100.0 * SUM(%s) / NULLIF(SUM(%s), 0)", part, whole)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(explain.promise.stands(self.env))

    # ------------------------------------------------------------- actions
    def action_withdraw(self):
        """Ask why, then end these promises."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End the promise"),
            "res_model": "o2c.promise.end",
            "view_mode": "form",
            "target": "new",
            "context": {"default_promise_ids": self.ids},
        }

    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        return self.account_id.get_formview_action()


class O2cPromiseLine(models.Model):
    """What a promise covers of one open item."""

    _name = "o2c.promise.line"
    _description = "Promised item"
    _order = "promise_id, id"

    promise_id = fields.Many2one(
        "o2c.promise", required=True, index=True, ondelete="cascade"
    )
    # an invoice that is set back to draft may lose its instalments
    line_id = fields.Many2one(
        "account.move.line", "Item", index="btree_not_null", ondelete="set null"
    )
    invoice_id = fields.Many2one("account.move", index=True, ondelete="restrict")
    due_date = fields.Date()
    company_id = fields.Many2one(related="promise_id.company_id", store=True)
    currency_id = fields.Many2one(related="promise_id.currency_id", store=True)
    amount = fields.Monetary("Promised", required=True)
    due = fields.Monetary("To be paid")
    paid = fields.Monetary()
    remaining = fields.Monetary(
        "Still promised", help="What the promise keeps out of reminders today."
    )
    free = fields.Monetary(help="Open and not promised when the promise was made.")
    paid_before = fields.Monetary(help="Matched already when the promise was made.")
    settled_before = fields.Monetary(
        help="Credited or matched already when the promise was made."
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A promise is about more than nothing."
    )
    _live_index = models.Index("(line_id, promise_id) WHERE remaining > 0")
    _once = models.Constraint(
        "UNIQUE (promise_id, line_id)", "A promise names an item once."
    )
