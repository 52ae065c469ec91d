"""What a customer does in the portal: pay, promise, ask for instalments, contest.

Portal users have no right to credit accounts. Everything here begins with
``_portal_debtors``, the accounts of the user's own customer, and takes ids of items
only through ``_portal_lines``, which knows none but theirs.
"""

import secrets
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, email_normalize

from .. import explain
from ..domain import due_calendar
from ..domain.due_calendar import Entry
from ..domain.promise import State

SHOWN_DAYS = 365
TOKEN_BYTES = 24
LARGEST_ID = 2**31 - 1


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    calendar_token = fields.Char(
        copy=False,
        groups="base.group_system",
        help="The secret in the address of the calendar of due dates.",
    )

    # ------------------------------------------------------------- whose
    @api.model
    def _portal_debtors(self):
        """The accounts of the user's own customer, one for each company he owes."""
        accounts = self.sudo()  # his own; internal users have other screens
        user = self.env.user
        if not user.share or user._is_public():
            return accounts
        customer = user.partner_id.commercial_partner_id
        known = accounts.search([("partner_id", "=", customer.id)])
        lines = self.env["account.move.line"].sudo()  # his own as well
        owed = lines._read_group(
            [
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"),
                ("reconciled", "=", False),
            ],
            ["company_id"],
        )
        missing = {company.root_id for (company,) in owed} - set(known.company_id)
        made = self._of([(customer, company) for company in missing])
        return known.union(*made.values())

    @api.model
    def _portal_owes(self):
        """Whether the portal shows the user a statement; writes nothing."""
        user = self.env.user
        if not user.share or user._is_public():
            return False
        customer = user.partner_id.commercial_partner_id
        lines = self.env["account.move.line"].sudo()  # whether there are any of his
        mine = [
            ("partner_id.commercial_partner_id", "=", customer.id),
            ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", "asset_receivable"),
        ]
        return bool(lines.search_count(mine, limit=1))

    @api.model
    def _portal_debtor(self, company_id):
        """The user's own account with this company; empty when there is none."""
        accounts = self._portal_debtors()
        return accounts.filtered(lambda a: a.company_id.id == company_id)

    def _portal_lines(self, ids):
        """The own open items with these ids.

        :raise UserError: one of them is not his, or not open
        """
        self.ensure_one()
        own = self._own_receivables()
        if not ids or not set(ids) <= set(own.ids):
            raise UserError(explain.self_service.not_yours(self.env))
        return own.filtered(lambda line: line.id in ids)

    # ------------------------------------------------------------- reading
    def _portal_statement(self):
        """What the page shows of this account: a dict of texts."""
        today = self.company_id._o2c_credit_today()
        lang = self.env.context.get("lang") or self.env.user.lang
        values = self._statement_values(today, lang=lang)
        contact = self._statement_contact()
        moves = self._own_receivables().move_id
        return {
            "account": self,
            "invoices": moves.filtered(lambda m: m.move_type == "out_invoice").ids,
            "company": self.company_id,
            "statement": values,
            "promises": self._portal_promises(),
            "plans": self._portal_plans(),
            "contact": contact,
            "calendar": self._portal_calendar_url(),
            "today": today,
            "may_promise": self.company_id.o2c_portal_promises,
        }

    def _portal_promises(self):
        since = self.company_id._o2c_credit_today() - timedelta(days=SHOWN_DAYS)
        domain = [("account_id", "=", self.id), ("made_on", ">=", since)]
        found = self.env["o2c.promise"].search(domain, limit=20)
        return [explain.self_service.promise(promise) for promise in found]

    def _portal_plans(self):
        domain = [("account_id", "=", self.id), ("state", "in", ("asked", "refused"))]
        return self.env["o2c.payment.plan"].search(domain, limit=5)

    # ------------------------------------------------------------- paying
    def _portal_payable(self, lines):
        """{line: what he is asked to pay of it}: not what is contested."""
        held = self._held_of(lines)
        amounts = {
            line: Decimal(str(line.amount_residual_currency)) - held.get(line, 0)
            for line in lines
            if line.move_id._has_to_be_paid()
        }
        return {line: amount for line, amount in amounts.items() if amount > 0}

    def _portal_overdue(self, currency_id):
        """The own items past their due date in one currency."""
        today = self.company_id._o2c_credit_today()
        return self._own_receivables().filtered(
            lambda line: (
                line.currency_id.id == currency_id
                and (line.date_maturity or line.date) < today
            )
        )

    def _portal_payment(self, ids):
        """What a payment of these items is: company, currency, invoices and amount.

        :raise UserError: not his items, of two currencies or companies, or nothing
        """
        lines = self._portal_lines(ids)
        amounts = self._portal_payable(lines)
        if len(lines.currency_id) > 1 or len(lines.company_id) > 1:
            raise UserError(explain.self_service.one_at_a_time(self.env))
        if not amounts:
            raise UserError(explain.self_service.nothing_to_pay(self.env))
        currency, credit = lines.currency_id, self._portal_credit(lines)
        asked = float(sum(amounts.values()))
        if currency.compare_amounts(asked, credit) <= 0:
            raise UserError(explain.self_service.credits_cover(self.env))
        return {
            "company": lines.company_id,
            "currency": currency,
            "invoices": lines.browse([line.id for line in amounts]).move_id,
            "credit": credit,
            "amount": currency.round(asked - credit),
        }

    def _portal_credit(self, lines):
        """What his unmatched credits take off a payment of these items.

        All of it if everything overdue is paid, and nothing of a payment of single
        invoices: nobody has said yet which of them it belongs to.
        """
        overdue = self._portal_overdue(lines.currency_id.id)
        overdue = overdue.filtered(lambda line: line.company_id == lines.company_id)
        if not overdue or overdue - lines:
            return 0.0
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "=", lines.company_id.id),
            ("currency_id", "=", lines.currency_id.id),
            ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", "asset_receivable"),
            ("reconciled", "=", False),
            ("amount_residual_currency", "<", 0),
        ]
        credits = self.env["account.move.line"].sudo()  # of his own account only
        return -sum(credits.search(domain).mapped("amount_residual_currency"))

    # ------------------------------------------------------------- promising
    def _portal_promise(self, ids, day, amount=None, note=""):
        """The customer promises to pay these items, or ``amount`` of them."""
        self._check_portal_promises()
        lines = self._portal_lines(ids)
        free = self._promisable(lines[:1].currency_id, lines)
        return self._promise(
            amount if amount is not None else sum(free.values()),
            day,
            lines,
            **self._portal_options(note),
        )

    def _portal_plan(self, ids, first, count, every, note=""):
        """The customer asks for instalments; somebody decides."""
        self._check_portal_promises()
        waiting = [("account_id", "=", self.id), ("state", "=", "asked")]
        if self.env["o2c.payment.plan"].search_count(waiting, limit=1):
            raise UserError(explain.self_service.asked_already(self.env))
        lines = self._portal_lines(ids)
        free = self._promisable(lines[:1].currency_id, lines)
        return self._payment_plan(
            sum(free.values()),
            first,
            count,
            every,
            lines=lines,
            agree=False,
            **self._portal_options(note),
        )

    def _portal_options(self, note):
        person = self.env.user.partner_id
        return {"channel": "portal", "person": person, "note": note}

    def _check_portal_promises(self):
        if not self.company_id.o2c_portal_promises:
            raise UserError(explain.self_service.no_promises(self.env))

    # ------------------------------------------------------------- contesting
    def _portal_contest(self, line_id, amount, text, product_line_id=None):
        """The customer contests an amount of the invoice of one of his items."""
        invoice = self._portal_lines([line_id]).move_id
        product_line = invoice.invoice_line_ids.filtered(
            lambda line: line.id == product_line_id
        )
        if product_line_id and not product_line:
            raise UserError(explain.self_service.not_yours(self.env))
        return invoice._o2c_contest(
            amount,
            text,
            product_line or None,
            channel="portal",
            person=self.env.user.partner_id,
        )

    # ------------------------------------------------------------- billing contact
    def _portal_set_contact(self, name, email, phone=""):
        """Whom the customer wants to be written to about payments.

        One of his contacts with this address, or a new one; nobody else's is touched.
        """
        self.ensure_one()
        address = email_normalize(email or "")
        if not (name or "").strip() or not address:
            raise UserError(explain.self_service.name_and_address(self.env))
        people = self.partner_id | self.partner_id.child_ids
        contact = people.filtered(lambda p: p.email_normalized == address)[:1]
        if not contact:
            contact = self.partner_id.create(
                {
                    "name": name.strip(),
                    "email": address,
                    "phone": phone.strip(),
                    "parent_id": self.partner_id.id,
                    "type": "invoice",
                    "lang": self.env.user.lang,
                }
            )
        elif phone.strip() and not contact.phone:
            contact.phone = phone.strip()
        self.payer_contact_id = contact
        self._message_log(
            body=explain.self_service.contact_changed(self.env, contact),
            author_id=self.env.user.partner_id.id,
        )
        return contact

    # ------------------------------------------------------------- calendar
    def _portal_calendar_url(self):
        """The address of the feed, empty before somebody asked for one."""
        if not self.calendar_token:
            return ""
        path = f"/o2c/due/{self.id}/{self.calendar_token}.ics"
        return f"{self.get_base_url()}{path}"

    def _renew_calendar_token(self):
        """A new secret address; whoever knows the one before sees nothing any more."""
        self.ensure_one()
        self.calendar_token = secrets.token_urlsafe(TOKEN_BYTES)

    @api.model
    def _calendar_of(self, account_id, token):
        """The feed behind a secret address as bytes; None for any other address."""
        if account_id > LARGEST_ID or not token.isascii():
            return None
        account = self.sudo().browse(account_id).exists()  # the token is the right
        secret = account.calendar_token or ""
        if not secret or not consteq(secret, token):
            return None
        lang = account._statement_lang()
        return account.with_context(lang=lang)._calendar()

    def _calendar(self):
        """The feed of what the customer has to pay, and of what he promised."""
        entries = [
            Entry(
                f"item-{line.id}@{self.env.cr.dbname}",
                line.date_maturity or line.date,
                explain.self_service.due_title(self, line),
                explain.self_service.due_text(self, line),
            )
            for line in self._own_receivables()
        ]
        live = [("account_id", "=", self.id), ("state", "=", State.OPEN.value)]
        entries += [
            Entry(
                f"promise-{promise.id}@{self.env.cr.dbname}",
                promise.date,
                explain.self_service.promise_title(self, promise),
            )
            for promise in self.env["o2c.promise"].search(live, order="date, id")
        ]
        name = explain.self_service.calendar_name(self)
        return due_calendar.feed(name, entries, fields.Datetime.now())
