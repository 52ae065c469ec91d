"""The statement of account of a customer: facts, and the same as texts."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import fields, models

from .. import explain
from ..domain import statement as rules
from ..domain.statement import Item, Kind, Movement
from .ledger_items import ITEMS_FLUSHED
from .open_item_facts import OPEN_ITEMS_FLUSHED, open_items_sql
from .statement_facts import statement_items_sql, statement_moves_sql
from .statement_xlsx import workbook

REPORT = "o2c_credit.report_statement"
INVOICES = ("out_invoice", "out_receipt")


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    # ------------------------------------------------------------- facts
    def _statement(self, as_of, date_from=None):
        """The statement of this account at the end of a day.

        :param as_of: a date, today or any past one
        :param date_from: first day of the activity to show, None: open items only
        :return: :class:`~..domain.statement.Statement`
        """
        self.ensure_one()
        return self._statements(as_of, date_from)[self]

    def _statements(self, as_of, date_from=None):
        """{account: Statement} of all of them, in a few queries."""
        self.check_access("read")
        items = self._statement_items(as_of)
        moves, openings = self._statement_moves(as_of, date_from)
        found = {}
        for account in self:
            key = (account.partner_id.id, account.company_id.id)
            found[account] = rules.build(
                as_of,
                date_from,
                self.env["o2c.ageing"]._of(account.company_id)._starts(),
                items[key],
                moves[key],
                openings[key] if date_from else None,
            )
        return found

    def _statement_items(self, as_of):
        """{(customer id, company id): [Item]}"""
        found = defaultdict(list)
        if not self:
            return found
        self._flush_statement()
        held, promised = self._statement_pauses(as_of)
        query = statement_items_sql(self.partner_id.ids, self.company_id.ids, as_of)
        for row in self.env.execute_query_dict(query):
            line = row["line_id"]
            item = Item(
                key=line,
                document=row["move_id"],
                kind=_kind(row),
                number=row["number"] or "",
                reference=row["ref"] or "",
                currency=row["currency_id"],
                date=row["invoice_date"],
                due_date=row["due_date"],
                amount=Decimal(row["amount"]),
                residual=Decimal(row["residual"]),
                held=held.get(line, rules.ZERO),
                promised=promised.get(line, rules.ZERO),
            )
            found[row["customer_id"], row["company_id"]].append(item)
        return found

    def _statement_moves(self, as_of, date_from):
        """({key: [Movement]}, {key: {currency: balance before}})"""
        moves, openings = defaultdict(list), defaultdict(dict)
        if not (self and date_from):
            return moves, openings
        self._flush_statement()
        query = statement_moves_sql(
            self.partner_id.ids, self.company_id.ids, date_from, as_of
        )
        for row in self.env.execute_query_dict(query):
            key = (row["customer_id"], row["company_id"])
            currency, amount = row["currency_id"], Decimal(row["amount"])
            if row["date"] is None:
                openings[key][currency] = amount
                continue
            moves[key].append(
                Movement(
                    date=row["date"],
                    kind=Kind.CLEARING if row["is_clearing"] else _kind(row),
                    number=row["number"] or "",
                    document=row["move_id"],
                    currency=currency,
                    amount=amount,
                    due_date=row["due_date"],
                )
            )
        return moves, openings

    def _statement_pauses(self, as_of):
        """({line id: held}, {line id: promised}), in the currency of the document.

        Holds and promises are those of the end of the day; of today, those of now.
        """
        pairs = {(a.partner_id.id, a.company_id.id) for a in self}
        query = open_items_sql(as_of, pairs=pairs, now=self._statement_moment(as_of))
        rows = self.env.execute_query_dict(query)
        return (
            {r["line_id"]: Decimal(r["held"]) for r in rows if r["held"]},
            {r["line_id"]: Decimal(r["promised"]) for r in rows if r["promised"]},
        )

    def _statement_moment(self, as_of):
        """The end of the day in the zone of the company (naive UTC), now at most."""
        zone = self.sudo().company_id[:1].partner_id.tz or "UTC"  # the company's own
        midnight = datetime.combine(as_of + timedelta(days=1), time.min)
        end = midnight.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
        return min(fields.Datetime.now(), end.replace(tzinfo=None))

    def _flush_statement(self):
        for model, names in (*ITEMS_FLUSHED.items(), *OPEN_ITEMS_FLUSHED.items()):
            self.env[model].flush_model(names)

    # ------------------------------------------------------------- to whom
    def _statement_contact(self):
        """Who gets it: the contact for payments, else the address for invoices."""
        self.ensure_one()
        account = self.sudo()  # contacts of a customer, whoever sends or prints
        if account.payer_contact_id:
            return account.payer_contact_id
        customer = account.partner_id
        return customer.browse(customer.address_get(["invoice"])["invoice"])

    def _statement_lang(self):
        """The language of the customer: as agreed, his contact's, the company's."""
        account = self.sudo()  # contacts of a customer, whoever sends or prints
        wanted = (
            account.payer_lang,
            account._statement_contact().lang,
            account.partner_id.lang,
            account.company_id.partner_id.lang,
        )
        installed = dict(self.env["res.lang"].get_installed())
        return next((code for code in wanted if code in installed), "en_US")

    # ------------------------------------------------------------- as texts
    def _statement_values(self, as_of, date_from=None, lang=None):
        """The statement as texts in ``lang`` (None: the customer's), see
        ``explain.statement.texts``; templates show it, portal and paper alike."""
        self.ensure_one()
        spoken = self.with_context(lang=lang or self._statement_lang())
        return explain.statement.texts(spoken, spoken._statement(as_of, date_from))

    def _statement_date(self, text=None):
        """A date that came with a request; what is none, or lies ahead, is today."""
        today = self.company_id._o2c_credit_today()
        try:
            return min(date.fromisoformat(str(text)), today)
        except ValueError:
            return today

    # ------------------------------------------------------------- as files
    def _statement_pdf(self, as_of, lang=None, date_from=None):
        """The statement as PDF (bytes), in ``lang`` (None: the customer's)."""
        self.check_access("read")
        data = {
            "o2c_as_of": as_of.isoformat(),
            "o2c_from": date_from.isoformat() if date_from else None,
            "o2c_lang": lang,
        }
        # whoever may read the account may have its statement
        reports = self.env["ir.actions.report"].sudo()
        return reports._render_qweb_pdf(REPORT, self.ids, data=data)[0]

    def _statement_xlsx(self, as_of, lang=None, date_from=None):
        """The statement as a workbook (bytes), a sheet for each currency."""
        self.ensure_one()
        spoken = self.with_context(lang=lang or self._statement_lang())
        return workbook(spoken, spoken._statement(as_of, date_from))

    def _statement_banks(self):
        """Where to pay: [(bank, account number)] of the company."""
        # what stands on every invoice as well
        banks = self.sudo().company_id.partner_id.bank_ids
        return [(bank.bank_name or "", bank.acc_number) for bank in banks]


def _kind(row):
    if row["move_type"] in INVOICES:
        return Kind.INVOICE
    if row["move_type"] == "out_refund":
        return Kind.CREDIT_NOTE
    return Kind.PAYMENT if row["is_payment"] else Kind.ENTRY
