"""Sentences about what selling calls bring in."""

from ..domain.uplift import Verdict


def not_for_you(env):
    """Who sees the figures."""
    return env._("The figures of telesales are for call agents and marketing.")


def people_for_leaders(env):
    """Figures by agent are the leaders'."""
    return env._("Figures by agent are for call leaders.")


def no_such_group(env):
    """Nothing is grouped by this."""
    return env._("Group by campaign, script or agent.")


def dimensions(env, people):
    """What the figures may be grouped by."""
    found = [
        {"key": "campaign", "name": env._("Campaign")},
        {"key": "script", "name": env._("Script")},
    ]
    return [*found, {"key": "agent", "name": env._("Agent")}] if people else found


def notes(env):
    """What the figures mean."""
    return [
        env._(
            "Conversion: confirmed orders from calls in which the customer was spoken"
            " to. The band is where the true share is with 95 % (Wilson); below 30"
            " customers spoken to only the band is shown."
        ),
        env._(
            "Revenue: confirmed orders without taxes, in company currency; per call:"
            " for each customer spoken to."
        ),
    ]


def points(value):
    """A difference of shares in percentage points."""
    return f"{100 * value:+.1f}"


def comparison(env, best, other, found):
    """What may be said about two scripts, as text and level."""
    if found.low is None:
        text = env._("One of the two scripts has not reached anybody yet.")
        return {"text": text, "level": "none"}
    values = {
        "best": best,
        "other": other,
        "points": points(found.value),
        "low": points(found.low),
        "high": points(found.high),
    }
    if found.verdict is Verdict.TOO_FEW:
        text = env._(
            "Too few calls to tell: “%(best)s” converts %(points)s points against"
            " “%(other)s”, but anything from %(low)s to %(high)s is possible.",
            **values,
        )
    elif found.verdict is Verdict.OPEN:
        text = env._(
            "No difference shown: “%(best)s” against “%(other)s” %(points)s points,"
            " from %(low)s to %(high)s with 95 %%.",
            **values,
        )
    else:
        text = env._(
            "“%(best)s” converts better than “%(other)s”: %(points)s points, from"
            " %(low)s to %(high)s with 95 %%.",
            **values,
        )
    return {"text": text, "level": found.verdict.value}
