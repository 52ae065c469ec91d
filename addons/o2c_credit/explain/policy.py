"""Rules, exemptions and what they found, in words."""

from decimal import Decimal

from ..domain.policy import Effect, ExemptionKind, Kind
from . import exposure

MONEY = ("amount", "limit", "exposure", "order", "excess")


def refusal(env, check):
    """Why an order does not pass, each rule with its numbers, one line for each."""
    currency = check.account.currency_id
    return "\n".join(sentence(env, currency, hit.reason) for hit in check.holds)


def passes_again(env, check):
    """Why a hold was released without a person."""
    if any(hold.credit_excess for hold in check.ledger.filtered(_is_open)):
        return exposure.fits_again(env)
    return env._("The order passes the credit policy now.")


def _is_open(hold):
    return hold.state == "open"


def sentence(env, currency, reason):
    """What a rule found, with its numbers.

    :param reason: a Reason whose code is a Kind (or its value); amounts are Decimals
        or texts of them
    """
    kind = Kind(reason.code)
    if kind in (Kind.LIMIT_EXCEEDED, Kind.GROUP_LIMIT_EXCEEDED):
        return _over_limit(env, currency, kind, reason.params)
    return _SENTENCES[kind](env, _Values(env, currency, reason.params))


class _Values(dict):
    """The numbers of a reason as texts; ``money`` and ``number`` on demand."""

    def __init__(self, env, currency, params):
        super().__init__(params)
        self.env, self.currency = env, currency

    def money(self, name):
        return self.currency.format(float(self[name]))

    def number(self, name):
        return number(self[name])


def number(value):
    """A number without zeros at its end."""
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _over_limit(env, currency, kind, params):
    names = ("limit", "exposure", "order", "excess")
    values = {name: currency.format(float(params[name])) for name in names}
    if kind == Kind.LIMIT_EXCEEDED:
        return exposure.over_limit(env, values, params["counted"])
    if params["counted"]:
        return env._(
            "The credit limit of %(limit)s for the whole group is exceeded by"
            " %(excess)s: exposure %(exposure)s, with this order of %(order)s in it.",
            **values,
        )
    return env._(
        "The credit limit of %(limit)s for the whole group would be exceeded by"
        " %(excess)s: exposure %(exposure)s and this order %(order)s.",
        **values,
    )


_SENTENCES = {
    Kind.LIMIT_EXPIRED: lambda env, v: env._(
        "The credit limit of %(limit)s expired %(days)s days ago; %(allowed)s are"
        " allowed.",
        limit=v.money("limit"),
        days=v["days"],
        allowed=v["allowed"],
    ),
    Kind.LIMIT_USED: lambda env, v: env._(
        "With this order %(used)s %% of the limit of %(limit)s are used; %(allowed)s"
        " %% are allowed.",
        used=number(round(Decimal(str(v["used"])), 1)),
        limit=v.money("limit"),
        allowed=v.number("allowed"),
    ),
    Kind.DAYS_OVERDUE: lambda env, v: env._(
        "%(amount)s is more than %(days)s days overdue, the oldest item %(oldest)s"
        " days; %(allowed)s is allowed.",
        amount=v.money("amount"),
        days=v["days"],
        oldest=v["oldest"],
        allowed=v.money("allowed"),
    ),
    Kind.OVERDUE_AMOUNT: lambda env, v: env._(
        "%(amount)s is overdue; %(allowed)s is allowed.",
        amount=v.money("amount"),
        allowed=v.money("allowed"),
    ),
    Kind.ORDER_AMOUNT: lambda env, v: env._(
        "The order amounts to %(amount)s; %(allowed)s is allowed.",
        amount=v.money("amount"),
        allowed=v.money("allowed"),
    ),
    Kind.RISK_CLASS: lambda env, v: env._(
        "The customer is in risk class %(found)s; the rule stops class %(allowed)s and"
        " worse.",
        found=v["risk_class"],
        allowed=v["allowed"],
    ),
    Kind.DUNNING_STEP: lambda env, v: env._(
        "Dunning has reached step %(step)s; the rule stops from step %(allowed)s.",
        step=v["step"],
        allowed=v["allowed"],
    ),
    Kind.BROKEN_PROMISE: lambda env, v: env._(
        "A promise to pay was broken %(days)s days ago; the rule looks back"
        " %(allowed)s days.",
        days=v["days"],
        allowed=v["allowed"],
    ),
    Kind.RETURNED_PAYMENT: lambda env, v: env._(
        "A payment was returned %(days)s days ago; the rule looks back %(allowed)s"
        " days.",
        days=v["days"],
        allowed=v["allowed"],
    ),
    Kind.LAST_PAYMENT: lambda env, v: env._(
        "The customer owes and paid for the last time %(days)s days ago; %(allowed)s"
        " are allowed.",
        days=v["days"],
        allowed=v["allowed"],
    ),
    Kind.BETTER_TERM: lambda env, v: env._(
        "The payment term gives %(days)s days, the customer's own %(own)s; %(allowed)s"
        " more are allowed.",
        days=v["days"],
        own=v["own"],
        allowed=v["allowed"],
    ),
    Kind.BETTER_DISCOUNT: lambda env, v: env._(
        "The discount is %(percent)s %%, the customer's own terms give %(own)s %%;"
        " %(allowed)s more are allowed.",
        percent=v.number("percent"),
        own=v.number("own"),
        allowed=v.number("allowed"),
    ),
    Kind.QUANTITY: lambda env, v: env._(
        "%(quantity)s are ordered after %(before)s in %(days)s days; %(allowed)s are"
        " allowed.",
        quantity=v.number("quantity"),
        before=v.number("before"),
        days=v["days"],
        allowed=v.number("allowed"),
    ),
    Kind.FORCED_HOLD: lambda env, v: env._(
        "Stopped by people: %(count)s holds.", count=v["count"]
    ),
}


