"""Sentences about what customers wish for a delivery."""

from ..domain.delivery_choice import Why


def field_name(env, name):
    """The name of an answer, as the customer reads it."""
    return {
        "day": env._("day"),
        "window": env._("time"),
        "neighbour": env._("neighbour"),
        "point": env._("pick-up point"),
        "street": env._("street"),
        "zip": env._("postcode"),
        "city": env._("town"),
    }[name]


def wish_refused(env, reason):
    """Why a wish is not taken."""
    name = reason.params.get("field")
    return {
        Why.TOO_LATE: env._("It is too late to change this delivery."),
        Why.NOT_OFFERED: env._("This carrier does not offer that."),
        Why.MISSING: env._("Please fill in: %s.", name and field_name(env, name)),
        Why.TOO_LONG: env._("Too long: %s.", name and field_name(env, name)),
        Why.DAY_PAST: env._("This day is over."),
        Why.DAY_FAR: env._("At most %s days from today.", reason.params.get("days")),
    }[reason.code]


def wish(choice):
    """What is wished, in one line."""
    env = choice.env
    address = " ".join(part for part in (choice.zip, choice.city) if part)
    point = choice.point_id
    return {
        "window": env._(
            "Deliver on %(day)s, %(window)s",
            day=choice.day or "",
            window=choice.window_id.name or "",
        ),
        "neighbour": env._("Leave it with the neighbour: %s", choice.neighbour or ""),
        "point": env._(
            "Take it to the pick-up point %(name)s, %(address)s",
            name=point.name or "",
            address=point.address or "",
        ),
        "redirect": env._(
            "Deliver to another address: %(street)s, %(city)s",
            street=choice.street or "",
            city=address,
        ),
    }[choice.kind]


def wish_decided(choice):
    """What the customer reads when the order desk has decided."""
    env = choice.env
    values = {"picking": choice.picking_id.name, "wish": wish(choice)}
    if choice.state == "in_force":
        return env._("Your wish for delivery %(picking)s is noted: %(wish)s.", **values)
    return env._(
        "Your wish for delivery %(picking)s cannot be met: %(wish)s. %(note)s",
        **values,
        note=choice.note or "",
    ).strip()
