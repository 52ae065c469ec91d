"""Promises judged by what was matched with their items, again and again the same."""

import logging
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .. import explain
from ..domain import promise as rules
from ..domain.promise import Settlement, Share, State, Verdict
from .o2c_promise import BY_FACTS
from .promise_facts import SETTLED_FLUSHED, settled_query

_logger = logging.getLogger(__name__)

COLLECTOR = "o2c_credit.group_credit_user"


class O2cPromise(models.Model):
    _name = "o2c.promise"
    _inherit = "o2c.promise"

    # ------------------------------------------------------------- ending by hand
    def _withdraw(self, reason, note=""):
        """End open promises by hand.

        :param reason: ``customer``, ``replaced`` or ``error``
        :raise UserError: judged already; what was broken stays broken
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(COLLECTOR)):
            raise AccessError(explain.promise.only_collectors(self.env))
        self._judge()
        for promise in self.sudo():  # nobody may write promises but these methods
            if promise.state != State.OPEN.value:
                raise UserError(explain.promise.not_open(promise))
            today = promise.company_id._o2c_credit_today()
            promise.write(
                {
                    "state": State.WITHDRAWN.value,
                    "end_reason": reason,
                    "ended_on": today,
                }
            )
            promise.line_ids.remaining = 0.0
            if note:
                promise.message_post(body=note, author_id=self.env.user.partner_id.id)
        self.sudo().plan_id._refresh_state()  # nobody may write plans

    # ------------------------------------------------------------- judging
    def _judge(self):
        """Judge these promises anew by what is matched with their items now.

        The same facts always give the same verdict: a payment undone reopens a
        promise, or breaks it when its last day is over. Nothing else changes one.
        """
        promises = self.sudo()  # whoever pays or reconciles, promises follow
        promises |= promises.plan_id.promise_ids
        promises = promises.filtered(
            lambda p: p.state != State.WITHDRAWN.value or p.end_reason in BY_FACTS
        )
        if not promises:
            return
        found = promises._outcomes()
        today = {c: c._o2c_credit_today() for c in promises.company_id}
        verdicts = {
            p: rules.judge(found[p].values(), p.last_day, today[p.company_id])
            for p in promises
        }
        broken_since = promises._plans_broken_since(verdicts)
        for promise, verdict in verdicts.items():
            since = broken_since.get(promise.plan_id)
            promise._apply_verdict(verdict, found[promise], since)
        promises.plan_id._refresh_state()

    def _outcomes(self):
        """{promise: {its line: Outcome}} from what settled the items."""
        items = self.line_ids.line_id
        shares = self._shares_of(items)
        settled = self._settlements(items)
        today = {c: c._o2c_credit_today() for c in self.company_id}
        outcome_of = {}
        for item in items:
            day = today[item.company_id.root_id]
            outcome_of |= rules.outcomes(shares[item.id], settled[item.id], day)
        gone = rules.Outcome(Decimal())
        return {
            promise: {line: outcome_of.get(line.id, gone) for line in promise.line_ids}
            for promise in self
        }

    @api.model
    def _shares_of(self, items):
        """{item id: [Share]}, also those of other promises about the same items."""
        lines = self.env["o2c.promise.line"].sudo()  # all of them, whoever asks
        found = defaultdict(list)
        for line in lines.search([("line_id", "in", items.ids)]):
            found[line.line_id.id].append(line._share())
        return found

    @api.model
    def _settlements(self, items):
        """{item id: [Settlement]} of what is matched with posted items."""
        for model, names in SETTLED_FLUSHED.items():
            self.env[model].flush_model(names)
        found = defaultdict(list)
        for line, day, amount, money in self.env.execute_query(
            settled_query(items.ids)
        ):
            found[line].append(Settlement(day, Decimal(amount), money))
        for item in items.filtered(lambda i: i.parent_state != "posted"):
            # an invoice taken back is nothing to be paid, and no payment either
            day = item.company_id.root_id._o2c_credit_today()
            whole = Decimal(str(abs(item.amount_currency)))
            found[item.id] = [Settlement(min(day, item.date), whole, money=False)]
        return found

    def _plans_broken_since(self, verdicts):
        """{plan: the day on which an instalment was missed}."""
        since = {}
        for promise, verdict in verdicts.items():
            if promise.plan_id and verdict.state in rules.FAILED:
                day = promise._day_after()
                since[promise.plan_id] = min(day, since.get(promise.plan_id, day))
        return since

    def _day_after(self):
        return fields.Date.add(self.last_day, days=1)

    # ------------------------------------------------------------- applying
    def _apply_verdict(self, verdict, outcomes, broken_since):
        """Write how the promise stands.

        :param outcomes: {line: Outcome}
        :param broken_since: the day its plan was broken, or None
        """
        lapsed = broken_since and verdict.state is State.OPEN
        state = State.WITHDRAWN if lapsed else verdict.state
        before = self.state
        vals = self._prepare_verdict_vals(state, verdict, broken_since)
        self.write({name: v for name, v in vals.items() if self[name] != v})
        for line, outcome in outcomes.items():
            line._apply_outcome(outcome, live=state is State.OPEN)
        if before != state.value:
            self._after_change(before)

    def _prepare_verdict_vals(self, state, verdict: Verdict, broken_since):
        kept_on = state is State.KEPT and verdict.day
        vals = {
            "state": state.value,
            "due": float(verdict.due),
            "paid": float(verdict.paid),
            "kept_on": kept_on,
        }
        if state in rules.FAILED and not self.broken_on:
            vals["broken_on"] = self._day_after()
        if state is not State.WITHDRAWN:
            return {**vals, "end_reason": False, "ended_on": kept_on}
        reason = "plan" if broken_since else "settled"
        today = self.company_id._o2c_credit_today()
        ended = broken_since or self.ended_on or today
        return {**vals, "end_reason": reason, "ended_on": ended}

    def _after_change(self, before):
        """What follows when a promise came to stand otherwise than ``before``."""
        if self.state == State.BROKEN.value:
            self._enter_event()
        elif before == State.BROKEN.value:
            self._open_events().action_resolve()
        if State(self.state) in rules.FAILED:
            body = explain.promise.log_failed(self)
            self.account_id._message_log(body=body)

    def _open_events(self):
        return self.env["o2c.credit.event"].search(
            [("promise_id", "=", self.id), ("resolved_date", "=", False)]
        )

    def _enter_event(self):
        if self._open_events():
            return
        rate = self.amount_company / self.amount if self.amount else 1.0
        self.env["o2c.credit.event"].create(
            {
                "account_id": self.account_id.id,
                "promise_id": self.id,
                "kind": "broken_promise",
                "date": self._day_after(),
                "amount": self.company_currency_id.round(self.missing * rate),
                "note": explain.promise.event_note(self),
            }
        )

    # ------------------------------------------------------------- when
    @api.model
    def _follow(self, items):
        """Judge the promises about these items; never lets a payment fail."""
        lines = self.env["o2c.promise.line"].sudo()  # whoever pays or reconciles
        promises = lines.search([("line_id", "in", items.ids)]).promise_id
        if not promises:
            return
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                promises._judge()
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # Odoo begins the whole payment anew
        except Exception:
            # a payment never fails for a promise's sake; the job judges it again
            _logger.exception("%s could not follow a payment", promises)

    @api.model
    def _cron_judge(self):
        """Judge all open promises. May run twice or be killed."""
        promises = self.search([("state", "=", State.OPEN.value)], order="id")
        for done, promise in enumerate(promises, start=1):
            try:
                with self.env.cr.savepoint():
                    promise._judge()
                    self.env.flush_all()
            except Exception:
                # one promise that cannot be judged does not stop the others
                _logger.exception("%s could not be judged", promise)
            left = len(promises) - done
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break


class O2cPromiseLine(models.Model):
    _name = "o2c.promise.line"
    _inherit = "o2c.promise.line"

    def _share(self):
        """What the promise covers of the item, as the rules know it."""
        promise = self.promise_id
        last = promise.last_day
        by_hand = promise.end_reason and promise.end_reason not in BY_FACTS
        if by_hand and promise.ended_on:
            last = min(last, promise.ended_on)
        return Share(
            self.id,
            decimal(self.amount),
            promise.made_on,
            last,
            decimal(self.free),
            decimal(self.paid_before),
            decimal(self.settled_before),
        )

    def _apply_outcome(self, outcome, *, live):
        vals = {
            "due": float(outcome.due),
            "paid": float(outcome.paid),
            "remaining": float(outcome.missing) if live else 0.0,
        }
        self.write({name: value for name, value in vals.items() if self[name] != value})


def decimal(amount):
    """An amount of a record as the Decimal that the rules take."""
    return Decimal(str(amount or 0.0))
