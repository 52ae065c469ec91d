"""Sentences about limits: what makes them up, how they changed, who may not."""

from odoo.tools import format_date

from ..domain import limit
from . import exposure


def refused(env, names):
    """Why somebody may not set the limit of these customers."""
    return env._(
        "Only credit managers set credit limits. Not changed: %(customers)s",
        customers=", ".join(names),
    )


def needs_second_person(env, names):
    """Why a manager alone may not set the limit of these customers."""
    return env._(
        "In this company a limit needs two people: request it, and another credit"
        " manager approves it. Not changed: %(customers)s",
        customers=", ".join(names),
    )


def own_order_waits(env, names):
    """Why he who asked for an order does not raise the limit it waits for."""
    return env._(
        "An order that you requested waits for this limit: another credit manager has"
        " to raise it. Not changed: %(customers)s",
        customers=", ".join(names),
    )


def only_managers(env):
    """Why somebody may not decide about limits."""
    return env._("Only credit managers decide about limits.")


def not_ones_own(env):
    """Why somebody may not let his own request pass."""
    return env._("Nobody approves what he asked for himself.")


def not_yours(env):
    """Why somebody may not withdraw a request."""
    return env._("Only he who asked for it takes it back.")


def today(account):
    """The limit in force today as text."""
    return exposure.limit_text(account.env, account.currency_id, account._limit())


def asked(request):
    """What a request asks for, in a few words."""
    env = request.env
    amount = request.currency_id.format(request.amount)
    if request.kind == "unlimited":
        return env._("No limit")
    if request.kind == "permanent":
        return amount
    return env._(
        "%(amount)s from %(start)s, ends on %(end)s",
        amount=amount,
        start=_day(env, request.date_from),
        end=_day(env, request.date_to),
    )


def decided(request):
    """What he who asked reads when it was decided."""
    env = request.env
    texts = {
        "approved": env._("Approved: %s", request.asked),
        "rejected": env._("Rejected: %s", request.decision_note),
        "withdrawn": env._("Withdrawn"),
    }
    return texts[request.state]


def reminder(env, name):
    """What an activity asks for when the date ``name`` of an account is due."""
    return {
        "review_date": env._("Review the credit limit"),
        "limit_expires": env._("The credit limit expires"),
    }[name]


def forecast(account, found):
    """The headroom of the coming weeks for the table.

    What the customer is expected to pay is shown to those who see what he owes.
    """
    env, currency = account.env, account.currency_id
    groups = "o2c_credit.group_credit_user,account.group_account_invoice"
    sees_parts = env.user.has_groups(groups)
    weeks = [
        {
            "label": format_date(env, week.start, date_format="d MMM"),
            "expected": sees_parts and currency.format(float(week.expected)),
            "exposure": currency.format(float(week.exposure)),
            "headroom": exposure.limit_text(env, currency, week.headroom),
            "over": week.headroom is not None and week.headroom < 0,
            "used": _used(week),
        }
        for week in found.weeks
    ]
    late = sees_parts and bool(found.late) and currency.format(float(found.late))
    return {"weeks": weeks, "late": late, "sees_parts": sees_parts}


def _used(week):
    """How much of the limit is used at the end of the week, in per cent up to 100."""
    if week.headroom is None:
        return 0
    whole = week.exposure + week.headroom
    if week.exposure <= 0:
        return 0
    return 100 if whole <= 0 else min(100, int(week.exposure * 100 / whole))


def changes(account, before):
    """What stands in the chatter when the terms were ``before``: list of sentences."""
    env, currency, after = account.env, account.currency_id, account._terms()
    if before.permanent != after.permanent:
        yield env._(
            "Credit limit changed: %(before)s → %(after)s",
            before=exposure.limit_text(env, currency, before.permanent),
            after=exposure.limit_text(env, currency, after.permanent),
        )
    if _temporary(before) != _temporary(after):
        yield env._(
            "Temporary limit changed: %(before)s → %(after)s",
            before=_temporary_text(account, before),
            after=_temporary_text(account, after),
        )
    if before.expires != after.expires:
        yield env._(
            "Limit good until: %(before)s → %(after)s",
            before=_day(env, before.expires),
            after=_day(env, after.expires),
        )
    if before.covers_subsidiaries != after.covers_subsidiaries:
        yield (
            env._("The limit covers the subsidiaries now.")
            if after.covers_subsidiaries
            else env._("The limit no longer covers the subsidiaries.")
        )
    if before.covers != after.covers:
        yield env._(
            "Guarantees and insurance changed: %(before)s → %(after)s",
            before=_covers_text(account, before),
            after=_covers_text(account, after),
        )


def makeup(account, effective):
    """What today's limit is made of: list of {label, value}, the sum last."""
    env = account.env
    currency = account.currency_id or env.company.currency_id
    terms = account._terms()
    day = (account.company_id or env.company)._o2c_credit_today()
    replaced = limit.has_temporary(terms, day)
    lines = [(env._("Permanent limit"), terms.permanent, replaced)]
    if replaced:
        label = env._("Temporary limit until %s", _day(env, terms.end))
        lines.append((label, terms.temporary, False))
    pledged = limit.guaranteed(terms, day)
    if pledged:
        lines.append((env._("Guarantees"), pledged, False))
    lines.append((env._("Limit today"), effective, False))
    return [
        {
            "label": label,
            "value": exposure.limit_text(env, currency, value),
            "replaced": replaced,
        }
        for label, value, replaced in lines
    ]


def _temporary(terms):
    return terms.temporary, terms.start, terms.end


def _temporary_text(account, terms):
    env = account.env
    if terms.temporary is None:
        return env._("none")
    return env._(
        "%(amount)s from %(start)s, ends on %(end)s",
        amount=account.currency_id.format(float(terms.temporary)),
        start=_day(env, terms.start),
        end=_day(env, terms.end),
    )


def _covers_text(account, terms):
    amounts = [account.currency_id.format(float(c.amount)) for c in terms.covers]
    return " + ".join(amounts) or account.env._("none")


def _day(env, day):
    return format_date(env, day) if day else env._("open")
