"""What is said in the portal."""

from odoo.tools import format_date

from ..domain.portal import File, Shown


def subject(document):
    """The subject of a ticket whose customer gave none."""
    return document.env._("About %s", document.display_name)


def moved(ticket, move):
    """What the customer did with a ticket in the portal."""
    env = ticket.env
    if move == "close":
        return env._("Closed by the customer: the answer is satisfactory.")
    return env._("Taken up again by the customer.")


def state(env, shown):
    """Where a ticket is, in the customer's words."""
    return {
        Shown.RECEIVED: env._("Received"),
        Shown.WORK: env._("In work"),
        Shown.YOURS: env._("Waiting for you"),
        Shown.OTHERS: env._("In work"),
        Shown.ANSWERED: env._("Answered"),
        Shown.CLOSED: env._("Closed"),
    }[shown]


def next_step(env, shown):
    """What happens next with a ticket, in the customer's words."""
    return {
        Shown.RECEIVED: env._("We have received it. Somebody will look into it."),
        Shown.WORK: env._("We are looking into it and will answer you here."),
        Shown.YOURS: env._("We need something from you to go on. Please answer below."),
        Shown.OTHERS: env._(
            "We are waiting for somebody else and will answer you here."
        ),
        Shown.ANSWERED: env._(
            "We have answered. If this settles it, please close it; if not, write us"
            " what is missing."
        ),
        Shown.CLOSED: env._(
            "This is settled. If it is not, take it up again and say why."
        ),
    }[shown]


def offered(env):
    """That a remedy waits for the customer's answer."""
    return env._("We offer you something. Please accept or decline it below.")


def expected(env, moment, late):
    """Until when the customer hears from us."""
    day = format_date(env, moment, date_format="EEEE, d MMMM")
    if late:
        return env._(
            "You should have heard from us by %s. We are late, and on it.", day
        )
    return env._("You will hear from us by %s.", day)


def file_refused(env, reason):
    """Why a file is not taken."""
    params = reason.params
    if reason.code is File.TOO_MANY:
        return env._("Please send at most %(most)s files at once.", **params)
    if reason.code is File.TOO_LARGE:
        return env._(
            "%(name)s is larger than %(megabytes)s MB. Please send a smaller one.",
            **params,
        )
    if reason.code is File.EMPTY:
        return env._("%(name)s is empty.", **params)
    return env._("%(name)s is a kind of file that we do not take.", **params)


def no_quantity(env, name):
    """That a quantity is no number."""
    return env._("Please enter how many of “%s” are concerned, as a number.", name)


def say_what(env):
    """That a form says nothing."""
    return env._("Please tell us what happened.")
