"""Make it pass: what can be changed about an order, and the facts after it.

Whether it passes then is asked of the policy alone; :mod:`.advice` looks for the
smallest changes. Amounts are Decimals in company currency. A deposit helps once it is
received: what a proposal says of one is what the check will find then.
"""

from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from enum import Enum

from . import policy
from .exposure import ZERO
from .policy import CustomerFacts, OrderFacts

CENT = Decimal("0.01")


class Change(str, Enum):
    """What can be changed, in the order in which it is offered."""

    DEPOSIT = "deposit"
    TERM = "term"
    SPLIT = "split"
    DROP = "drop"
    PAYMENT = "payment"
    COVER = "cover"


@dataclass(frozen=True)
class Line:
    """One line of the order.

    :param amount: with taxes
    :param step: the least quantity that may be taken out; the whole of it when the
        line cannot be divided, zero when it cannot be taken out at all
    :param least: what stays in any case: it was delivered
    :param counts: {rule id: its quantity in the unit of that rule}
    """

    id: int
    amount: Decimal
    quantity: Decimal
    step: Decimal = Decimal(1)
    least: Decimal = ZERO
    counts: dict = field(default_factory=dict)

    @property
    def steps(self):
        """How many steps can be taken out of it."""
        free = self.quantity - self.least
        if self.amount <= 0 or self.step <= 0 or free < self.step:
            return 0
        return int(free / self.step)


@dataclass(frozen=True)
class Term:
    """A payment term that may be agreed.

    :param days: until its last instalment is due
    :param discount: highest discount of the order with this term, per cent
    """

    id: int
    days: int
    discount: Decimal = ZERO


@dataclass(frozen=True)
class Case:
    """An order and what it is judged by.

    :param terms: those that may be agreed, the preferred first
    :param step: the unit of deposits and payments
    :param cent: the least amount of the currency
    """

    customer: CustomerFacts
    order: OrderFacts
    rules: tuple = ()
    lines: tuple[Line, ...] = ()
    terms: tuple[Term, ...] = ()
    step: Decimal = CENT
    cent: Decimal = CENT


@dataclass(frozen=True)
class Proposal:
    """One change, with what has to come before it.

    :param amount: deposit, payment, cover: how much; split, drop: what is taken out
    :param term: the term to agree on, None: it stays
    :param payment: how much of what is overdue has to be paid first
    :param removed: ((line id, quantity), …) that go to another quotation or away
    """

    change: Change
    amount: Decimal = ZERO
    term: Term | None = None
    payment: Decimal = ZERO
    removed: tuple[tuple[int, Decimal], ...] = ()


@dataclass(frozen=True)
class Advice:
    """What can be done.

    :param needs: the Reasons that no change of the order or payment takes away; a
        person has to decide about them, or to wait
    """

    proposals: tuple[Proposal, ...] = ()
    needs: tuple = ()


def sensible_step(amount, cent=CENT):
    """The unit in which a deposit for ``amount`` is asked for.

    >>> [str(sensible_step(Decimal(value))) for value in ("12345.67", "810", "8")]
    ['100', '1', '0.01']
    """
    if amount <= 0:
        return cent
    return max(Decimal(10) ** (amount.adjusted() - 2), cent)


def passes(case, proposal):
    """Whether the order passes once ``proposal`` has come true."""
    customer, order = changed(case, proposal)
    return policy.evaluate(customer, order, case.rules).decision.ok


def changed(case, proposal):
    """The facts once ``proposal`` has come true: ``(customer, order)``."""
    customer, order = case.customer, case.order
    if proposal.term:
        order = _with_term(order, proposal.term)
    if proposal.payment:
        customer = _with_payment(customer, proposal.payment)
    if proposal.change == Change.PAYMENT:
        customer = _with_payment(customer, proposal.amount)
    elif proposal.change == Change.COVER:
        customer = _with_cover(customer, proposal.amount)
    elif proposal.change == Change.DEPOSIT:
        customer, order = _with_deposit(customer, order, proposal.amount)
    return customer, _without(case, order, proposal.removed)


# ----------------------------------------------------------------- facts afterwards
def _with_term(order, term):
    return replace(order, term=term.id, term_days=term.days, discount=term.discount)


def _with_payment(customer, amount):
    """The oldest items are paid first; when all are, he has just paid."""
    left, open_items = amount, []
    for days, item in sorted(customer.overdue, reverse=True):
        paid = min(left, item)
        left -= paid
        if item > paid:
            open_items.append((days, item - paid))
    last = customer.last_payment_days
    return replace(
        _in_exposures(customer, "receivables", -amount),
        overdue=tuple(open_items),
        last_payment_days=last if open_items else 0,
    )


def _with_deposit(customer, order, amount):
    return (
        _in_exposures(customer, "credits", amount),
        replace(order, paid=order.paid + amount),
    )


def _with_cover(customer, amount):
    limit = customer.exposure.limit
    if limit is None:
        return customer
    return replace(customer, exposure=replace(customer.exposure, limit=limit + amount))


def _in_exposures(customer, part, amount):
    """Add ``amount`` to a part of the exposure, his own and his group's."""
    own, group = (
        facts and replace(facts, **{part: getattr(facts, part) + amount})
        for facts in (customer.exposure, customer.group)
    )
    return replace(customer, exposure=own, group=group)


def _without(case, order, removed):
    if not removed:
        return order
    line_of = {line.id: line for line in case.lines}
    amount, counts = order.request.amount, dict(order.quantities)
    for line_id, quantity in removed:
        line = line_of[line_id]
        amount -= taken_amount(case, line, quantity)
        for rule_id, whole in line.counts.items():
            asked, before = counts[rule_id]
            counts[rule_id] = (asked - whole * quantity / line.quantity, before)
    request = replace(order.request, amount=amount)
    return replace(order, request=request, quantities=counts)


def taken_amount(case, line, quantity):
    """What ``quantity`` of a line is worth, rounded so that no less stays."""
    if quantity == line.quantity:
        return line.amount
    share = line.amount * quantity / line.quantity
    return share.quantize(case.cent, rounding=ROUND_DOWN)


def removing(case, base, removed):
    """``base`` with these quantities taken out."""
    line_of = {line.id: line for line in case.lines}
    amount = sum((taken_amount(case, line_of[i], q) for i, q in removed), ZERO)
    return replace(base, removed=removed, amount=amount)
