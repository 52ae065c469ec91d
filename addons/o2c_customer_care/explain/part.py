"""What is said of the parts of a ticket that departments work on."""

from markupsafe import Markup, escape

from .choice import choice


def refused(ticket):
    """Why nothing of ``ticket`` is handed to a department."""
    if ticket.parent_id:
        return ticket.env._(
            "%s is a part itself: hand over from the ticket it belongs to.",
            ticket.display_name,
        )
    return ticket.env._("%s is closed: take it up again first.", ticket.display_name)


def nobody_there(ticket, department):
    """Why a part has nobody to go to."""
    return ticket.env._(
        "%(department)s has neither a team nor somebody who answers for it in"
        " %(company)s. Choose a team or a person, or have a care leader set up a team"
        " for the department.",
        department=choice(ticket, "department", department),
        company=ticket.company_id.name,
    )


def leader_only(ticket):
    """Why somebody does not close a ticket before its parts."""
    return ticket.env._(
        "Only a care leader closes %s before its parts.", ticket.display_name
    )


def handed_over(part):
    """What a department reads when a part comes to it."""
    title = part.env._(
        "Customer care asks %(department)s for help: %(name)s",
        department=choice(part, "department", part.department),
        name=part.name,
    )
    lines = Markup("<br/>").join(
        escape(line) for line in (part.description or "").splitlines()
    )
    return Markup("<p>%s</p><p>%s</p>") % (title, lines)


def answered(part):
    """The note on a ticket when a department has answered its part."""
    return part.env._(
        "%(part)s of %(department)s is now “%(stage)s”: %(name)s",
        part=part._get_html_link(title=part.number),
        department=choice(part, "department", part.department),
        stage=choice(part, "stage", part.stage),
        name=part.name,
    )
