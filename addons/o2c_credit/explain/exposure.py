"""The only place of this module that turns reasons and figures into sentences."""

from ..domain import exposure
from ..domain.exposure import Part, Standing, Why


def refusal(env, currency, decision):
    """Why an order does not pass, with the numbers that mattered."""
    return " ".join(_sentence(env, currency, reason) for reason in decision.reasons)


def _sentence(env, currency, reason):
    values = {
        name: currency.format(float(reason.params[name]))
        for name in ("limit", "exposure", "order", "excess")
    }
    return over_limit(env, values, reason.params["counted"])


def over_limit(env, values, counted):
    """The limit is or would be exceeded; ``values`` are amounts as texts."""
    texts = {
        (Why.LIMIT_EXCEEDED, False): env._(
            "The credit limit of %(limit)s would be exceeded by %(excess)s: exposure"
            " %(exposure)s and this order %(order)s.",
            **values,
        ),
        (Why.LIMIT_EXCEEDED, True): env._(
            "The credit limit of %(limit)s is exceeded by %(excess)s: exposure"
            " %(exposure)s, with this order of %(order)s in it.",
            **values,
        ),
    }
    return texts[Why.LIMIT_EXCEEDED, counted]


def fits_again(env):
    """Why a hold was released without a person."""
    return env._("The credit limit covers the order now.")


def other_customer(env):
    """Why a hold ended although the order waits: another customer owes it now."""
    return env._("The order is invoiced to another customer now.")


def cancelled(env):
    """Why a hold ended with its order."""
    return env._("The order was cancelled.")


def not_resumed(env, error):
    """What stands on an order that was free again but could not be confirmed."""
    return env._(
        "The credit hold was released, but the order could not be confirmed: %s", error
    )


def part_name(env, part):
    """The name of a part of the exposure."""
    return {
        Part.NOT_DUE: env._("Not due"),
        Part.OVERDUE: env._("Overdue"),
        Part.IMPORTED: env._("Imported open items"),
        Part.DISPUTED: env._("Disputed"),
        Part.CREDITS: env._("Unmatched payments and credits"),
        Part.ORDERS: env._("Ordered, not delivered"),
        Part.DELIVERED: env._("Delivered, not invoiced"),
        Part.DRAFT_INVOICES: env._("Draft invoices"),
        Part.INSURED: env._("Insured"),
        Part.SUBSIDIARIES: env._("Subsidiaries"),
    }[part]


def parts(env, currency, facts):
    """The parts of the exposure that are not nothing, and their sum, for the table.

    :return: list of {part, label, amount}; the last one is the sum, without part
    """
    rows = [
        {
            "part": part.value,
            "label": part_name(env, part),
            "amount": currency.format(float(amount)),
        }
        for part, amount in exposure.parts(facts).items()
        if amount
    ]
    whole = currency.format(float(exposure.total(facts)))
    return [*rows, {"part": False, "label": env._("Exposure"), "amount": whole}]


def standing_name(env, standing):
    """How a customer stands against his limit, in a word or two."""
    return {
        Standing.UNLIMITED: env._("No limit"),
        Standing.WITHIN: env._("Within the limit"),
        Standing.NEAR: env._("Near the limit"),
        Standing.OVER: env._("Over the limit"),
    }[standing]


def limit_text(env, currency, limit):
    """A limit as text; None is no limit."""
    if limit is None:
        return env._("No limit")
    return currency.format(float(limit))


def card(env, currency, facts, request=None):
    """A customer's credit as the bar shows it, with ``request`` as the order in hand.

    :return: dict of texts, of widths in per cent and of the standing's name
    """
    order = request or exposure.Request(exposure.ZERO)
    after = exposure.with_order(facts, order)
    standing = exposure.standing(after)
    used, asked, limit = exposure.bar(facts, order)
    return {
        "standing": standing.value,
        "title": _card_title(env, currency, after, standing),
        "used": float(used),
        "asked": float(asked),
        "limit": float(limit),
        "lines": _card_lines(env, currency, facts, request),
    }


def _card_title(env, currency, after, standing):
    if standing != Standing.OVER:
        return standing_name(env, standing)
    excess = currency.format(float(-exposure.headroom(after)))
    return env._("Over the limit by %s", excess)


def _card_lines(env, currency, facts, request):
    lines = [
        (env._("Credit limit"), limit_text(env, currency, facts.limit)),
        (env._("Exposure"), currency.format(float(exposure.total(facts)))),
    ]
    if request and request.counted:
        lines.append(
            (env._("Of it this order"), currency.format(float(request.amount)))
        )
    elif request:
        lines.append((env._("This order"), currency.format(float(request.amount))))
    if facts.limit is not None:
        after = exposure.with_order(facts, request) if request else facts
        room = currency.format(float(exposure.headroom(after)))
        adds = request and not request.counted
        lines.append((env._("Headroom after it") if adds else env._("Headroom"), room))
    return [{"label": label, "value": value} for label, value in lines]


def card_section(env):
    """The title of the section on the customer card."""
    return env._("Credit")
