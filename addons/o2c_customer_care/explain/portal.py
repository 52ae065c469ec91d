"""What is said in the portal."""


def subject(document):
    """The subject of a ticket whose customer gave none."""
    return document.env._("About %s", document.display_name)


def moved(ticket, move):
    """What the customer did with a ticket in the portal."""
    env = ticket.env
    if move == "close":
        return env._("Closed by the customer: the answer is satisfactory.")
    return env._("Taken up again by the customer.")
