"""A simulation as it runs: the past of all customers, order by order."""

from collections import defaultdict, namedtuple
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo.addons.o2c_orders.domain.hold import Phase

from ..domain import limit, policy, simulation
from ..domain.exposure import ExposureFacts, Request
from ..domain.policy import CustomerFacts, Kind
from ..domain.simulation import Asked, Move, What
from . import simulation_facts
from .policy_specs import rules_for

UTC = ZoneInfo("UTC")
LEFT_OUT = frozenset({Kind.QUANTITY, Kind.FORCED_HOLD, Kind.GROUP_LIMIT_EXCEEDED})
EVENTS = ("broken_promise", "returned_payment")

# one order that was tried; fate: (Fate, days late)
Tried = namedtuple("Tried", "order account day amount verdict fate exposure")


class SimulationRun:
    """Tries rules on the orders of a period.

    :param env: with all rights
    :param company: a root company
    :param start: first day of the period
    :param end: the day after the last
    :param allowed: so many days late is still in time
    """

    def __init__(self, env, company, start, end, allowed):
        self.env, self.company, self.allowed = env, company, allowed
        self.start, self.end = start, end
        self.zone = ZoneInfo(company.partner_id.tz or "UTC")
        self.orders = self._find_orders()
        self.accounts = self._find_accounts()
        self.without_class = 0

    # ------------------------------------------------------------- what is tried
    def _find_orders(self):
        return self.env["sale.order"].search(
            [
                ("state", "=", "sale"),
                ("company_id", "child_of", self.company.id),
                ("date_order", ">=", self._moment(self.start)),
                ("date_order", "<", self._moment(self.end)),
            ],
            order="date_order, id",
        )

    def _find_accounts(self):
        """{order: its credit account}, made where an order is older than accounts."""
        pairs = {
            o: (o.partner_invoice_id.commercial_partner_id, self.company)
            for o in self.orders
        }
        self.env["o2c.history.import"]._make_accounts(set(pairs.values()))
        found = self.env["o2c.credit.account"]._of(set(pairs.values()))
        return {order: found[pair] for order, pair in pairs.items()}

    def _moment(self, day):
        """Midnight of a day in the zone of the company, as naive UTC."""
        local = datetime.combine(day, time.min, self.zone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def _day(self, moment):
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    # ------------------------------------------------------------- facts
    def _values(self):
        partners = self.orders.partner_invoice_id.commercial_partner_id.ids
        return {
            "partners": partners,
            "companies": [self.company.id] * len(partners),
            "accounts": [a.id for a in set(self.accounts.values()) if a.id],
            "orders": self.orders.ids,
            "start": self.start,
            "end": self.end,
            "start_at": self._moment(self.start),
            "end_at": self._moment(self.end),
            "today": self.company._o2c_credit_today(),
        }

    def _read(self, name, values):
        return self.env.execute_query(simulation_facts.named_query(name, values))

    def _moves(self, values):
        moves = defaultdict(list)
        names = ("partners", "companies", "start", "end")
        query = simulation_facts.items_query(**{n: values[n] for n in names})
        for customer, company, origin, *item in self.env.execute_query(query):
            moves[customer, company] += _item_moves(origin, *item)
        for customer, company, line, day, amount in self._read("settlements", values):
            move = Move(day, What.SETTLED, ("ledger", line), Decimal(amount))
            moves[customer, company].append(move)
        for customer, company, day, amount, is_money in self._read("credits", values):
            moves[customer, company].append(
                Move(day, What.CREDITED, amount=Decimal(amount))
            )
            if is_money:
                moves[customer, company].append(Move(day, What.PAID))
        return moves

    def _retell(self, values):
        """{order id: Moment} of the tried orders."""
        rows = sorted(self._read("orders", values), key=lambda row: (row[3], row[2]))
        moves, asked = self._moves(values), self._asked(rows)
        for pair, happened in self._order_moves(rows).items():
            moves[pair] += happened
        found = {}
        for pair, orders in asked.items():
            found |= simulation.retell(moves[pair], orders)
        return found

    def _asked(self, rows):
        """{pair: [Asked]} in their order; older orders count and are not tried."""
        tried = set(self.orders.ids)
        asked = defaultdict(list)
        for customer, company, order_id, moment, amount, _closed_at in rows:
            asked[customer, company].append(
                Asked(order_id, self._day(moment), Decimal(amount), order_id in tried)
            )
        return asked

    def _order_moves(self, rows):
        """{pair: [Move]} of what became of the orders."""
        pairs = {row[2]: (row[0], row[1]) for row in rows}
        moves = defaultdict(list)
        for order_id, day, amount in self._read("billed", {"orders": list(pairs)}):
            move = Move(day, What.BILLED, order_id, Decimal(amount))
            moves[pairs[order_id]].append(move)
        for *pair, order_id, _moment, _amount, closed_at in rows:
            if closed_at:
                move = Move(self._day(closed_at), What.CLOSED, order_id)
                moves[tuple(pair)].append(move)
        return moves

    # ------------------------------------------------------------- the policy
    def try_rules(self, specs):
        """Try the rules on every order: a list of :class:`Tried`."""
        if not self.orders:
            return []
        for model, names in simulation_facts.SIMULATION_FLUSHED.items():
            self.env[model].flush_model(names)
        values = self._values()
        rules = self._rules(specs)
        self._known = self._prepare_customers(rules)
        moments, self._dated = self._retell(values), self._read_dated(values)
        facts, fates = self._order_facts(rules, values), self._fates(values)
        return [
            self._try(order, moments[order.id], rules, facts[order], fates)
            for order in self.orders
        ]

    def _try(self, order, moment, rules, facts, fates):
        account = self.accounts[order]
        day = self._day(order.date_order)
        customer = self._customer(account, day, moment)
        verdict = policy.evaluate(customer, facts, rules[account])
        amount = facts.request.amount
        return Tried(
            order, account, day, amount, verdict, fates[order.id], customer.exposure
        )

    def _rules(self, specs):
        """{account: [Rule]}, without the kinds that cannot be tried."""
        phases = frozenset((Phase.CONFIRMATION,))
        return {
            account: [
                rule
                for rule in rules_for(
                    specs, account._described(True), phases, account._converter()
                )
                if rule.kind not in LEFT_OUT
            ]
            for account in set(self.accounts.values())
        }

    def _prepare_customers(self, rules):
        """What does not depend on the day: {account: (Terms, whether it is free)}."""
        return {
            account: (account._terms(), bool(account._whitelisted({account: mine})))
            for account, mine in rules.items()
        }

    def _customer(self, account, day, moment):
        terms, whitelisted = self._known[account]
        risk_class = self._class_on(account, day)
        exposure = ExposureFacts(
            limit=limit.effective(terms, day),
            receivables=moment.receivables,
            imported=moment.imported,
            credits=moment.credits,
            orders=moment.orders,
        )
        return CustomerFacts(
            exposure=exposure,
            limit_expired_days=limit.expired_days(terms, day),
            overdue=moment.overdue,
            risk_class=risk_class,
            last_payment_days=moment.last_payment_days,
            whitelisted=whitelisted,
            **self._events_on(account, day),
        )

    def _order_facts(self, rules, values):
        """{order: OrderFacts}, as if they were not confirmed yet."""
        nothing = self.env["o2c.hold"]
        by_order = {order: rules[self.accounts[order]] for order in self.orders}
        built = self.orders._o2c_order_facts(self.accounts, by_order, nothing)
        paid = {order: Decimal(amount) for order, amount in self._read("paid", values)}
        return {
            order: replace(
                facts,
                request=Request(facts.request.amount),
                approved_kinds=None,
                paid=paid.get(order.id, Decimal(0)),
            )
            for order, facts in built.items()
        }

    # ------------------------------------------------------------- dated records
    def _read_dated(self, values):
        """Scores and events: {account id: [row]} in the order of their days."""
        dated = {"scores": defaultdict(list), "events": defaultdict(list)}
        for name, found in dated.items():
            for account, *row in self._read(name, values):
                found[account].append(row)
        return dated

    def _class_on(self, account, day):
        """The class of the last score before that day."""
        known = [c for on, c in self._dated["scores"][account.id] if on < day]
        self.without_class += not known
        return known[-1] if known else None

    def _events_on(self, account, day):
        """Facts from the events that had happened and were not resolved."""
        standing = [
            (kind, on, level)
            for kind, on, resolved, level in self._dated["events"][account.id]
            if on < day and (resolved is None or resolved >= day)
        ]
        facts = {
            f"{name}_days": min(
                ((day - on).days for kind, on, _level in standing if kind == name),
                default=None,
            )
            for name in EVENTS
        }
        steps = [level for kind, _on, level in standing if kind == "dunning_step"]
        return {**facts, "dunning_step": max(steps, default=0)}

    def _fates(self, values):
        known = {order: row for order, *row in self._read("fates", values)}
        return {
            order: simulation.fate(
                *(known.get(order, (None, None, False))[:2]),
                is_invoiced=order in known,
                is_open=bool(order in known and known[order][2]),
                allowed=self.allowed,
            )
            for order in values["orders"]
        }


def day_after(day):
    """The day after, for half-open periods."""
    return day + timedelta(days=1)


def _item_moves(origin, origin_id, invoiced, due, amount, settled):
    key, amount = (origin, origin_id), Decimal(amount)
    moves = [Move(invoiced, What.OPENED, key, amount, due, origin == "history")]
    if settled:
        moves.append(Move(settled, What.SETTLED, key, amount))
    return moves
