"""A strategy tried on the past: which notices when, and the money that followed."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.dunning_replay import PastItem, replay
from .dunning_strategies import Strategies
from .o2c_dunning_step import CHANNELS
from .replay_facts import pieces_query
from .snapshot_facts import SNAPSHOT_FLUSHED

RESULTS = frozenset(
    "notice_count item_count customer_count claimed came company_id".split()
)


class O2cDunningReplay(models.Model):
    """What a strategy would have sent in a past period. Nothing leaves."""

    _name = "o2c.dunning.replay"
    _description = "Strategy tried on the past"
    _inherit = ["o2c.past.trial"]
    _order = "id desc"

    name = fields.Char(required=True, default=lambda self: self.env._("Replay"))
    strategy_id = fields.Many2one(
        "o2c.dunning.strategy", required=True, ondelete="cascade"
    )
    date_from = fields.Date(
        "Notices from",
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self), months=6
        ),
    )
    notice_count = fields.Integer("Notices", readonly=True, copy=False)
    item_count = fields.Integer("Items on them", readonly=True, copy=False)
    customer_count = fields.Integer("Customers", readonly=True, copy=False)
    claimed = fields.Monetary(
        "Amount reminded of",
        readonly=True,
        copy=False,
        help="Each item once, with its first notice.",
    )
    came = fields.Monetary(
        "Came within two weeks",
        readonly=True,
        copy=False,
        help="What was really paid in the two weeks after a notice would have gone out;"
        " it came without it. What came after two notices counts once.",
    )
    line_ids = fields.One2many("o2c.dunning.replay.line", "replay_id", copy=False)

    def _results(self):
        return super()._results() | RESULTS

    # ------------------------------------------------------------- run
    def action_run(self):
        """Try the strategy on the items of the period, anew when it was done before."""
        self.ensure_one()
        self._check_right()
        if not self.strategy_id.step_ids:
            raise UserError(explain.insight.no_steps(self.env))
        done = self.sudo()  # the right was asked; results are written by code alone
        done._write_result(done._replayed())

    def _replayed(self):
        """{customer id: [Sent]} of those who would have been reminded."""
        company = self.company_id
        read = Strategies(company, self.date_to)
        strategy = read.spec(self.strategy_id.id, company.currency_id.id, company.id)
        works = self._working_days()
        # who could be reached in the past is not kept: everybody, on every channel
        reach = dict.fromkeys((name for name, _label in CHANNELS), 1)
        found = {}
        for customer, items in self._items().items():
            sent = replay(items, strategy, works, self.date_from, self.date_to, reach)
            if sent:
                found[customer] = sent
        return found

    def _items(self):
        """{customer id: [PastItem]} of what was open in the period."""
        for model, names in SNAPSHOT_FLUSHED.items():
            self.env[model].flush_model(names)
        until = self.date_to + timedelta(days=1)
        query = pieces_query(self.company_id.id, self.date_from, until)
        heads, pieces = {}, defaultdict(list)
        for customer, line, *head, closed, amount in self.env.execute_query(query):
            if line not in heads or head[0]:
                heads[line] = (customer, *head)
            pieces[line].append((Decimal(amount), closed))
        found = defaultdict(list)
        for line, (customer, move, number, opened, due) in heads.items():
            parts = tuple(pieces[line])
            item = PastItem(line, move or line, number or "", opened, due, parts)
            found[customer].append(item)
        return found

    def _working_days(self):
        """The days of the period on which the strategy sends."""
        days = (self.date_to - self.date_from).days + 1
        every = {self.date_from + timedelta(days=number) for number in range(days)}
        strategy = self.strategy_id
        calendar = strategy.calendar_id or self.company_id.resource_calendar_id
        if strategy.any_day or not calendar:
            return every
        zone = ZoneInfo(calendar.tz or "UTC")
        start = datetime.combine(self.date_from, time.min, zone)
        end = datetime.combine(self.date_to, time.max, zone)
        intervals = calendar._work_intervals_batch(start, end)[False]
        return {begin.astimezone(zone).date() for begin, _end, _meta in intervals}

    # ------------------------------------------------------------- results
    def _write_result(self, found):
        self.line_ids.unlink()
        self.env["o2c.dunning.replay.line"].create(
            [
                self._prepare_line_vals(customer, one)
                for customer, sent in found.items()
                for one in sent
            ]
        )
        every = [one for sent in found.values() for one in sent]
        first = {}
        for one in every:
            first.setdefault(one.item.key, one)
        self._write_done(
            explain.insight.replay_limits(self.env),
            notice_count=sum(
                len({one.notice for one in sent}) for sent in found.values()
            ),
            item_count=len(every),
            customer_count=len(found),
            claimed=float(sum(one.claimed for one in first.values())),
            came=float(sum(one.came for one in every)),
        )

    def _prepare_line_vals(self, customer, one):
        return {
            "replay_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": customer,
            "line_id": one.item.key if one.item.key > 0 else False,
            "number": one.item.number,
            "date": one.day,
            "due_date": one.item.due,
            "step_id": one.step,
            "channel": one.channel,
            "notice": one.notice,
            "claimed": float(one.claimed),
            "came": float(one.came),
        }

    def action_lines(self):
        """Open the items that would have been reminded of."""
        return self._open_lines("o2c_credit.action_dunning_replay_line", "replay_id")


class O2cDunningReplayLine(models.Model):
    """One item on a notice that would have gone out."""

    _name = "o2c.dunning.replay.line"
    _description = "Item of a replayed notice"
    _order = "date, partner_id, notice, due_date, id"
    _rec_name = "number"

    replay_id = fields.Many2one(
        "o2c.dunning.replay", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Customer", required=True)
    line_id = fields.Many2one("account.move.line", "Item", ondelete="set null")
    number = fields.Char("Document")
    date = fields.Date("On", required=True)
    due_date = fields.Date()
    step_id = fields.Many2one("o2c.dunning.step", required=True, ondelete="cascade")
    channel = fields.Selection(CHANNELS)
    notice = fields.Integer("Notice of the customer", aggregator=None)
    claimed = fields.Monetary("Reminded of")
    came = fields.Monetary("Came within two weeks")
