"""What a simulation says."""

from ..domain.policy import Kind


def limits(env, kinds, without_class):
    """What cannot be known as of a past day, in sentences.

    :param kinds: the kinds of the rules that were tried
    :param without_class: how many orders are older than the first score
    """
    known = [
        env._(
            "What a customer owed is that at the end of the day before the order was"
            " confirmed; his other orders count from their confirmation on."
        ),
        env._(
            "Permanent limits, segments, own terms and discounts are those of today:"
            " their past is not kept. Temporary limits, guarantees and the end of a"
            " limit are those of the day."
        ),
        env._(
            "Draft invoices, contested amounts and insured shares of that time, and"
            " orders cancelled since, are not known and left out; what persons released"
            " is held again."
        ),
    ]
    if Kind.RISK_CLASS in kinds and without_class:
        known.append(
            env._(
                "%s orders are older than the first score of their customer: no rule"
                " about the class could hit them.",
                without_class,
            )
        )
    return known + _left_out(env, kinds)


def _left_out(env, kinds):
    names = {
        Kind.QUANTITY: env._("quantities in a period"),
        Kind.FORCED_HOLD: env._("holds by persons"),
        Kind.GROUP_LIMIT_EXCEEDED: env._("limits of groups"),
    }
    found = [name for kind, name in names.items() if kind in kinds]
    if not found:
        return []
    return [env._("Not simulated: rules about %s.", ", ".join(found))]


def no_rules(env):
    """A simulation needs something to try."""
    return env._("There is no rule to be tried: activate or choose some.")


def not_allowed(env):
    """Who may simulate."""
    return env._("Only credit managers simulate policies.")


def bad_period(env):
    """Why a simulation cannot be kept."""
    return env._("The period ends before it begins, or the days are less than zero.")
