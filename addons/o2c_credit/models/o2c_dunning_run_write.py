"""What a run decides, written by a few statements however many items there are."""

import functools
import json
import uuid
from datetime import date
from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL, mute_logger

from ..domain.dunning import Why
from .bulk_copy import copy_rows, insert_new
from .dunning_reader import Portfolio

ZERO = Decimal()
STAMPS = ("create_uid", "create_date", "write_uid", "write_date")
PROPOSAL = (
    "run_id line_id due_date days_overdue residual claimed level strategy_id source"
    " rule_id step_id channel code params left_out"
).split()
NOTICE = (
    "id run_id account_id company_id customer_id partner_id currency_id strategy_id"
    " step_id level channel lang uuid day state needs_approval claimed fee interest"
    " compensation credit total"
).split()
LINE = (
    "notice_id line_id number invoice_date due_date amount residual held promised"
    " claimed interest compensation level cycle live"
).split()
# the items of customers
LINES = """
SELECT l.id FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
 WHERE p.commercial_partner_id = ANY(%s)
"""
NOTHING = (None, None)
SUMMED = tuple(map(LINE.index, ("claimed", "interest", "compensation")))
# a notice of which another run took every item
EMPTY = """
DELETE FROM o2c_dunning_notice n
 WHERE n.run_id = %s
   AND NOT EXISTS (SELECT FROM o2c_dunning_notice_line l WHERE l.notice_id = n.id)
"""
# what is left of notices of which another run took some items
TOTALS = """
UPDATE o2c_dunning_notice n
   SET claimed = l.claimed, interest = l.interest, compensation = l.compensation,
       total = l.claimed + l.interest + l.compensation + n.fee - n.credit
  FROM (SELECT notice_id, SUM(claimed) AS claimed, SUM(interest) AS interest,
               SUM(compensation) AS compensation
          FROM o2c_dunning_notice_line GROUP BY notice_id) AS l
 WHERE n.run_id = %s AND l.notice_id = n.id
"""
TAKEN = """
UPDATE o2c_dunning_proposal p
   SET code = %s, step_id = NULL, channel = NULL, params = '{}'
 WHERE p.run_id = %s AND p.step_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM o2c_dunning_notice_line l
                     JOIN o2c_dunning_notice n ON n.id = l.notice_id
                    WHERE n.run_id = p.run_id AND l.line_id = p.line_id)
"""


