"""What is answered to another system that hands in a ticket."""


def no_object(env):
    """The call brings no values."""
    return env._("Give the values of the ticket as an object.")


def unknown(env, names):
    """The call has names that nobody knows."""
    return env._("Unknown: %s", ", ".join(names))


def missing(env, names):
    """The call lacks what is needed."""
    return env._("Missing: %s", ", ".join(names))


def bad_choice(env, name, values):
    """A value that is none of the possible ones."""
    values = ", ".join(values)
    return env._("%(name)s is one of: %(values)s", name=name, values=values)


def not_one_customer(env, named, count):
    """Nobody, or more than one customer, fits."""
    given = ", ".join(named.values())
    if count:
        return env._("More than one customer fits: %s", given)
    return env._("No customer fits: %s", given)


def not_his(env, number):
    """The document is not there, or somebody else's; which of both is not said."""
    return env._("%s is no document of this customer.", number)


def no_team(env, name):
    """There is no such team."""
    return env._("There is no team “%s”.", name)


def bad_files(env):
    """A file cannot be read, is too large or a program."""
    return env._(
        "A file cannot be taken over: it is no base64, too large, or a program."
    )
