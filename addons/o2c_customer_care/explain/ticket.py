"""What is said of tickets."""

from ..domain.ticket import Why
from .choice import choice


def move_refused(ticket, reason):
    """Why ``ticket`` does not go to another stage."""
    env = ticket.env
    if reason.code is Why.OPEN_DISPUTE:
        return env._(
            "%(ticket)s cannot be closed: %(count)s dispute(s) still to be decided.",
            ticket=ticket.display_name,
            count=reason.params["count"],
        )
    if reason.code is Why.OPEN_PARTS:
        return env._(
            "%(ticket)s cannot be closed: %(count)s part(s) are with a department"
            " still. A care leader can close it before them and say why.",
            ticket=ticket.display_name,
            count=reason.params["count"],
        )
    if reason.code is Why.WAS_MERGED:
        return env._(
            "%(ticket)s was merged into %(survivor)s: go on there.",
            ticket=ticket.display_name,
            survivor=ticket.merged_into_id.number,
        )
    return env._(
        "%(ticket)s cannot go from “%(stage)s” to “%(target)s”.",
        ticket=ticket.display_name,
        stage=choice(ticket, "stage", reason.params["stage"].value),
        target=choice(ticket, "stage", reason.params["target"].value),
    )


def other_customer(ticket, document):
    """Why a ticket is not about a document."""
    return ticket.env._(
        "%(document)s belongs to another customer than %(ticket)s.",
        document=document.display_name,
        ticket=ticket.display_name,
    )


def hold_note(ticket):
    """The note on the hold that an open ticket places on its order."""
    return ticket.env._("Ticket %s is open.", ticket.number)


def over(ticket):
    """Why the hold of a ticket ends."""
    return ticket.env._("Ticket %s no longer stands in the way.", ticket.number)


def waits_for_whom(ticket):
    """Why a ticket waits for nobody, or for somebody without waiting."""
    return ticket.env._(
        "%s: choose for whom the ticket waits while it waits, and only then.",
        ticket.display_name,
    )


def opened(ticket):
    """What the salesperson of an order reads when a ticket about it is opened."""
    return ticket.env._(
        "%(customer)s came to customer care about %(order)s: %(subject)s. You hear of"
        " it again when it is settled.",
        customer=ticket.partner_id.name,
        order=ticket.order_id.name,
        subject=ticket.name,
    )


def ended(ticket):
    """What the salesperson of an order reads when a ticket about it is closed."""
    return ticket.env._(
        "Customer care has settled %(ticket)s of %(customer)s about %(order)s.",
        ticket=ticket.display_name,
        customer=ticket.partner_id.name,
        order=ticket.order_id.name,
    )
