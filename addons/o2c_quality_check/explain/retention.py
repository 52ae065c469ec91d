"""Sentences about retention lists and what they change."""

from odoo.tools import format_amount, format_date, formatLang

from ..domain.uplift import Arm, Verdict


def list_name(env, day):
    """What a new list is called."""
    return env._("Customers at risk, %s", format_date(env, day))


def file_name(env, day):
    """The name of the workbook."""
    return f"{env._('retention')}-{day}.xlsx"


def drawn(record):
    """Why a list does not change."""
    return record.env._(
        "“%s” has been drawn: who is called and who is left alone stays as it is.",
        record.name,
    )


def started(record):
    """Why a list is not started again or deleted."""
    return record.env._("“%s” has started.", record.name)


def not_running(record):
    """Why a list does not end."""
    return record.env._("“%s” does not run.", record.name)


def too_short(record):
    """A draw needs two."""
    return record.env._(
        "“%s” needs two customers at least: one to call and one to leave alone.",
        record.name,
    )


def no_script(record):
    """The campaign needs a script."""
    return record.env._("Choose the script that the calls of “%s” ask.", record.name)


def all_taken(env):
    """Everybody is in a running list."""
    return env._("All of them are in a retention list that runs.")


def taken(lines):
    """Who is in another running list."""
    # named to who may read lists
    names = lines[:5].partner_id.sudo().mapped("display_name")
    return lines.env._(
        "In another retention list that runs: %s. Take them out first.",
        ", ".join(names),
    )


def arm(env, which):
    """What the draw gave."""
    return {
        Arm.CALL: env._("To be called"),
        Arm.HOLDOUT: env._("Left alone"),
    }[which]


def rate(env, found):
    """What may be said about the difference of reorder rates."""
    if found.low is None:
        return _silent(env._("Nothing can be said yet."))
    values = {
        "points": _signed(env, 100 * found.value, 1),
        "low": _signed(env, 100 * found.low, 1),
        "high": _signed(env, 100 * found.high, 1),
    }
    text = {
        Verdict.TOO_FEW: lambda: env._(
            "Too few customers to tell (at least 30 in each arm): %(points)s points"
            " more ordered again, and anything from %(low)s to %(high)s is possible.",
            **values,
        ),
        Verdict.OPEN: lambda: env._(
            "No effect shown: %(points)s points more ordered again, from %(low)s to"
            " %(high)s with 95 %%.",
            **values,
        ),
        Verdict.BETTER: lambda: env._(
            "Calling works: %(points)s points more ordered again, from %(low)s to"
            " %(high)s with 95 %%.",
            **values,
        ),
        Verdict.WORSE: lambda: env._(
            "Calling does harm: %(points)s points ordered again, from %(low)s to"
            " %(high)s with 95 %%.",
            **values,
        ),
    }[found.verdict]()
    return _shown(text, found, 100)


def money(env, found, currency):
    """What may be said about the difference of revenue per customer."""
    if found.low is None:
        return _silent(env._("Nothing can be said about the revenue yet."))
    amounts = {
        "amount": format_amount(env, found.value, currency),
        "low": format_amount(env, found.low, currency),
        "high": format_amount(env, found.high, currency),
    }
    text = {
        Verdict.TOO_FEW: lambda: env._(
            "Too few customers to tell about the revenue: %(amount)s a customer, and"
            " anything from %(low)s to %(high)s is possible.",
            **amounts,
        ),
        Verdict.OPEN: lambda: env._(
            "No effect on the revenue shown: %(amount)s a customer, from %(low)s to"
            " %(high)s with 95 %%.",
            **amounts,
        ),
        Verdict.BETTER: lambda: env._(
            "Calling brings %(amount)s a customer, from %(low)s to %(high)s with"
            " 95 %%.",
            **amounts,
        ),
        Verdict.WORSE: lambda: env._(
            "Calling costs revenue: %(amount)s a customer, from %(low)s to %(high)s"
            " with 95 %%.",
            **amounts,
        ),
    }[found.verdict]()
    return _shown(text, found, 1)


def _silent(text):
    """A difference about which nothing can be said."""
    return {"text": text, "verdict": Verdict.TOO_FEW.value, "value": None}


def _shown(text, found, scale):
    """A difference with its interval, for the screen; ``scale``: 100 for per cent."""
    return {
        "text": text,
        "verdict": found.verdict.value,
        "value": scale * found.value,
        "low": scale * found.low,
        "high": scale * found.high,
    }


def _signed(env, value, digits):
    sign = "+" if value > 0 else ""
    return f"{sign}{formatLang(env, value, digits=digits)}"


def notes(env):
    """How the effect is measured."""
    return [
        env._(
            "Everybody counts in the arm that the draw gave him, reached or not; so"
            " nobody is compared who was easy to reach."
        ),
        env._(
            "Rates: Wilson, their difference: Newcombe; revenue a customer: Welch."
            " Confirmed orders from the start on, without taxes, in company currency."
        ),
    ]


def workbook(env):
    """The words of the workbook."""
    return {
        "effect": env._("Effect"),
        "customers": env._("Customers"),
        "customer": env._("Customer"),
        "arm": env._("Drawn"),
        "reached": env._("Spoken to"),
        "ordered": env._("Ordered again"),
        "has_ordered": env._("Has ordered again"),
        "rate": env._("Ordered again (%)"),
        "low": env._("From (95 %)"),
        "high": env._("To (95 %)"),
        "revenue": env._("Revenue since the start"),
        "mean": env._("Revenue a customer"),
        "risk": env._("Risk"),
        "why": env._("Why at risk"),
        "turnover": env._("Ordered in twelve months"),
        "yes": env._("yes"),
    }


def left_alone(env, name):
    """Why a customer is not called."""
    return env._("Left alone to compare with: %s", name)


def condition(line):
    """The condition of a call list that a retention list is."""
    name = line.retention_list_id.name or ""
    return line.env._("To be called by the retention list “%s”", name)
