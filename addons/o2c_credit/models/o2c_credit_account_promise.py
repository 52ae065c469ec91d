"""Taking a promise to pay, and how a customer keeps his."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.hold import Phase

from .. import explain
from ..domain import promise as rules
from .o2c_credit_account import MANAGER
from .o2c_promise_judge import COLLECTOR, decimal
from .promise_facts import PROMISES_FLUSHED, promised_sql

SHOWN = f"{COLLECTOR},account.group_account_invoice"


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    promise_ids = fields.One2many("o2c.promise", "account_id", groups=SHOWN)
    promise_count = fields.Integer(
        "Promises", compute="_compute_promises", groups=SHOWN
    )
    promised_amount = fields.Monetary(
        "Promised", compute="_compute_promises", groups=SHOWN
    )
    promises_due = fields.Integer(compute="_compute_promises", groups=SHOWN)
    promises_kept = fields.Integer(compute="_compute_promises", groups=SHOWN)
    promises_partly = fields.Integer(compute="_compute_promises", groups=SHOWN)
    promises_broken = fields.Integer(compute="_compute_promises", groups=SHOWN)
    kept_rate = fields.Float(
        "Promises kept (%)",
        compute="_compute_promises",
        digits=(16, 1),
        groups=SHOWN,
        help="Of the promises whose last day is over, by number.",
    )
    kept_amount_rate = fields.Float(
        "Promises kept, by amount (%)",
        compute="_compute_promises",
        digits=(16, 1),
        groups=SHOWN,
        help="Of the promises whose last day is over, by amount.",
    )

    @api.depends("promise_ids.state")
    def _compute_promises(self):
        rows = self._promise_figures()
        for account in self:
            count, due, kept, partly, broken, amount, kept_amount, still = rows.get(
                account.id, (0,) * 8
            )
            account.promise_count = count
            account.promises_due, account.promises_kept = due, kept
            account.promises_partly, account.promises_broken = partly, broken
            account.kept_rate = rules.kept_rate(kept, due) or 0.0
            account.kept_amount_rate = rules.kept_rate(kept_amount, amount) or 0.0
            account.promised_amount = still

    def _promise_figures(self):
        """{account id: how many there are, due, kept, partly kept, broken, the
        amounts due and kept, what is promised still}, amounts in company currency."""
        names = "matured_count kept_count partly_count broken_count matured_amount"
        sums = [f"{name}:sum" for name in f"{names} kept_amount".split()]
        Promise = self.env["o2c.promise"]
        mine = [("account_id", "in", self.ids)]
        still = {}
        for promise in Promise.search([*mine, ("state", "=", "open")]):
            rate = promise.amount_company / promise.amount
            before = still.get(promise.account_id.id, 0.0)
            still[promise.account_id.id] = before + promise.missing * rate
        return {
            account.id: (*figures, still.get(account.id, 0.0))
            for account, *figures in Promise._read_group(
                mine, ["account_id"], ["__count", *sums]
            )
        }

    # ------------------------------------------------------------- promising
    def _promise(self, amount, date, lines=None, **options):
        """Take the customer's promise to pay ``amount`` until ``date``.

        :param amount: in the currency of the items, a float or Decimal
        :param lines: the receivable lines it is about, or their invoices; None: the
            oldest open ones that are neither held nor promised
        :param options: ``currency`` (when no lines are named; default: the
            company's), ``channel``, ``person`` (a contact of the customer), ``note``,
            ``tolerance`` (days), ``contact`` (an entry of the contact ledger; one is
            made otherwise), ``collector`` (a user); superuser only: ``made_on``,
            ``bounded`` False (somebody agreed to a day however far)
        :return: the promise
        :raise UserError: more than is open, another customer's items, a day too far
        :raise AccessError: neither a collector nor code that has checked the right
        """
        self.ensure_one()
        self._check_promiser()
        lines = self._receivable(lines)
        currency = self._promise_currency(lines, options)
        free = self._promisable(currency, lines)
        today = self._promise_day(options)
        asked = rules.Asked(
            amount=decimal(currency.round(float(amount))),
            day=date,
            free=free,
            furthest=self._furthest(today, options),
            foreign=bool(lines) and not lines <= self._own_receivables(),
            currencies=len(lines.currency_id) if lines else 1,
        )
        self._refuse_unless(rules.check(asked, today), currency)
        vals = self._prepare_promise_vals(asked, today, currency, options)
        return self._make_promise(vals, options)

    def _check_promiser(self):
        if self.env.su:
            return
        self.check_access("read")
        if not self.env.user.has_group(COLLECTOR):
            raise AccessError(explain.promise.only_collectors(self.env))

    def _refuse_unless(self, decision, currency):
        if not decision.ok:
            reasons = decision.reasons
            texts = [explain.promise.refused(self.env, currency, r) for r in reasons]
            raise UserError("\n".join(texts))

    def _furthest(self, today, options):
        """The last day that the present user may agree to; None: any."""
        if not self.env.su and self.env.user.has_group(MANAGER):
            return None
        if self.env.su and not options.get("bounded", True):
            return None
        days = self.company_id.sudo().o2c_promise_max_days  # everybody's bound
        return fields.Date.add(today, days=days)

    def _promise_day(self, options):
        made_on = options.get("made_on") if self.env.su else None
        return made_on or self.company_id._o2c_credit_today()

    @api.model
    def _receivable(self, records):
        """Receivable lines of lines or invoices; empty for None."""
        lines = self.env["account.move.line"]
        if not records:
            return lines
        if records._name == "account.move":
            records = records.line_ids
        return records.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))

    def _promise_currency(self, lines, options):
        return lines[:1].currency_id or options.get("currency") or self.currency_id

    def _own_receivables(self, currency=None):
        """The customer's open receivable lines, the oldest first."""
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "child_of", self.company_id.id),
            ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", "asset_receivable"),
            ("reconciled", "=", False),
            ("amount_residual", ">", 0),
        ]
        if currency:
            domain.append(("currency_id", "=", currency.id))
        lines = self.env["account.move.line"].sudo()  # of his own account only
        return lines.search(domain, order="date_maturity, id")

    def _promisable(self, currency, lines=None):
        """{receivable line: what may be promised of it}, the oldest first.

        What is promised already is not free. Of lines that were not named by the
        customer neither is what is held (contested).
        """
        own = self._own_receivables(currency)
        named = lines & own if lines else own
        promised = self._promised_of(named)
        held = {} if lines else self._held_of(named)
        free = {
            line: decimal(line.amount_residual_currency)
            - promised.get(line.id, Decimal())
            - held.get(line, Decimal())
            for line in named
        }
        return {line: amount for line, amount in free.items() if amount > 0}

    def _promised_of(self, lines):
        self._flush_for(PROMISES_FLUSHED)
        query = SQL(
            "SELECT line_id, amount::text FROM (%s) AS p WHERE line_id = ANY(%s)",
            promised_sql(fields.Datetime.now()),
            lines.ids,
        )
        rows = self.env.execute_query(query)
        return {line: Decimal(amount) for line, amount in rows}

    def _held_of(self, lines):
        """{line: what holds take out of collection}, in the currency of the line."""
        totals = {line: decimal(line.amount_residual) for line in lines}
        held = lines._o2c_held_amount(Phase.COLLECTION, totals)
        return {
            line: held[line]
            * decimal(line.amount_residual_currency)
            / decimal(line.amount_residual)
            for line in lines
            if held.get(line)
        }

    def _prepare_promise_vals(self, asked, today, currency, options):
        parts = rules.allocate(asked.amount, asked.free)
        company = self.company_id
        tolerance = options.get("tolerance")
        if tolerance is None:
            tolerance = company.sudo().o2c_promise_tolerance  # a setting for all
        amount = float(asked.amount)
        return {
            "account_id": self.id,
            "currency_id": currency.id,
            "amount": amount,
            "due": amount,
            "amount_company": currency._convert(
                amount, company.currency_id, company, today
            ),
            "made_on": today,
            "date": asked.day,
            "tolerance_days": tolerance,
            "channel": options.get("channel") or "phone",
            "person_id": (options.get("person") or self.payer_contact_id).id,
            "user_id": self._promise_collector(options).id,
            "note": options.get("note") or False,
            "line_ids": [
                Command.create(self._prepare_item_vals(line, part, asked.free, today))
                for line, part in parts.items()
            ],
        }

    def _promise_collector(self, options):
        user = options.get("collector") or self.env["res.users"]
        if not user and not self.env.su and not self.env.user.share:
            user = self.env.user
        return user or self.collector_id

    def _prepare_item_vals(self, line, part, free, today):
        settled = self.env["o2c.promise"]._settlements(line)[line.id]
        money = sum(s.amount for s in settled if s.money and s.day >= today)
        return {
            "line_id": line.id,
            "invoice_id": line.move_id.id,
            "due_date": line.date_maturity or line.date,
            "amount": float(part),
            "due": float(part),
            "remaining": float(part),
            "free": float(free[line]),
            "paid_before": float(money),
            "settled_before": float(sum(s.amount for s in settled) - money),
        }

    def _make_promise(self, vals, options):
        account = self.sudo()  # nobody may create promises but by this method
        contact = options.get("contact") or account._log_promise(vals, options)
        promise = account.env["o2c.promise"].create({**vals, "contact_id": contact.id})
        account._message_log(
            body=explain.promise.log_made(promise),
            author_id=self.env.user.partner_id.id,
        )
        return promise.sudo(self.env.su)  # with the rights of the caller again

    def _log_promise(self, vals, options):
        """Enter into the contact ledger that the customer promised."""
        ids = [command[2]["invoice_id"] for command in vals["line_ids"]]
        currency = self.env["res.currency"].browse(vals["currency_id"])
        return self.env["o2c.contact"]._log(
            options.get("person") or self.payer_contact_id or self.partner_id,
            self.env["account.move"].browse(dict.fromkeys(ids)),
            company_id=self.company_id.id,
            channel=vals["channel"],
            purpose="collection",
            direction="in",
            summary=explain.promise.contact(
                self.env, currency, vals["amount"], vals["date"]
            ),
            details=vals["note"],
        )

    def action_promises(self):
        """Open the promises of this customer."""
        return self._open_own("o2c_credit.action_promise")

    def action_promise(self):
        """Ask for a promise of this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to pay"),
            "res_model": "o2c.promise.make",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }
