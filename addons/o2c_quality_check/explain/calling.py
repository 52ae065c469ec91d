"""What the dashboard says of the calling itself."""

from odoo.tools import format_duration


def operation_groups(env):
    """What the calling can be looked at by."""
    return {
        "campaign": env._("Campaign"),
        "agent": env._("Agent"),
        "day": env._("Day"),
    }


def operation_notes(env):
    """How the figures of calling are defined."""
    return [
        env._(
            "Contact rate: dials at which a person answered, of all dials. Right"
            " person: of these, where the customer or the person asked for was"
            " spoken to."
        ),
        env._(
            "Handling time: talking and writing up for each contact. Results per hour:"
            " scripts asked to the end for each hour from taking calls to their"
            " results."
        ),
        env._(
            "Occupancy: time in calls and writing up, of all time at work without"
            " pauses; not known for a single campaign."
        ),
        env._(
            "Call-backs kept: those begun in time, of those made. Conversion: calls"
            " with an order that was confirmed, of calls that sell in which the right"
            " person was spoken to."
        ),
    ]


def operation_tiles(env, rates):
    """The figures of calling on top: key, label, kind, what it opens, small print."""
    labels = {
        "contact_rate": (env._("Contact rate"), "percent", "contacts"),
        "right_rate": (env._("Right person"), "percent", "right"),
        "attempts": (env._("Dials per contact"), "number", "dials"),
        "handling": (env._("Handling time"), "seconds", "contacts"),
        "occupancy": (env._("Occupancy"), "percent", "dials"),
        "per_hour": (env._("Results per hour"), "number", "results"),
        "kept_rate": (env._("Call-backs kept"), "percent", "promises"),
        "conversion": (env._("Conversion"), "percent", "right"),
    }
    hints = _hints(env, rates)
    few = {} if rates["conversion_enough"] else {"conversion": _between(env, rates)}
    return [
        {
            "key": key,
            "label": label,
            "kind": kind,
            "opens": opens,
            "hint": hints.get(key, ""),
            "value": rates[key],
            "text": few.get(key, ""),
        }
        for key, (label, kind, opens) in labels.items()
        # nobody was at work in this scope: there is no such figure
        if key != "occupancy" or rates["there"]
    ]


def _hints(env, rates):
    hours = format_duration(rates["there"] / 3600)
    return {
        "contact_rate": env._("of %s dials", rates["dials"]),
        "right_rate": env._("of %s contacts", rates["contacts"]),
        "handling": env._("for each contact"),
        "occupancy": env._("of %s hours at work", hours),
        "per_hour": env._("%s in all", rates["results"]),
        "kept_rate": env._("of %s", rates["promises"]),
        "conversion": _conversion(env, rates),
    }


def _conversion(env, rates):
    if not rates["called"]:
        return env._("no calls that sell")
    counts = {"sold": rates["sold"], "called": rates["called"]}
    if not rates["conversion_enough"]:
        return env._("%(sold)s of %(called)s: too few for one number", **counts)
    return env._(
        "%(sold)s of %(called)s, %(between)s", between=_between(env, rates), **counts
    )


def _between(env, rates):
    if not rates["called"]:
        return ""
    return env._(
        "%(low)d to %(high)d %%",
        low=rates["conversion_low"] or 0,
        high=rates["conversion_high"] or 0,
    )
