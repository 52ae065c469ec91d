"""The only place of this module that turns reasons and events into sentences."""

from .domain.ticket import Why


def stage_name(env, stage):
    """The name of a ticket's stage."""
    return dict(env["o2c.ticket"]._fields["stage"]._description_selection(env))[stage.value]


def move_refused(ticket, reason):
    """Why ``ticket`` does not go to another stage."""
    env = ticket.env
    if reason.code is Why.OPEN_DISPUTE:
        return env._(
            "%(ticket)s cannot be closed: %(count)s dispute(s) still to be decided.",
            ticket=ticket.display_name,
            count=reason.params["count"],
        )
    return env._(
        "%(ticket)s cannot go from “%(stage)s” to “%(target)s”.",
        ticket=ticket.display_name,
        stage=stage_name(env, reason.params["stage"]),
        target=stage_name(env, reason.params["target"]),
    )


def complaint_hold(ticket):
    """The note on the hold that an open ticket places on its order."""
    return ticket.env._("Open ticket %s", ticket.display_name)


def complaint_over(ticket):
    """Why the hold of a ticket ends."""
    return ticket.env._("Ticket %s no longer stands in the way.", ticket.number)