# ----------------------------------------------------------------- records in words
def rule(record):
    """A rule as one sentence: what it does, when, for whom, except what."""
    env = record.env
    parts = [_does(record), _whom(record), _unless(record)]
    text = " ".join(part for part in parts if part).replace(" ,", ",")
    return env._("%s.", text)


def _does(record):
    env, effect = record.env, Effect(record.effect)
    values = {"what": _condition(record), "when": _when(record)}
    if effect == Effect.HOLD:
        return env._("Hold %(when)s when %(what)s", **values)
    if effect == Effect.WARN:
        return env._("Warn %(when)s when %(what)s", **values)
    return env._("Do nothing %(when)s when %(what)s", **values)


def _when(record):
    env = record.env
    if record.at_confirmation and record.at_delivery:
        return env._("at confirmation and delivery")
    if record.at_delivery:
        return env._("at delivery")
    return env._("at confirmation")


def _condition(record):
    env = record.env
    values = {
        "amount": (record.currency_id or env.company.currency_id).format(record.amount),
        "days": record.days,
        "percent": number(record.percent),
        "level": record.level,
        "risk_class": record.risk_class,
        "quantity": number(record.quantity),
        "uom": record.uom_id.name or "",
        "product": record.product_id.display_name
        or record.product_category_id.display_name
        or "…",
    }
    return _CONDITIONS[Kind(record.kind)](env, values)


_CONDITIONS = {
    Kind.LIMIT_EXCEEDED: lambda env, v: env._("the credit limit would be exceeded"),
    Kind.GROUP_LIMIT_EXCEEDED: lambda env, v: env._(
        "the limit of the customer's group would be exceeded"
    ),
    Kind.LIMIT_EXPIRED: lambda env, v: (
        env._("the credit limit expired more than %(days)s days ago", **v)
        if v["days"]
        else env._("the credit limit has expired")
    ),
    Kind.LIMIT_USED: lambda env, v: env._(
        "more than %(percent)s %% of the limit would be used", **v
    ),
    Kind.DAYS_OVERDUE: lambda env, v: env._(
        "more than %(amount)s is more than %(days)s days overdue", **v
    ),
    Kind.OVERDUE_AMOUNT: lambda env, v: env._("more than %(amount)s is overdue", **v),
    Kind.ORDER_AMOUNT: lambda env, v: env._("the order exceeds %(amount)s", **v),
    Kind.RISK_CLASS: lambda env, v: env._(
        "the customer is in risk class %(risk_class)s or worse", **v
    ),
    Kind.DUNNING_STEP: lambda env, v: env._(
        "dunning has reached step %(level)s or a later one", **v
    ),
    Kind.BROKEN_PROMISE: lambda env, v: env._(
        "a promise was broken in the last %(days)s days", **v
    ),
    Kind.RETURNED_PAYMENT: lambda env, v: env._(
        "a payment was returned in the last %(days)s days", **v
    ),
    Kind.LAST_PAYMENT: lambda env, v: env._(
        "the customer owes and last paid more than %(days)s days ago", **v
    ),
    Kind.BETTER_TERM: lambda env, v: (
        env._(
            "the payment term is more than %(days)s days longer than the"
            " customer's own",
            **v,
        )
        if v["days"]
        else env._("the payment term is longer than the customer's own")
    ),
    Kind.BETTER_DISCOUNT: lambda env, v: env._(
        "the discount is more than %(percent)s %% above what the customer's own terms"
        " give",
        **v,
    ),
    Kind.QUANTITY: lambda env, v: env._(
        "more than %(quantity)s %(uom)s of %(product)s are ordered in %(days)s days",
        **v,
    ),
    Kind.FORCED_HOLD: lambda env, v: env._("a person holds the order or the customer"),
}