class O2cDunningRun(models.Model):
    _name = "o2c.dunning.run"
    _inherit = "o2c.dunning.run"

    def _decide(self, customers=None):
        """(Portfolio, [((branch, customer, currency), Verdicts, Notices)]).

        :param customers: only these; None: all of the run
        """
        self.ensure_one()
        chosen = customers
        if chosen is None and (self.account_ids or self.kind == "event"):
            chosen = self.account_ids.partner_id
        ids = None if chosen is None else chosen.ids
        portfolio = Portfolio(self.env, self.company_id, self.day, ids)
        domain = [("run_id", "=", self.id), ("left_out", "=", True)]
        left_out = self.env["o2c.dunning.proposal"].search(domain).line_id.ids
        event = self.kind == "event"
        return portfolio, portfolio.decide(frozenset(left_out), event)

    # ------------------------------------------------------------- the simulation
    def _write_proposals(self, portfolio, decided, customers=None):
        """Write what becomes of each item, instead of what was written before."""
        self.env["o2c.dunning.proposal"].flush_model()
        mine = SQL("run_id = %s", self.id)
        if customers is not None:
            mine = SQL("%s AND line_id IN (%s)", mine, SQL(LINES, customers.ids))
        self.env.cr.execute(SQL("DELETE FROM o2c_dunning_proposal WHERE %s", mine))
        channels = {
            verdict.subject.item.key: (notice.channel, notice.step.id)
            for _key, _verdicts, notices in decided
            for notice in notices
            for verdict in notice.verdicts
        }
        make, given, known = _proposal_row, portfolio.given, (self.id, self.day)
        texts = {}
        rows = (
            make(known, verdict, given, channels, texts)
            for _key, verdicts, _notices in decided
            for verdict in verdicts
        )
        copy_rows(self.env.cr, "o2c_dunning_proposal", PROPOSAL, rows)
        self.env["o2c.dunning.proposal"].invalidate_model()
        self.invalidate_recordset(["proposal_ids"])

    def _stamps(self):
        now = fields.Datetime.now()
        return (self.env.uid, now, self.env.uid, now)

    # ------------------------------------------------------------- the notices
    def _write_notices(self, portfolio, decided):
        """Write the notices that go out and their items; returns how many items.

        An item that another run took at the same moment is left to it: the database
        refuses it here.
        """
        planned = [
            (key, notice) for key, _verdicts, notices in decided for notice in notices
        ]
        if not planned:
            return 0
        self._make_accounts(portfolio, planned)
        charges = self._charges(planned)
        ids = self._next_ids(len(planned))
        notices, lines = [], []
        known, terms = portfolio.customers.get, self._terms_reader(portfolio)
        stamps = self._stamps()
        for number, (key, notice) in zip(ids, planned, strict=True):
            mine = [_line_row(number, v, charges) for v in notice.verdicts]
            step = terms(notice.step.id, key[2])
            row = self._notice_row(number, key, notice, known(key[1]), (mine, step))
            notices.append(row + stamps)
            lines += mine
        cr = self.env.cr
        copy_rows(cr, "o2c_dunning_notice", (*NOTICE, *STAMPS), notices)
        written = insert_new(cr, "o2c_dunning_notice_line", LINE, lines)
        if written < len(lines):
            for query in (SQL(EMPTY, self.id), SQL(TOTALS, self.id)):
                cr.execute(query)
            cr.execute(SQL(TAKEN, Why.ALREADY.value, self.id))
        for model in ("o2c.dunning.notice", "o2c.dunning.notice.line"):
            self.env[model].invalidate_model()
        self.env["o2c.dunning.proposal"].invalidate_model()
        self.invalidate_recordset(["notice_ids"])
        return written

    def _make_accounts(self, portfolio, planned):
        """Accounts for customers who owe but were never looked at."""
        customers = {key[1] for key, _notice in planned}
        missing = [c for c in customers if not portfolio.customers[c].account]
        accounts = self.env["o2c.credit.account"].sudo()  # made when first needed
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                made = accounts._make_all(missing, self.company_id)
        except UniqueViolation as error:
            # another transaction made one after our snapshot: Odoo begins ours anew
            raise ConcurrencyError("credit account made at the same time") from error
        for account in made:
            portfolio.customers[account.partner_id.id].account = account.id

    def _next_ids(self, count):
        query = (
            "SELECT nextval('o2c_dunning_notice_id_seq') FROM generate_series(1, %s)"
        )
        return [number for (number,) in self.env.execute_query(SQL(query, count))]

    def _notice_row(self, number, key, notice, customer, parts):
        """What is written of a notice, in the order of ``NOTICE``.

        :param parts: the rows of its items, and what its step asks for
        """
        branch, customer_id, currency = key
        lines, (asked, fee) = parts
        claimed, interest, compensation = (
            sum((line[place] for line in lines), ZERO) for place in SUMMED
        )
        credit = sum((verdict.covered for verdict in notice.verdicts), ZERO)
        return (
            *(number, self.id, customer.account, branch, customer_id),
            *(notice.contact, currency, notice.strategy.id, notice.step.id),
            *(notice.step.number, notice.channel),
            customer.langs.get(notice.contact) or self._company_lang(),
            *(uuid.uuid4().hex, self.day, "proposed" if asked else "approved", asked),
            *(claimed, fee, interest, compensation, credit),
            claimed + fee + interest + compensation - credit,
        )

    def _terms_reader(self, portfolio):
        """A function: (step, currency) -> (whether it needs approval, its fee)."""

        @functools.cache
        def terms(step_id, currency_id):
            step = self.env["o2c.dunning.step"].browse(step_id)
            asked = step.approval or step.strategy_id.approval
            fee = self._fee(portfolio, step, currency_id)
            return asked or step.channel == "legal", fee

        return terms

    def _company_lang(self):
        return self.company_id.sudo().partner_id.lang or "en_US"  # a name of a language

    def _fee(self, portfolio, step, currency_id):
        """The fee of a notice, never more than the company's policy allows."""
        strategies, company = portfolio.strategies, portfolio.company
        if not step.fee:
            return ZERO
        currency = self.env["res.currency"].browse(currency_id)
        fee = strategies.convert(step.fee, step, currency)
        most = strategies.convert(company.o2c_dunning_max_fee, company, currency)
        return min(fee, most) if most else fee

    def _charges(self, planned):
        """{item: (late interest, recovery compensation)} where the step asks for it."""
        asked = {}
        for _key, notice in planned:
            step = self.env["o2c.dunning.step"].browse(notice.step.id)
            if step.charge_interest or step.charge_compensation:
                asked |= {v.subject.item.key: step for v in notice.verdicts}
        lines = self.env["account.move.line"].browse(asked)
        return {
            line.id: (
                sheet.interest if asked[line.id].charge_interest else ZERO,
                sheet.compensation if asked[line.id].charge_compensation else ZERO,
            )
            for line, sheet in lines._o2c_interest(self.day).items()
        }


def _proposal_row(known, verdict, given, channels, texts):
    """What is written of one item, in the order of ``PROPOSAL``.

    :param texts: {id of a Reason: (code, values)}: many items share one
    """
    run, day = known
    subject, _step, reason, claimed, _covered = verdict
    item = subject.item
    key, due = item.key, item.due_date
    strategy, source = given.get(key, NOTHING)
    channel, step = channels.get(key, NOTHING)
    return (
        *(run, key, due, (day - due).days, item.residual, claimed, item.level),
        *(strategy, *_text(source, texts, _source)),
        *(step, channel, *_text(reason, texts, _reason), subject.left_out),
    )


def _text(reason, texts, make):
    """What is written of a Reason; the caller keeps them all, so an id is one."""
    if reason is None:
        return NOTHING
    if (found := texts.get(id(reason))) is None:
        found = texts[id(reason)] = make(reason)
    return found


def _source(reason):
    return reason.code.value, reason.params.get("rule")


def _reason(reason):
    return reason.code.value, plain(reason) if reason.params else None


def _line_row(number, verdict, charges):
    """What is written of an item, in the order of ``LINE``."""
    item = verdict.subject.item
    interest, compensation = charges.get(item.key, (ZERO, ZERO))
    return (
        *(number, item.key, item.number or None, item.invoice_date, item.due_date),
        *(item.amount, item.residual, item.held, item.promised, verdict.claimed),
        *(interest, compensation, verdict.step.number, item.cycle, True),
    )


def plain(reason):
    """The values of a reason as JSON: amounts as text, days as ISO."""
    return json.dumps(
        {name: _plain(value) for name, value in reason.params.items()},
    )


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
