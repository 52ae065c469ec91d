"""What each kind of rule measures, and when an exemption frees an order.

A measure takes (rule, customer, order) and gives the numbers of a hit, or None.
"""

from dataclasses import replace

from . import exposure
from .exposure import ZERO
from .policy_terms import CLASSES, ExemptionKind, Kind


def overdue_beyond(overdue, days, credits):
    """How much is more than ``days`` days overdue, after what is paid on account.

    What is to the customer's credit is matched with his oldest items, as the law of
    most countries does when nobody says otherwise.

    :param overdue: ((days, amount), …)
    :param credits: payments and credit notes not matched yet

    >>> from decimal import Decimal
    >>> overdue_beyond([(40, Decimal(50)), (10, Decimal(30))], 30, Decimal(20))
    Decimal('30')
    """
    left, found = credits, ZERO
    for age, amount in sorted(overdue, reverse=True):
        matched = min(left, amount)
        left -= matched
        if age > days:
            found += amount - matched
    return found


def _limit_exceeded(rule, customer, order):
    return _over_limit(customer.exposure, order)


def _group_limit_exceeded(rule, customer, order):
    return None if customer.group is None else _over_limit(customer.group, order)


def _over_limit(facts, order):
    decision = exposure.check(facts, replace(order.request, approved=None))
    return None if decision.ok else dict(decision.reasons[0].params)


def _limit_expired(rule, customer, order):
    days = customer.limit_expired_days
    if customer.exposure.limit is None or days is None or days <= rule.days:
        return None
    return {"days": days, "allowed": rule.days, "limit": customer.exposure.limit}


def _limit_used(rule, customer, order):
    after = exposure.with_order(customer.exposure, order.request)
    used = exposure.used_share(after)
    if used is None or used <= rule.percent:
        return None
    return {"used": used, "allowed": rule.percent, "limit": after.limit}


def _days_overdue(rule, customer, order):
    amount = overdue_beyond(customer.overdue, rule.days, customer.exposure.credits)
    if amount <= rule.amount:
        return None
    oldest = max(days for days, _amount in customer.overdue)
    values = {"amount": amount, "allowed": rule.amount}
    return {**values, "days": rule.days, "oldest": oldest}


def _overdue_amount(rule, customer, order):
    amount = overdue_beyond(customer.overdue, 0, customer.exposure.credits)
    if amount <= rule.amount:
        return None
    return {"amount": amount, "allowed": rule.amount}


def _order_amount(rule, customer, order):
    amount = order.request.amount
    return _more(amount, rule.amount, "amount")


def _risk_class(rule, customer, order):
    found = customer.risk_class
    if found is None or CLASSES.index(found) < CLASSES.index(rule.risk_class):
        return None
    return {"risk_class": found, "allowed": rule.risk_class}


def _dunning_step(rule, customer, order):
    if customer.dunning_step < rule.level:
        return None
    return {"step": customer.dunning_step, "allowed": rule.level}


def _broken_promise(rule, customer, order):
    return _within(customer.broken_promise_days, rule.days)


def _returned_payment(rule, customer, order):
    return _within(customer.returned_payment_days, rule.days)


def _last_payment(rule, customer, order):
    days = customer.last_payment_days
    owes = customer.exposure.receivables > 0
    if not owes or days is None or days <= rule.days:
        return None
    return {"days": days, "allowed": rule.days}


def _better_term(rule, customer, order):
    if order.term_days - order.own_term_days <= rule.days:
        return None
    return {"days": order.term_days, "own": order.own_term_days, "allowed": rule.days}


def _better_discount(rule, customer, order):
    if order.discount - order.own_discount <= rule.percent:
        return None
    own = order.own_discount
    return {"percent": order.discount, "own": own, "allowed": rule.percent}


def _quantity(rule, customer, order):
    asked, before = order.quantities.get(rule.id, (ZERO, ZERO))
    if not asked or asked + before <= rule.quantity:
        return None
    values = {"quantity": asked, "before": before, "days": rule.days}
    return {**values, "allowed": rule.quantity}


def _forced_hold(rule, customer, order):
    count = customer.forced_holds + order.forced_holds
    return {"count": count} if count else None


def _more(value, allowed, name):
    return {name: value, "allowed": allowed} if value > allowed else None


def _within(days, allowed):
    if days is None or days > allowed:
        return None
    return {"days": days, "allowed": allowed}


MEASURES = {
    Kind.LIMIT_EXCEEDED: _limit_exceeded,
    Kind.GROUP_LIMIT_EXCEEDED: _group_limit_exceeded,
    Kind.LIMIT_EXPIRED: _limit_expired,
    Kind.LIMIT_USED: _limit_used,
    Kind.DAYS_OVERDUE: _days_overdue,
    Kind.OVERDUE_AMOUNT: _overdue_amount,
    Kind.ORDER_AMOUNT: _order_amount,
    Kind.RISK_CLASS: _risk_class,
    Kind.DUNNING_STEP: _dunning_step,
    Kind.BROKEN_PROMISE: _broken_promise,
    Kind.LAST_PAYMENT: _last_payment,
    Kind.BETTER_TERM: _better_term,
    Kind.BETTER_DISCOUNT: _better_discount,
    Kind.QUANTITY: _quantity,
    Kind.RETURNED_PAYMENT: _returned_payment,
    Kind.FORCED_HOLD: _forced_hold,
}

EXEMPT = {
    ExemptionKind.PREPAID: lambda exemption, customer, order: (
        order.request.amount > 0
        and order.paid * 100 >= exemption.percent * order.request.amount
    ),
    ExemptionKind.WHITELISTED: lambda exemption, customer, order: customer.whitelisted,
    ExemptionKind.SMALL_ORDER: lambda exemption, customer, order: (
        order.request.amount <= exemption.amount
    ),
    ExemptionKind.PAYMENT_TERM: lambda exemption, customer, order: (
        order.term in exemption.terms
    ),
}