def _whom(record):
    env = record.env
    if record.scope == "customer":
        return env._("for %s", record.partner_id.display_name or "…")
    if record.scope == "all":
        return ""
    parts = [
        _chosen(env._("tags: %s"), record.category_ids),
        _chosen(env._("sectors: %s"), record.industry_ids),
        _chosen(env._("countries: %s"), record.country_ids),
        _classes(record),
    ]
    return env._("for customers with %s", "; ".join(part for part in parts if part))


def _chosen(text, records):
    return text % ", ".join(records.mapped("name")) if records else ""


def _classes(record):
    first, last = record.class_from or "A", record.class_to or "E"
    if not (record.class_from or record.class_to):
        return ""
    env = record.env
    return env._("class %(first)s to %(last)s", first=first, last=last)


def _unless(record):
    env = record.env
    names = record.exemption_ids.mapped("preview")
    if not names or record.effect == Effect.OFF.value:
        return ""
    return env._(", except %s", "; ".join(name for name in names if name))


def exemption(record):
    """An exemption as a few words that follow "except"."""
    env = record.env
    currency = record.currency_id or env.company.currency_id
    kind = ExemptionKind(record.kind)
    if kind == ExemptionKind.PREPAID:
        if record.percent >= 100:
            return env._("orders that are paid in full")
        return env._("orders of which %s %% are paid", number(record.percent))
    if kind == ExemptionKind.SMALL_ORDER:
        return env._("orders up to %s", currency.format(record.amount))
    if kind == ExemptionKind.PAYMENT_TERM:
        terms = ", ".join(record.term_ids.mapped("name")) or "…"
        return env._("orders with the payment term %s", terms)
    chosen = [
        *record.partner_ids.mapped("display_name"),
        *record.category_ids.mapped("name"),
    ]
    return env._("the customers %s", ", ".join(chosen) or "…")


# ----------------------------------------------------------------- refusals
def nothing_chosen(record):
    """Why an exemption cannot be kept: it frees nobody."""
    return record.env._("“%s” exempts nobody: choose whom or what.", record.name)


def empty_segment(record):
    """Why a rule cannot be kept: its segment names nothing."""
    return record.env._(
        "“%s” is for a segment: choose tags, sectors, countries or classes.",
        record.name,
    )


def not_a_customer(record):
    """Why a rule cannot be kept: it names a contact person."""
    return record.env._(
        "%(contact)s belongs to %(customer)s: the rule must be for that customer.",
        contact=record.partner_id.display_name,
        customer=record.partner_id.commercial_partner_id.display_name,
    )


def one_target(record):
    """Why a quantity rule cannot be kept."""
    return record.env._(
        "“%s” counts quantities: choose either a product or a category, and a unit.",
        record.name,
    )


def only_root(env):
    """Why a part of the policy is not for a branch."""
    return env._("Branches obey the credit policy of their company.")


def event_stands(env):
    """Why an event is neither changed nor deleted."""
    return env._("A credit event cannot be changed or deleted, only resolved.")


def event_in_future(env):
    """Why an event is not entered."""
    return env._("An event lies in the past or happens today.")


def own_order_waits(env, hold):
    """Why somebody may not change the policy just now."""
    return env._(
        "%(order)s, which you asked for, waits for credit: somebody else must change"
        " the policy until it is decided.",
        order=hold.order_id.name,
    )
