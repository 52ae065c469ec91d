"""The risk card: what a salesperson reads about a customer's credit on a quotation."""

from . import score


def class_text(env, risk_class):
    """A class in words; None: the customer is new."""
    texts = {
        "A": env._("A: pays on time"),
        "B": env._("B: pays nearly on time"),
        "C": env._("C: often late"),
        "D": env._("D: mostly late"),
        "E": env._("E: high risk"),
    }
    return texts.get(risk_class) or env._("Not scored yet")


def probability(env, share):
    """The chance of late payment in words."""
    return env._("Chance of paying late: %s", score.probability_text(env, share))


def internals(env, result):
    """The points behind a class, for those who work on credit."""
    if result.override:
        return env._("%s of 1000 points, class set by hand", result.points)
    return env._("%s of 1000 points", result.points)


def passes(env, warnings):
    """The head line of the verdict of an order that nothing holds."""
    if warnings:
        return env._("This order would pass, with a warning.")
    return env._("This order would pass.")


def held(env, count):
    """The head line of the verdict of an order that would be held."""
    if count == 1:
        return env._("This order would be held, for one reason:")
    return env._("This order would be held, for %s reasons:", count)


def loss(env, currency, share, amount, lost):
    """How the expected loss comes about."""
    return env._(
        "%(share)s %% chance, %(amount)s at risk, %(lost)s %% of it lost",
        share=round(share * 100, 1),
        amount=currency.format(float(amount)),
        lost=f"{lost:g}",
    )


def loss_label(env):
    return env._("Expected loss")


def loss_note(env):
    """What the expected loss takes for granted."""
    return env._("Late counts as not paid: this is the cautious side.")


def margin_label(env):
    return env._("Margin of this order")


def margin_missing(env, count, lines):
    """That the margin is less than it looks."""
    if count == lines:
        return env._("not known, nobody entered costs")
    if count == 1:
        return env._("at most, one line has no cost")
    return env._("at most, %s lines have no cost", count)


def verdict_of_loss(env, amount, expected):
    """Whether the margin bears the expected loss."""
    if expected > amount:
        return env._("The expected loss is more than the margin.")
    return env._("The margin bears the expected loss.")
