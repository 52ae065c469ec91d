from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from .. import explain
from ..domain import promise as rules
from ..models.o2c_payment_plan import EVERY, MOST, days
from ..models.o2c_promise_judge import decimal

DAYS_AHEAD = 7


class O2cPromiseMake(models.TransientModel):
    """Take a promise, or a plan of several, while the customer is on the phone."""

    _name = "o2c.promise.make"
    _description = "Promise to pay"

    account_id = fields.Many2one("o2c.credit.account", required=True)
    partner_id = fields.Many2one(related="account_id.partner_id")
    company_id = fields.Many2one(related="account_id.company_id")
    currency_ids = fields.Many2many(
        "res.currency", string="Currencies", compute="_compute_currency_ids"
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', currency_ids)]",
    )
    line_ids = fields.Many2many(
        "account.move.line",
        "o2c_promise_make_line_rel",
        string="Items",
        domain="[('partner_id', 'child_of', partner_id),"
        " ('company_id', 'child_of', company_id), ('parent_state', '=', 'posted'),"
        " ('reconciled', '=', False), ('amount_residual', '>', 0),"
        " ('account_id.account_type', '=', 'asset_receivable'),"
        " ('currency_id', '=', currency_id)]",
        help="Empty: the oldest open ones.",
    )
    free = fields.Monetary(
        "Open, not promised",
        compute="_compute_free",
        help="What may be promised of these items.",
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )
    date = fields.Date(
        "Until",
        required=True,
        default=lambda self: fields.Date.add(
            self.env.company._o2c_credit_today(), days=DAYS_AHEAD
        ),
    )
    count = fields.Integer("Instalments", default=1)
    every = fields.Selection(EVERY, default="month", required=True)
    schedule = fields.Html(compute="_compute_schedule")
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    person_id = fields.Many2one(
        "res.partner",
        "Who promised",
        compute="_compute_person_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'child_of', partner_id)]",
    )
    note = fields.Text()

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        context = self.env.context
        if context.get("active_model") == "account.move" and not values.get(
            "account_id"
        ):
            values |= self._defaults_of(context.get("active_ids") or [])
        return values

    @api.model
    def _defaults_of(self, ids):
        """Account, currency and items of these invoices."""
        moves = self.env["account.move"].browse(ids).exists()
        Account = self.env["o2c.credit.account"]
        lines = Account._receivable(moves).filtered(lambda m: not m.reconciled)
        if not lines:
            return {}
        pair = (lines[0].partner_id, lines[0].company_id)
        account = Account._of([pair])[pair]
        own = account.sudo(False)._own_receivables(lines[0].currency_id)
        return {
            "account_id": account.id,
            "currency_id": lines[0].currency_id.id,
            "line_ids": [Command.set((lines & own).ids)],
        }

    @api.depends("account_id")
    def _compute_currency_ids(self):
        for wizard in self:
            account = wizard.account_id._origin
            own = account._own_receivables() if account else None
            wizard.currency_ids = own.currency_id if own else False

    @api.depends("account_id")
    def _compute_currency_id(self):
        for wizard in self:
            known = wizard.currency_ids._origin
            preferred = wizard.account_id.currency_id
            usual = preferred if preferred in known or not known else known[:1]
            wizard.currency_id = wizard.currency_id or usual

    @api.depends("account_id")
    def _compute_person_id(self):
        for wizard in self:
            wizard.person_id = wizard.person_id or wizard.account_id.payer_contact_id

    @api.depends("account_id", "currency_id", "line_ids")
    def _compute_free(self):
        for wizard in self:
            free = wizard._free()
            wizard.free = float(sum(free.values()))

    def _free(self):
        account, currency = self.account_id._origin, self.currency_id._origin
        if not (account and currency):
            return {}
        return account._promisable(currency, self.line_ids._origin)

    @api.depends("account_id", "currency_id", "line_ids")
    def _compute_amount(self):
        """What is overdue of it, or all of it when nothing is."""
        for wizard in self:
            free = wizard._free()
            company = wizard.account_id._origin.company_id
            today = company and company._o2c_credit_today()
            due = [
                amount
                for line, amount in free.items()
                if wizard.line_ids or (line.date_maturity or line.date) < today
            ]
            wizard.amount = float(sum(due or free.values()))

    @api.depends("amount", "date", "count", "every", "currency_id")
    def _compute_schedule(self):
        for wizard in self:
            parts = []
            if 1 < wizard.count <= MOST and wizard.date and wizard.amount > 0:
                unit = decimal(wizard.currency_id.rounding)
                steps = days(wizard.date, wizard.count, wizard.every)
                parts = rules.instalments(decimal(wizard.amount), steps, unit)
            wizard.schedule = explain.promise.schedule(
                self.env, wizard.currency_id, parts
            )

    def action_make(self):
        """Enter the promise, or the plan when there are several instalments."""
        self.ensure_one()
        options = {
            "currency": self.currency_id,
            "channel": self.channel,
            "person": self.person_id,
            "note": self.note,
        }
        if self.count <= 1:
            return self._close(
                self.account_id._promise(
                    self.amount, self.date, self.line_ids or None, **options
                )
            )
        return self._close(
            self.account_id._payment_plan(
                self.amount,
                self.date,
                self.count,
                self.every,
                lines=self.line_ids or None,
                **options,
            )
        )

    def _close(self, record):
        # a plan that waits for a manager is shown, everything else goes on
        if record._name == "o2c.payment.plan" and record.state == "asked":
            return record.get_formview_action()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": record.display_name,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
