"""A check as plain values that last: what a decision document keeps of it."""

import hashlib
import json
from decimal import Decimal

from ..domain import exposure
from ..domain.policy import Kind

# what changes from day to day without anything having happened
DAILY = {"days", "oldest"}


def facts(check):
    """What was known when an order was checked; amounts as texts."""
    customer, order = check.before, check.facts
    known = {
        "currency": check.account.currency_id.name,
        "order": order.request.amount,
        "document": Decimal(str(check.order.amount_total)),
        "document_currency": check.order.currency_id.name,
        "counted": order.request.counted,
        "approved": order.request.approved,
        "paid": order.paid or None,
        "limit": customer.exposure.limit,
        "exposure": _exposure(customer.exposure),
        "group": customer.group and _exposure(customer.group),
        "group_limit": customer.group and customer.group.limit,
        "overdue": _overdue(customer.overdue),
        "risk_class": customer.risk_class,
        "dunning_step": customer.dunning_step or None,
        "limit_expired_days": customer.limit_expired_days,
        "broken_promise_days": customer.broken_promise_days,
        "returned_payment_days": customer.returned_payment_days,
        "last_payment_days": customer.last_payment_days,
        "forced_holds": customer.forced_holds + order.forced_holds or None,
        "term": check.order.payment_term_id.name or None,
    }
    return {name: plain(value) for name, value in known.items() if value is not None}


def _exposure(known):
    """The parts that are not zero, and their sum; None where nothing was read."""
    parts = {p.value: amount for p, amount in exposure.parts(known).items() if amount}
    if not parts and known.limit is None:
        return None
    return {**parts, "total": exposure.total(known)}


def _overdue(items):
    if not items:
        return None
    return {
        "amount": sum(amount for _days, amount in items),
        "oldest": max(days for days, _amount in items),
        "items": len(items),
    }


def hits(verdict, names):
    """Every rule that was hit, with its numbers.

    :param names: {rule id: name}, {exemption id: name} as a pair
    """
    rules, exemptions = names
    return [
        {
            "rule": hit.rule.id,
            "name": rules.get(hit.rule.id, ""),
            "kind": hit.rule.kind.value,
            "scope": hit.rule.scope.name.lower(),
            "effect": hit.rule.effect.value,
            "params": plain(hit.reason.params),
            "exemption": exemptions.get(hit.exemption),
            "approved": hit.approved,
            "holds": hit.holds,
        }
        for hit in verdict.hits
    ]


def excess(verdict):
    """By how much the limit is exceeded, the larger of his own and his group's."""
    limits = (Kind.LIMIT_EXCEEDED, Kind.GROUP_LIMIT_EXCEEDED)
    found = [
        hit.reason.params["excess"] for hit in verdict.hits if hit.rule.kind in limits
    ]
    return max(found, default=None)


def extent(check):
    """A text that is the same while a check finds the same, days going by aside."""
    content = [check.account.id, str(check.request.amount)]
    content += [
        [
            hit.rule.id,
            hit.exemption,
            hit.approved,
            {k: v for k, v in plain(hit.reason.params).items() if k not in DAILY},
        ]
        for hit in check.verdict.hits
    ]
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def plain(value):
    """Values that JSON knows; exact amounts stay exact, as texts."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, Decimal):
        return format(value, "f")
    return value
