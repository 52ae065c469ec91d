"""Sentences about holds: what is stopped, by whom, and why it stays so."""

from markupsafe import Markup

from ..domain.hold import Phase, ReleaseReason


def phase_name(env, phase):
    """The name of a phase of order-to-cash."""
    return {
        Phase.CONFIRMATION: env._("Confirmation"),
        Phase.DELIVERY: env._("Delivery"),
        Phase.INVOICING: env._("Invoicing"),
        Phase.COLLECTION: env._("Collection"),
        Phase.CLOSING: env._("Closing"),
    }[phase]


def phases(env, stopped):
    """The names of several phases, in the order of the process."""
    return ", ".join(phase_name(env, phase) for phase in Phase if phase in stopped)


def release(hold, reason):
    """Why ``hold`` may not be released."""
    env = hold.env
    name = hold.sudo().display_name  # named in a refusal, whoever may read it
    return {
        ReleaseReason.ENDED: env._("“%s” has ended already.", name),
        ReleaseReason.FORCED: env._("“%s” was placed by a person.", name),
        ReleaseReason.NO_RIGHT: env._(
            "You may not release “%(hold)s”; members of “%(group)s” may.",
            hold=name,
            # the group is named so that the user knows whom to ask
            group=hold.sudo().reason_id.release_group_id.full_name,
        ),
        ReleaseReason.OWN_REQUEST: env._(
            "“%s” stopped your own request, so somebody else must release it.", name
        ),
        ReleaseReason.NO_NOTE: env._("Say why you release “%s”.", name),
    }[reason.code]


def hold_amount(hold):
    """The held amount as text, or nothing when everything is held."""
    if not hold.is_partial:
        return ""
    return hold.currency_id.format(hold.amount)


def hold_log(hold, event):
    """The note on the held document when a hold was placed or released."""
    env = hold.env
    values = {
        "reason": hold.reason_id.name,
        "phases": hold.phases,
        "amount": hold_amount(hold),
        "note": (hold.note if event == "placed" else hold.release_note) or "",
    }
    if event == "released":
        text = env._("Hold released: %(reason)s (%(phases)s). %(note)s", **values)
    elif hold.is_partial:
        text = env._("%(amount)s on hold: %(reason)s (%(phases)s). %(note)s", **values)
    else:
        text = env._("On hold: %(reason)s (%(phases)s). %(note)s", **values)
    return Markup("%s") % text.strip()


def holds_summary(holds):
    """One line about several open holds: amount, reason, what it stops, why."""
    return "; ".join(hold_line(hold) for hold in holds)


def hold_line(hold):
    """One open hold in one line."""
    values = {
        "amount": hold_amount(hold),
        "reason": hold.reason_id.name,
        "phases": hold.phases,
        "note": hold.note or "",
    }
    text = hold.env._("%(amount)s %(reason)s (stops: %(phases)s). %(note)s", **values)
    return text.strip()


def held_title(env, phase, count):
    """The title of the message that documents were held."""
    return env._(
        "%(phase)s: %(count)s on hold", phase=phase_name(env, phase), count=count
    )


def held(record, holds):
    """Why one document did not go through a phase."""
    return record.env._(
        "%(name)s is on hold: %(reasons)s",
        name=record.display_name,
        reasons="; ".join(
            f"{hold.reason_id.name}. {hold.note or ''}".strip() for hold in holds
        ),
    )


def held_list(stopped):
    """Why several documents did not go through: ``{record: holds}``, a line each."""
    return "\n".join(held(record, holds) for record, holds in stopped.items())


def portal_held(order):
    """What a customer reads when the reason has no text of its own for him."""
    return order.env._("We are checking your order and will come back to you.")
