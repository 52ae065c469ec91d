"""The work list in sentences: what to do next, why, and what a call is worth."""

from decimal import Decimal

from odoo import fields
from odoo.tools import format_date

from ..domain.work_list import Why


def reason(env, currency, kept):
    """Why this is the next best action; ``kept``: a reason as it was stored."""
    if not kept:
        return ""
    texts = {**_calls(env), **_others(env), **_waits(env)}
    template = texts[Why(kept["code"])]
    return template(_shown(env, currency, kept["params"]))


def _shown(env, currency, params):
    """The values of a stored reason, ready to stand in a sentence."""
    shown = dict(params)
    if "amount" in shown:
        shown["amount"] = currency.format(float(shown["amount"]))
    if shown.get("date"):
        shown["date"] = format_date(env, fields.Date.to_date(shown["date"]))
    return shown


def _calls(env):
    return {
        Why.PHONE_STEP: lambda p: env._(
            "His dunning strategy says to call; this step waits since %(date)s.", **p
        ),
        Why.BROKEN: lambda p: env._(
            "He broke a promise on %(date)s and nobody has spoken to him since.", **p
        ),
        Why.OVERDUE: lambda p: env._(
            "%(amount)s overdue, the oldest since %(days)s days.", **p
        ),
        Why.BEYOND_HABIT: lambda p: env._(
            "%(amount)s overdue, the oldest since %(days)s days; he usually pays"
            " %(usual)s days late.",
            **p,
        ),
    }


def _others(env):
    return {
        Why.WITHIN_HABIT: lambda p: env._(
            "%(amount)s overdue since %(days)s days, but he usually pays %(usual)s"
            " days late: a friendly e-mail will do.",
            **p,
        ),
        Why.PREFERS_EMAIL: lambda p: env._(
            "%(amount)s overdue since %(days)s days; he wants to be written to.", **p
        ),
        Why.NO_PHONE: lambda p: env._(
            "%(amount)s overdue since %(days)s days; there is no phone number.", **p
        ),
        Why.NO_ADDRESS: lambda p: env._(
            "%(amount)s overdue since %(days)s days, and there is neither a phone"
            " number nor an e-mail address.",
            **p,
        ),
        Why.CREDITS_COVER: lambda p: env._(
            "Payments and credits of %(amount)s are matched with nothing and cover"
            " what is overdue: match them before anybody asks.",
            **p,
        ),
        Why.CONTESTED: lambda p: env._(
            "He contests %(amount)s of what is overdue; nothing else is.", **p
        ),
        Why.INSOLVENT: lambda p: env._("He is insolvent: nobody calls any more.", **p),
        Why.MANY_BROKEN: lambda p: env._(
            "He broke %(count)s promises in a year: another one is worth little.", **p
        ),
    }


def _waits(env):
    return {
        Why.RESTING: lambda p: env._("Somebody was in touch on %(date)s.", **p),
        Why.QUIET: lambda p: (
            env._("He is left in peace until %(date)s.", **p)
            if p.get("date")
            else env._("He is left in peace.")
        ),
        Why.PROMISED: lambda p: (
            env._("He promised %(amount)s until %(date)s.", **p)
            if p.get("date")
            else env._("He promised %(amount)s.", **p)
        ),
        Why.NOTHING: lambda p: env._("Nothing is overdue."),
    }


def formula(env, currency, parts, total):
    """How the expected value of a call comes about."""
    if not parts or not Decimal(parts["amount"]):
        return ""
    cost = Decimal(parts["cost"])
    text = env._(
        "%(amount)s overdue \u00d7 %(stays)s that nothing comes by itself within"
        " %(ahead)s days \u00d7 %(effect)s that a call brings it",
        amount=currency.format(float(parts["amount"])),
        stays=f"{parts['stays']:.0%}",
        ahead=parts["ahead"],
        effect=f"{parts['effect']:.0%}",
    )
    if cost:
        text = env._(
            "%(product)s \u2212 %(cost)s for the call",
            product=text,
            cost=currency.format(float(cost)),
        )
    return f"{text} = {currency.format(float(total))}"


def measured(number):
    """A number that a ranking rule looked at, short."""
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:g}"


def taken(item):
    """Who works on the customer of ``item``, and until when."""
    known = item.sudo()  # whoever asks: the name of the colleague
    env, user = item.env, known.claimed_by_id
    until = fields.Datetime.context_timestamp(item, known.claimed_until)
    return env._(
        "%(user)s works on %(customer)s, until %(time)s at the latest.",
        user=user.name,
        customer=item.partner_id.display_name,
        time=until.strftime("%H:%M"),
    )


def complaint(env, ticket, code):
    """That the customer has an open complaint."""
    words = {
        "complaint": env._("The complaint in %s is open.", ticket),
        "dispute": env._("A dispute in %s is open.", ticket),
        "litigation": env._("The case of %s is with a court or lawyer.", ticket),
    }
    return words.get(code, words["complaint"])


def only_collectors(env):
    return env._("Collectors and credit managers work on this list.")


def result_needed(env):
    return env._("Say how the call ended.")


def choose_invoice(env):
    return env._("Choose the invoice that the customer contests.")


def dispute_needs_words(env):
    return env._("Write down what the customer says against it.")


def day_ahead(env):
    return env._("Choose a day after today.")


def collector_elsewhere(env):
    return env._("All collectors of a rule work for its company.")


def ranking_started(env):
    return env._("The work list is being ranked anew.")


def assigned(env, count):
    if count == 1:
        return env._("One customer was given to a collector.")
    return env._("%s customers were given to collectors.", count)


def call_summary(env, result):
    return env._("Call about open items: %s", result)


def email(env, item):
    """(subject, body) of an e-mail about what is overdue, in the reader's language."""
    company = item.company_id.name
    subject = env._("Open items with %s", company)
    body = env._(
        "Good day,<br/><br/>may we ask you to look at the items that are past their due"
        " date? If a payment is on its way, please tell us when; if something about an"
        " invoice is not right, please tell us too.<br/><br/>Kind regards<br/>%s",
        item.env.user.name,
    )
    return subject, body


def statement_name(env, partner, day):
    """The name of the file with a statement."""
    return env._(
        "Statement %(customer)s %(day)s.pdf", customer=partner.name, day=day.isoformat()
    )
