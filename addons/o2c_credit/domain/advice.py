"""Make it pass: the smallest changes after which an order that is held passes.

Every change is tried on the policy as a whole, which is asked and not known here. It
is taken as given that more of a change never makes the policy stricter.
"""

from dataclasses import replace
from decimal import ROUND_CEILING
from itertools import combinations, permutations

from . import policy
from .exposure import ZERO
from .policy import Kind
from .proposal import Advice, Change, Proposal, changed, passes, removing

# up to so many lines every choice is tried, beyond the likeliest ones
EXACT_LINES = 9
EXACT_ORDERS = 4
# how far beyond its first step a limit is raised at most, as a power of two
FARTHEST = 48

TERM_KINDS = frozenset({Kind.BETTER_TERM, Kind.BETTER_DISCOUNT})
OVERDUE_KINDS = frozenset({Kind.DAYS_OVERDUE, Kind.OVERDUE_AMOUNT, Kind.LAST_PAYMENT})


def advise(case):
    """The smallest changes after which the order passes: an :class:`Advice`.

    Nothing is proposed for an order that passes.

    >>> from decimal import Decimal
    >>> from odoo.addons.o2c_credit.domain import proposal
    >>> facts = policy.CustomerFacts(policy.ExposureFacts(limit=Decimal(70)))
    >>> order = policy.OrderFacts(policy.Request(Decimal(100)))
    >>> case = proposal.Case(facts, order, (policy.Rule(1, Kind.LIMIT_EXCEEDED),))
    >>> [(p.change.value, str(p.amount)) for p in advise(case).proposals]
    [('deposit', '30.00'), ('cover', '30.00')]
    """
    verdict = policy.evaluate(case.customer, case.order, case.rules)
    if verdict.decision.ok:
        return Advice()
    kinds = {hit.rule.kind for hit in verdict.hits if hit.holds}
    found = {change: _first(case, change, kinds) for change in Change}
    if kinds <= OVERDUE_KINDS and _no_less(
        found[Change.DEPOSIT], found[Change.PAYMENT]
    ):
        # what is overdue is paid, not a new order in advance
        del found[Change.DEPOSIT]
    proposals = tuple(filter(None, found.values()))
    return Advice(proposals, _needs(case, verdict, proposals))


def _no_less(one, other):
    return bool(one and other) and one.amount >= other.amount


def _first(case, change, kinds):
    """The smallest change of this kind, with as little before it as needed."""
    for before in _preparations(case, change, kinds):
        if passes(case, before):
            return None  # what comes first is enough
        found = _SEARCH[change](case, before)
        if found:
            return found
    return None


def _preparations(case, change, kinds):
    """What may have to be agreed or paid first, the least first."""
    nothing = Proposal(change)
    yield nothing
    term = payment = None
    if kinds & TERM_KINDS and change != Change.TERM:
        term = _term_against(case, kinds & TERM_KINDS)
    if kinds & OVERDUE_KINDS and change != Change.PAYMENT:
        payment = _payment_against(case, kinds & OVERDUE_KINDS)
    if term:
        yield replace(nothing, term=term)
    if payment:
        yield replace(nothing, payment=payment)
    if term and payment:
        yield replace(nothing, term=term, payment=payment)


def _term_against(case, kinds):
    """The longest of the shorter terms with which rules of these kinds let it pass."""
    only = replace(case, rules=tuple(r for r in case.rules if r.kind in kinds))
    found = _term(only, Proposal(Change.TERM))
    return found and found.term


def _payment_against(case, kinds):
    only = replace(case, rules=tuple(r for r in case.rules if r.kind in kinds))
    found = _payment(only, Proposal(Change.PAYMENT))
    return found and found.amount


def _term(case, base):
    present = case.order.term_days
    shorter = [t for t in case.terms if t.days < present and t.id != case.order.term]
    for term in sorted(shorter, key=lambda t: (-t.days, t.discount)):
        proposal = replace(base, term=term)
        if passes(case, proposal):
            return proposal
    return None


def _deposit(case, base):
    return _amount(case, base, case.order.request.amount - case.order.paid)


def _payment(case, base):
    overdue = sum((amount for _days, amount in case.customer.overdue), ZERO)
    return _amount(case, base, overdue - case.customer.exposure.credits)


def _amount(case, base, most):
    """The least amount, in whole steps or all of ``most``, that makes it pass."""
    if most <= 0:
        return None

    def at(count):
        return replace(base, amount=min(case.step * count, most))

    highest = int((most / case.step).to_integral_value(ROUND_CEILING))
    count = _least(lambda n: passes(case, at(n)), highest)
    return count and at(count)


