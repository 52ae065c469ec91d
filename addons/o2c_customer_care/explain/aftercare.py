"""What is said about ratings, thanks and the messages after a closing."""

from ..domain.aftercare import Why


def refused(ticket, reason):
    """Why a rating is not taken."""
    env = ticket.env
    if reason.code is Why.RATED:
        return env._("You have rated this already. Thank you.")
    if reason.code is Why.TAKEN_UP_AGAIN:
        return env._("We have taken this up again and shall ask you afterwards.")
    if reason.code is Why.TOO_LATE:
        return env._(
            "A rating is taken for %(days)s days after the closing.", **reason.params
        )
    return env._("A rating is a number from %(worst)s to %(best)s.", **reason.params)


def rated(ticket, rating):
    """A rating as it stands among the messages and in the contact ledger."""
    env = ticket.env
    value = int(rating.rating)
    if rating.feedback:
        return env._(
            "Rated %(value)s of 5: “%(words)s”", value=value, words=rating.feedback
        )
    return env._("Rated %s of 5", value)


def comment(ticket, text):
    """What the customer added to his rating."""
    return ticket.env._("About the rating: “%s”", text)


def reopened(ticket, rating):
    """Why a closed ticket is taken up again by itself."""
    return ticket.env._(
        "Taken up again: the customer rated it %s of 5.", int(rating.rating)
    )


def call_back(ticket, rating):
    """Why a customer is called back."""
    env = ticket.env
    who = rating.partner_id.display_name
    value = int(rating.rating)
    if rating.feedback:
        return env._(
            "%(who)s rated %(ticket)s %(value)s of 5: “%(words)s”",
            who=who,
            ticket=ticket.display_name,
            value=value,
            words=rating.feedback,
        )
    return env._(
        "%(who)s rated %(ticket)s %(value)s of 5.",
        who=who,
        ticket=ticket.display_name,
        value=value,
    )


def failure(env, error):
    """Why a message could not be made, for who looks after it."""
    return str(error) or env._("Unknown error: the server's log has it.")


def lost(message):
    """The note on a ticket whose message was not sent after several attempts."""
    return message.env._(
        "The message after closing could not be made: %s", message.failure
    )


def values(env):
    """The five ratings with their names, the worst first: (value, name, face)."""
    return [
        (1, env._("Very dissatisfied"), "😠"),
        (2, env._("Dissatisfied"), "😟"),
        (3, env._("Neither"), "😐"),
        (4, env._("Satisfied"), "😊"),
        (5, env._("Very satisfied"), "😀"),
    ]
