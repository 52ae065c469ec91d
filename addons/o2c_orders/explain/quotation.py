"""Sentences about quotations: why something is refused, what changed, what was done."""

from ..domain.quotation import Why
from ..domain.quotation_versions import Kind


def refused(order, reason):
    """Why an action on the quotation ``order`` is refused."""
    env, name = order.env, order.name
    return {
        Why.WON: env._("%s is an order already.", name),
        Why.CLOSED: env._("%s is closed. Relaunch it to go on.", name),
        Why.NEVER_SENT: env._("%s was never sent to the customer.", name),
        Why.RESTING: env._("%s rests. Resume it first.", name),
        Why.NOT_RESTING: env._("%s neither rests nor waits for a day.", name),
        Why.NO_DAY: env._("Say until which day, for %s.", name),
        Why.PAST_DAY: env._("Choose a day that is still to come, for %s.", name),
        Why.NO_REASON: env._("Choose the reason, for %s.", name),
    }[reason.code]


def field_name(env, name):
    """What a compared value of a line is called."""
    return {
        "name": env._("Description"),
        "quantity": env._("Quantity"),
        "unit": env._("Unit"),
        "price": env._("Unit price"),
        "discount": env._("Discount %"),
    }[name]


def change(env, change, value):
    """One change between two versions; ``value(field, x)`` words a value."""
    name = change.name.splitlines()[0]
    if change.kind is Kind.ADDED:
        line = change.new
        return env._(
            "New: %(quantity)s of %(name)s at %(price)s",
            quantity=value("quantity", line.quantity),
            name=name,
            price=value("price", line.price),
        )
    if change.kind is Kind.REMOVED:
        return env._(
            "Gone: %(quantity)s of %(name)s",
            quantity=value("quantity", change.old.quantity),
            name=name,
        )
    return env._(
        "%(name)s: %(field)s %(old)s → %(new)s",
        name=name,
        field=field_name(env, change.field),
        old=value(change.field, change.old),
        new=value(change.field, change.new),
    )


def total_changed(env, old, new):
    """The total of one version and of the next, as texts."""
    return env._("Total %(old)s → %(new)s", old=old, new=new)


def postponed_is_due(order):
    """What the salesperson reads on the day to which a quotation was postponed."""
    return order.env._("Postponed to today: take it up again")


def chase_skipped(env, why):
    """Why a reminder did not leave."""
    return {
        "answered": env._("The quotation is not waiting any more."),
        "no_address": env._("The customer has no address for this channel."),
        "blocked": env._("The customer does not want to be written to."),
    }[why]


def not_chased(chase):
    """Why a customer was not reminded of his quotation."""
    return chase.env._("%(order)s: %(why)s", order=chase.order_id.name, why=chase.note)
