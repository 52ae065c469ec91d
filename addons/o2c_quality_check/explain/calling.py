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
    """The figures of calling on top: what each is, opens, and rests on.

    A share comes with its n and interval, the client shows the point from 30 on.
    """
    labels = {
        "contact_rate": (env._("Contact rate"), "percent", "contacts"),
        "right_rate": (env._("Right person"), "percent", "right"),
        "attempts": (env._("Dials per contact"), "number", "dials"),
        "handling": (env._("Handling time"), "seconds", "contacts"),
        "occupancy": (env._("Occupancy"), "percent", "sessions"),
        "per_hour": (env._("Results per hour"), "number", "results"),
        "kept_rate": (env._("Call-backs kept"), "percent", "kept"),
        "conversion": (env._("Conversion"), "percent", "sold"),
    }
    hints = _hints(env, rates)
    return [
        {
            "key": key,
            "label": label,
            "kind": kind,
            "opens": opens,
            "hint": hints[key],
            "value": rates[key],
            "share": rates["shares"].get(key, False),
        }
        for key, (label, kind, opens) in labels.items()
        # nobody was at work in this scope: there is no such figure
        if key != "occupancy" or rates["there"]
    ]


def _hints(env, rates):
    dials = env._("of %s dials", rates["dials"])
    contacts = env._("of %s contacts", rates["contacts"])
    empty = {
        "contact_rate": dials,
        "right_rate": contacts,
        "kept_rate": env._("of %s", rates["promises"]),
        "conversion": env._("no calls that sell"),
    }
    return {
        "attempts": dials,
        "handling": _handling(env, rates) or contacts,
        "occupancy": env._(
            "of %s hours at work", format_duration(rates["there"] / 3600)
        ),
        "per_hour": env._("%s in all", rates["results"]),
        **{
            key: _basis(env, rates["shares"][key]) or none
            for key, none in empty.items()
        },
    }


def _handling(env, rates):
    """Few long talks raise the mean: the median stands beside it."""
    if rates["median"] is None:
        return ""
    minutes, seconds = divmod(round(rates["median"]), 60)
    return env._(
        "%(count)s contacts, median %(median)s min",
        count=rates["contacts"],
        median=f"{minutes}:{seconds:02d}",
    )


def _basis(env, share):
    """What a share rests on; nothing where there is nothing."""
    if not share["n"]:
        return ""
    counts = {"sold": share["part"], "called": share["n"]}
    if not share["enough"]:
        return env._("%(sold)s of %(called)s: too few for one number", **counts)
    return env._(
        "%(sold)s of %(called)s, %(between)s", between=_between(env, share), **counts
    )


def _between(env, share):
    return env._(
        "%(low)d to %(high)d %%", low=round(share["low"]), high=round(share["high"])
    )
