"""The credit policy: which rules an order hits, and whether it passes.

Nothing here knows a clock. A rule of a narrower scope replaces those of a wider one on
the same matter; an exemption wins over the rules it names; every rule that was hit is
reported, not only the first. The words are in ``policy_terms``, what each kind of rule
measures in ``policy_measures``; both are to be had from here.
"""

from dataclasses import replace

from odoo.addons.o2c_orders.domain.decision import Reason

from . import exposure
from .exposure import ZERO, ExposureFacts, Request
from .policy_measures import EXEMPT, MEASURES, overdue_beyond
from .policy_terms import (
    AT_STAKE,
    CLASSES,
    CustomerFacts,
    Effect,
    Exemption,
    ExemptionKind,
    Hit,
    Kind,
    OrderFacts,
    Rule,
    Scope,
    Verdict,
)

__all__ = [
    "AT_STAKE",
    "CLASSES",
    "CustomerFacts",
    "Effect",
    "Exemption",
    "ExemptionKind",
    "ExposureFacts",
    "Hit",
    "Kind",
    "OrderFacts",
    "Request",
    "Rule",
    "Scope",
    "Verdict",
    "add_taken",
    "after",
    "applicable",
    "evaluate",
    "evaluate_all",
    "overdue_beyond",
    "with_order",
]


def applicable(rules):
    """The rules that count: for each matter only those of its narrowest scope.

    Where two of the same scope contradict each other, the one that is not off counts.

    >>> from decimal import Decimal
    >>> general = Rule(1, Kind.ORDER_AMOUNT, amount=Decimal(100))
    >>> own = Rule(2, Kind.ORDER_AMOUNT, Scope.CUSTOMER, Effect.OFF)
    >>> applicable([general, own])
    []
    """
    narrowest = {}
    for rule in rules:
        narrowest[rule.matter] = max(narrowest.get(rule.matter, rule.scope), rule.scope)
    return [
        rule
        for rule in rules
        if rule.scope == narrowest[rule.matter] and rule.effect != Effect.OFF
    ]


def evaluate(customer, order, rules):
    """All rules of ``rules`` that the order hits: a :class:`Verdict`.

    :param rules: those that are for this customer and this phase, any scope
    """
    hits = []
    for rule in applicable(rules):
        params = _measure(rule, customer, order)
        if params is not None:
            hits.append(
                Hit(
                    rule,
                    Reason(rule.kind, params),
                    _exemption(rule, customer, order),
                    _is_approved(rule, order),
                )
            )
    verdict = Verdict(tuple(hits), customer)
    if verdict.decision.ok:
        return replace(verdict, customer=with_order(customer, order.request))
    return verdict


def _measure(rule, customer, order):
    if rule.kind in AT_STAKE and order.request.amount <= 0:
        return None
    return MEASURES[rule.kind](rule, customer, order)


def evaluate_all(customer, orders, rules):
    """Several orders of one customer, each in its turn: a list of Verdicts.

    An order that passes uses up the limit and the quantities for those after it.
    """
    verdicts, mine = [], {}
    for asked in orders:
        order = after(asked, mine)
        verdict = evaluate(customer, order, rules)
        customer = verdict.customer
        verdicts.append(verdict)
        if verdict.decision.ok:
            mine = add_taken(mine, order)
    return verdicts


def after(order, earlier):
    """The order, with what orders before it took counted as ordered before.

    :param earlier: {rule id: quantity}, see :func:`add_taken`
    """
    quantities = {
        key: (asked, before + earlier.get(key, ZERO))
        for key, (asked, before) in order.quantities.items()
    }
    return replace(order, quantities=quantities)


def add_taken(earlier, order):
    """``earlier`` with what this order takes; one that is confirmed counts already."""
    if order.request.counted:
        return earlier
    asked = {key: asked for key, (asked, _before) in order.quantities.items()}
    return {
        key: earlier.get(key, ZERO) + asked.get(key, ZERO) for key in earlier | asked
    }


def with_order(customer, request):
    """The facts as they are once the order is let pass."""
    group = customer.group and exposure.with_order(customer.group, request)
    return replace(
        customer, exposure=exposure.with_order(customer.exposure, request), group=group
    )


def _exemption(rule, customer, order):
    if rule.kind == Kind.FORCED_HOLD:
        # what a person stopped, a rule does not free
        return None
    for exemption in rule.exemptions:
        if EXEMPT[exemption.kind](exemption, customer, order):
            return exemption.id
    return None


def _is_approved(rule, order):
    request = order.request
    if rule.kind == Kind.FORCED_HOLD or request.approved is None:
        return False
    known = order.approved_kinds is None or rule.kind in order.approved_kinds
    return known and request.amount <= request.approved
