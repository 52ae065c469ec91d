from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from .. import explain
from ..domain import promise as rules
from .o2c_credit_account import MANAGER
from .o2c_promise_judge import COLLECTOR, decimal

STATES = [
    ("asked", "Asked for"),
    ("open", "Agreed"),
    ("kept", "Kept"),
    ("broken", "Broken"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
]
EVERY = [("week", "Week"), ("fortnight", "Two weeks"), ("month", "Month")]
STEPS = {"week": {"days": 7}, "fortnight": {"days": 14}, "month": {"months": 1}}
MOST = 24


class O2cPaymentPlan(models.Model):
    """Open items paid in instalments; each instalment is a promise.

    A plan that the customer asks for promises nothing before it is agreed to. One
    instalment that is not kept breaks it: what is left is asked for again. Written by
    its own methods alone.
    """

    _name = "o2c.payment.plan"
    _description = "Payment plan"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _mail_post_access = "read"

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
    person_id = fields.Many2one("res.partner", "Who asked")
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(required=True)
    count = fields.Integer("Instalments", required=True, default=3)
    first_date = fields.Date("First until", required=True)
    every = fields.Selection(EVERY, required=True, default="month")
    line_ids = fields.Many2many(
        "account.move.line",
        "o2c_payment_plan_line_rel",
        string="Items",
        help="Empty: the oldest open items.",
    )
    promise_ids = fields.One2many("o2c.promise", "plan_id", "Kept by promises")
    state = fields.Selection(
        STATES, required=True, default="asked", index=True, tracking=True
    )
    paid = fields.Monetary(compute="_compute_paid")
    missing = fields.Monetary("Still to come", compute="_compute_paid")
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    note = fields.Text()
    requested_by_id = fields.Many2one(
        "res.users", "Asked for by", required=True, default=lambda self: self.env.uid
    )
    decided_by_id = fields.Many2one("res.users", "Decided by")
    decided_on = fields.Date("Decided on")
    decision_note = fields.Text("Why")
    contact_id = fields.Many2one("o2c.contact", ondelete="restrict")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    schedule = fields.Html("In parts", compute="_compute_schedule")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A plan is about more than nothing."
    )
    _some = models.Constraint(
        "CHECK (count BETWEEN 1 AND 24)", "A plan has 1 to 24 instalments."
    )

    @api.depends("promise_ids.paid")
    def _compute_paid(self):
        for plan in self:
            plan.paid = sum(plan.promise_ids.mapped("paid"))
            live = plan.promise_ids.filtered(lambda p: p.state == "open")
            plan.missing = sum(live.mapped("missing"))

    @api.depends("amount", "first_date", "count", "every")
    def _compute_schedule(self):
        for plan in self:
            plan.schedule = explain.promise.schedule(
                self.env, plan.currency_id, plan._schedule()
            )

    @api.depends_context("uid")
    @api.depends("state", "first_date", "count", "every", "requested_by_id")
    def _compute_can_decide(self):
        for plan in self:
            asked = plan.state == "asked"
            plan.can_decide = asked and not plan._objection()

    @api.depends("partner_id", "amount", "count")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = explain.promise.plan_name(plan)

    # ------------------------------------------------------------- its dates
    def _days(self):
        """The days of the instalments."""
        return days(self.first_date, self.count, self.every)

    def _schedule(self):
        """[(day, amount)] of the instalments."""
        unit = decimal(self.currency_id.rounding)
        return rules.instalments(decimal(self.amount), self._days(), unit)

    # ------------------------------------------------------------- deciding
    def _objection(self):
        """Why the present user may not agree to this plan, None when he may."""
        if self.env.su:
            return None
        if not self.env.user.has_group(COLLECTOR):
            return explain.promise.only_collectors(self.env)
        manager = self.env.user.has_group(MANAGER)
        today = self.company_id._o2c_credit_today()
        bound = fields.Date.add(today, days=self.company_id.o2c_plan_max_days)
        beyond = bool(self.first_date) and self._days()[-1] > bound
        if beyond and not manager:
            return explain.promise.plan_needs_manager(self.env, bound)
        if beyond and self.requested_by_id == self.env.user:
            return explain.promise.plan_not_ones_own(self.env)
        return None

    def action_agree(self):
        """Make the instalments promises.

        :raise AccessError: too long for this user, or his own request
        :raise UserError: decided already, or more than is open
        """
        self._check_waiting()
        for plan in self:
            if objection := plan._objection():
                raise AccessError(objection)
            plan.sudo()._agree()  # who may agree was checked, nobody may write

    def _agree(self):
        self._decide("open")
        account = self.account_id
        for number, (day, amount) in enumerate(self._schedule(), start=1):
            promise = account._promise(
                amount,
                day,
                self.line_ids or None,
                currency=self.currency_id,
                channel=self.channel,
                person=self.person_id,
                contact=self.contact_id,
                bounded=False,
            )
            # an instalment is the plan's from the moment it is made
            promise.write({"plan_id": self.id, "number": number})

    def action_refuse(self, note=""):
        """Leave it as it is; the customer reads ``note`` in the portal."""
        self._check_waiting()
        if not (self.env.su or self.env.user.has_group(COLLECTOR)):
            raise AccessError(explain.promise.only_collectors(self.env))
        self.sudo()._decide("refused", note)  # nobody may write plans

    def _check_waiting(self):
        self.check_access("read")
        if any(plan.state != "asked" for plan in self):
            raise UserError(explain.promise.plan_stands(self.env))

    def _decide(self, state, note=""):
        self.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
                "decision_note": note,
            }
        )

    def _refresh_state(self):
        """Let the plan stand as its instalments do."""
        for plan in self.filtered("promise_ids"):
            state = rules.plan_state(plan.promise_ids.mapped("state")).value
            if plan.state != state:
                plan.state = state

    def action_open_account(self):
        """Open the customer."""
        self.ensure_one()
        return self.account_id.get_formview_action()


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def _payment_plan(self, amount, first_date, count, every="month", **options):
        """Ask for a payment plan, and agree to it at once where the user may.

        :param amount: in the currency of the items; ``count`` equal instalments, the
            first until ``first_date``, then one ``every`` week, fortnight or month
        :param options: ``lines``, ``currency``, ``channel``, ``person``, ``note`` as
            in :meth:`_promise`; ``agree`` False: somebody else decides
        :return: the plan, ``open`` or ``asked``
        """
        self.ensure_one()
        self._check_promiser()
        lines = self._receivable(options.get("lines"))
        currency = self._promise_currency(lines, options)
        amount = currency.round(float(amount))
        self._check_plan(amount, first_date, lines, currency)
        account = self.sudo()  # nobody may create plans but by this method
        plan = account.env["o2c.payment.plan"].create(
            {
                "account_id": self.id,
                "currency_id": currency.id,
                "amount": amount,
                "count": min(max(int(count), 1), MOST),
                "first_date": first_date,
                "every": every if every in STEPS else "month",
                "line_ids": [Command.set(lines.ids)],
                "channel": options.get("channel") or "phone",
                "person_id": (options.get("person") or self.payer_contact_id).id,
                "note": options.get("note") or False,
                "requested_by_id": self.env.uid,
                "contact_id": account._log_plan(amount, count, currency, options).id,
            }
        )
        plan = plan.sudo(self.env.su)  # with the rights of the caller again
        if options.get("agree", True) and not plan._objection():
            plan.action_agree()
        return plan

    def _check_plan(self, amount, first_date, lines, currency):
        today = self.company_id._o2c_credit_today()
        asked = rules.Asked(
            amount=decimal(amount),
            day=first_date,
            free=self._promisable(currency, lines),
            furthest=fields.Date.add(today, days=self.company_id.o2c_plan_max_days),
            foreign=bool(lines) and not lines <= self._own_receivables(),
            currencies=len(lines.currency_id) if lines else 1,
        )
        self._refuse_unless(rules.check(asked, today), currency)

    def _log_plan(self, amount, count, currency, options):
        lines = self._receivable(options.get("lines"))
        return self.env["o2c.contact"]._log(
            options.get("person") or self.payer_contact_id or self.partner_id,
            lines.move_id,
            company_id=self.company_id.id,
            channel=options.get("channel") or "phone",
            purpose="collection",
            direction="in",
            summary=explain.promise.contact_plan(self.env, currency, amount, count),
            details=options.get("note") or False,
        )


def days(first, count, every):
    """The days of ``count`` instalments from ``first`` on."""
    step = STEPS[every]
    return [
        fields.Date.add(first, **{unit: number * n for unit, n in step.items()})
        for number in range(count)
    ]
