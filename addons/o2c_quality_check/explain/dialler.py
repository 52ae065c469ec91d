"""Sentences about diallers: links, paces, lines."""

from ..domain import dial_link, pacing
from . import web_phone
from .call import label


def percent(share, digits=1):
    """A share as a number of per cent."""
    return round(100 * share, digits)


def bad_link(env, reason):
    """What is wrong with the template of a link."""
    why = dial_link.Why
    return {
        why.SCHEME: lambda: env._(
            "A link to dial starts with one of %(schemes)s.",
            schemes=", ".join(f"{scheme}:" for scheme in dial_link.SCHEMES),
        ),
        why.PLACEHOLDER: lambda: env._(
            "“%(name)s” stands for nothing: there are %(names)s.",
            name=reason.params["name"],
            names=", ".join(dial_link.PLACEHOLDERS),
        ),
        why.NO_NUMBER: lambda: env._(
            "The link does not say what is dialled: write {number} or {digits}.",
        ),
        why.BRACES: lambda: env._("A brace of the link has no counterpart."),
    }[reason.code]()


def pace(env, code, params):
    """Why a dialler opens no more lines, in one sentence."""
    why = pacing.Why
    return {
        why.NO_AGENT: lambda: env._("No agent is at work."),
        why.NO_TARGET: lambda: env._("Nobody is left to call now."),
        why.PROGRESSIVE: lambda: env._("One line for each free agent, as set."),
        why.NO_HARBOUR: lambda: env._(
            "One line for each free agent: no call may be abandoned here."
        ),
        why.FEW_AGENTS: lambda: env._(
            "One line for each free agent: fewer than %(agents)s agents are at work.",
            agents=params["agents"],
        ),
        why.UNPROVEN: lambda: env._(
            "One line for each free agent: too few calls were answered to know that"
            " at most %(ceiling)s %% are abandoned.",
            ceiling=percent(params["ceiling"]),
        ),
        why.NEAR_CEILING: lambda: env._(
            "One line for each free agent: up to %(estimate)s %% of the answered calls"
            " may have been abandoned, %(ceiling)s %% are allowed.",
            estimate=percent(params["estimate"]),
            ceiling=percent(params["ceiling"]),
        ),
        why.BUDGET: lambda: env._(
            "Slowed down: %(left)s more calls may be abandoned within the ceiling.",
            left=params["left"],
        ),
        why.DOWN: lambda: web_phone.down(env, web_phone.message(env, params)),
        why.TARGETS: lambda: env._("As many lines as there are customers to call."),
        why.PACE: lambda: env._(
            "%(pace)s lines for each agent coming free.", pace=round(params["pace"], 1)
        ),
    }[pacing.Why(code)]()


def measured(env, name, value, count, enough):
    """What a campaign's own calls show of one parameter of the simulator."""
    if value is None:
        return env._(
            "%(name)s: n = %(count)s, fewer than %(enough)s, not taken over.",
            name=name,
            count=count,
            enough=enough,
        )
    return env._(
        "%(name)s: %(value)s (n = %(count)s).", name=name, value=value, count=count
    )


def left(line):
    """Why a line ended of which nobody knows more."""
    if line.handed_at:
        return line.env._("Not known whether it rang: the job was interrupted.")
    return line.env._("Not dialled: the run was stopped or interrupted.")


def no_telephony(dialler):
    """The kind of this dialler opens links, or nobody said where its system is."""
    if dialler.kind == "web":
        return web_phone.no_address(dialler)
    return dialler.env._(
        "“%(name)s” (%(kind)s) dials nothing by itself.",
        name=dialler.name,
        kind=label(dialler, "kind", dialler.kind),
    )


def no_message(dialler):
    """Who dials more lines than agents owes a message to whom he abandons."""
    return dialler.env._(
        "“%s” dials more lines than there are agents: write what those hear whom no"
        " agent can speak to.",
        dialler.name,
    )
