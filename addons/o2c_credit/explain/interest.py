"""Late interest in words."""

from ..domain.interest import Why


def keeper_needed(env):
    """Who asked to put a rate in force has no right to."""
    return env._(
        "Only an administrator of accounting can say that a rate was verified."
    )


def nothing_to_verify(env):
    """Rates were verified that are so already."""
    return env._("These rates are verified already.")


def reason(env, why):
    """Why nothing, or not all, is charged on an item, as a sentence."""
    texts = {
        Why.CONSUMER: _consumer,
        Why.AGREED_NONE: _agreed_none,
        Why.NO_INVOICE: _no_invoice,
        Why.NO_LAW: _no_law,
        Why.NO_RATE: _no_rate,
        Why.NO_EXCHANGE_RATE: _no_exchange_rate,
        Why.SUM_WITH_OTHER: _sum_with_other,
    }
    return texts[why.code](env, **why.params)


def reasons(env, sheet):
    """All that a reader must know about a sheet: a list of sentences."""
    return [reason(env, why) for why in sheet.reasons]


def _consumer(env):
    return env._("A consumer owes neither this interest nor the recovery compensation.")


def _agreed_none(env):
    return env._("No late interest is asked of this customer.")


def _no_invoice(env):
    return env._("Interest is charged on invoices only, never on interest.")


def _no_law(env):
    return env._("No law on late payment is known for the country of the company.")


def _no_rate(env, date_from, date_to, days):
    return env._(
        "No rate is in force for %(days)s days between %(date_from)s and %(date_to)s:"
        " they are not charged.",
        days=days,
        date_from=_day(env, date_from),
        date_to=_day(env, date_to),
    )


def _no_exchange_rate(env, currency, day):
    return env._(
        "No exchange rate of %(currency)s is known for %(day)s: the compensation is"
        " charged.",
        currency=currency,
        day=_day(env, day),
    )


def _sum_with_other(env):
    return env._(
        "The compensation is owed once for the invoice, with another instalment."
    )


def _day(env, day):
    return env["ir.qweb.field.date"].value_to_html(day, {})