def _cover(case, base):
    unlimited = replace(case.customer.exposure, limit=None)
    free = replace(case, customer=replace(case.customer, exposure=unlimited))
    if case.customer.exposure.limit is None or not passes(free, base):
        return None

    def enough(count):
        return passes(case, replace(base, amount=case.step * count))

    for power in range(FARTHEST):
        if enough(2**power):
            count = _least(enough, 2**power)
            return replace(base, amount=case.step * count)
    return None


def _least(enough, highest):
    """The least count from 1 to ``highest`` that is enough; None when none is.

    What is enough stays so with more.
    """
    if not enough(highest):
        return None
    low, high = 1, highest
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _drop(case, base):
    """Whole lines, worth as little as possible, then as few as possible."""
    lines = [line for line in case.lines if line.steps and not line.least]
    if len(lines) > EXACT_LINES:
        whole = [replace(line, step=line.quantity) for line in lines]
        return _smallest(case, [_packed(case, base, o) for o in _orders(whole)])
    sets = [
        tuple((line.id, line.quantity) for line in chosen)
        for count in range(1, len(lines) + 1)
        for chosen in combinations(lines, count)
    ]
    proposals = [removing(case, base, removed) for removed in sets]
    for proposal in sorted(proposals, key=lambda p: (p.amount, len(p.removed))):
        if _something_left(case, proposal) and passes(case, proposal):
            return proposal
    return None


def _split(case, base):
    lines = [line for line in case.lines if line.steps]
    return _smallest(case, [_packed(case, base, order) for order in _orders(lines)])


def _orders(lines):
    """In which orders lines are put back: all, or those that promise most."""
    if len(lines) <= EXACT_ORDERS:
        return permutations(lines)
    by_price = sorted(lines, key=lambda line: line.amount / line.quantity)
    by_amount = sorted(lines, key=lambda line: line.amount)
    return [lines, by_price, by_price[::-1], by_amount, by_amount[::-1]]


def _packed(case, base, lines):
    """Take everything out and put back as much as passes, line by line."""

    def without(counts):
        taken = [(ln.id, counts[ln.id] * ln.step) for ln in lines if counts[ln.id]]
        return removing(case, base, tuple(taken))

    counts = {line.id: line.steps for line in lines}
    if not passes(case, without(counts)):
        return None
    for line in lines:

        def enough(count, line=line):
            return passes(case, without({**counts, line.id: count}))

        counts[line.id] = 0 if enough(0) else _least(enough, line.steps)
    return without(counts)


def _smallest(case, proposals):
    found = [p for p in proposals if p and p.removed and _something_left(case, p)]
    return min(found, key=_how_much, default=None)


def _how_much(proposal):
    pieces = sum((quantity for _line, quantity in proposal.removed), ZERO)
    return proposal.amount, len(proposal.removed), pieces


def _something_left(case, proposal):
    """Whether goods stay on the order; charges alone are no order."""
    removed = dict(proposal.removed)
    return any(
        removed.get(line.id, ZERO) < line.quantity for line in case.lines if line.steps
    )


# ----------------------------------------------------------------- when nothing helps
def _needs(case, verdict, proposals):
    """The reasons that stay when all that could be changed is changed."""
    if any(proposal.change != Change.COVER for proposal in proposals):
        return ()
    holding = [hit for hit in verdict.hits if hit.holds]
    customer, order = _at_best(case)
    best = policy.evaluate(customer, order, case.rules)
    staying = {hit.rule.id for hit in best.hits if hit.holds}
    kept = [hit.reason for hit in holding if hit.rule.id in staying]
    return tuple(kept or [hit.reason for hit in holding])


def _at_best(case):
    """The facts with everything paid, the shortest term and the smallest order."""
    order = case.order
    overdue = sum((amount for _days, amount in case.customer.overdue), ZERO)
    shorter = [term for term in case.terms if term.days < order.term_days]
    lines = [line for line in case.lines if line.steps]
    best = Proposal(
        Change.DEPOSIT,
        amount=max(order.request.amount - order.paid, ZERO),
        term=min(shorter, key=lambda term: term.days, default=None),
        payment=overdue,
        removed=tuple((line.id, line.step * line.steps) for line in lines[1:]),
    )
    return changed(case, best)


_SEARCH = {
    Change.DEPOSIT: _deposit,
    Change.TERM: _term,
    Change.SPLIT: _split,
    Change.DROP: _drop,
    Change.PAYMENT: _payment,
    Change.COVER: _cover,
}
