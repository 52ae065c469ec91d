"""Sentences about how orders go through the company."""

from ..domain.process import Bottleneck


def step_names(env):
    """What can happen on the way of an order: code -> word."""
    return {
        "confirmed": env._("Confirmed"),
        "hold": env._("On hold"),
        "shipped": env._("Shipped"),
        "split": env._("Rest shipped"),
        "failed": env._("Attempt failed"),
        "refused": env._("Refused"),
        "lost": env._("Lost"),
        "delivered": env._("Delivered"),
        "return": env._("Returned"),
        "invoiced": env._("Invoiced"),
        "credit_note": env._("Credited"),
        "paid": env._("Paid"),
        "closed": env._("Closed"),
        "reopened": env._("Opened again"),
    }


def path(env, codes):
    """The way of an order in words, from the codes of its path."""
    names = step_names(env)
    return " → ".join(names.get(code, code) for code in codes.split(">") if code)


def bottleneck(env, reason):
    """In what way a stage is a bottleneck."""
    share = round(100 * reason.params.get("share", 0))
    return {
        Bottleneck.SLOWEST: env._("Slowest: %s %% of our own time", share),
        Bottleneck.GROWING: env._(
            "Growing: %s more came in than went out", reason.params.get("surplus")
        ),
        Bottleneck.AGED: env._(
            "Aged: half of what waits is older than %s days",
            round(reason.params.get("age", 0)),
        ),
    }[reason.code]
