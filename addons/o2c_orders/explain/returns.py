"""Sentences about returns: why not, who decides, what is asked for."""

from ..domain.returning import Fault, Policy


def quantity(value):
    """A quantity without needless zeros."""
    return f"{float(value):g}"


def fault(env, reason):
    """Why a line cannot come back like this."""
    values = {
        "name": reason.params.get("name", ""),
        "quantity": quantity(reason.params.get("quantity", 0)),
        "free": quantity(reason.params.get("free", 0)),
    }
    return {
        Fault.EMPTY: env._("Say what comes back."),
        Fault.NOT_POSITIVE: env._(
            "%(name)s: the quantity must be more than zero.", **values
        ),
        Fault.TOO_MUCH: env._(
            "%(name)s: %(quantity)s asked for, but only %(free)s can still come back:"
            " delivered less what is on its way back already.",
            **values,
        ),
        Fault.WITHOUT_REPAIR: env._(
            "%(name)s: only goods that are repaired can be sent back repaired.",
            **values,
        ),
    }[reason.code]


def outside_terms(record, reason, why):
    """What takes a request out of the usual terms."""
    env = record.env
    if why.code == Policy.TOO_LATE:
        return env._(
            "%(reason)s: asked %(days)s days after the delivery, usual are %(limit)s.",
            reason=reason.name,
            days=why.params["days"],
            limit=why.params["limit"],
        )
    currency = record.company_id.currency_id
    return env._(
        "%(reason)s: worth %(amount)s, usual are up to %(limit)s.",
        reason=reason.name,
        amount=currency.format(float(why.params["amount"])),
        limit=currency.format(float(why.params["limit"])),
    )


def who_decides(record, group):
    """Who may decide about a request."""
    return record.env._(
        "You may not decide about %(name)s; members of “%(group)s” may.",
        name=record.name,
        group=group,
    )


def own_request(record):
    """Why the one who entered it does not decide."""
    return record.env._(
        "%s is outside the terms and you entered it, so somebody else must decide.",
        record.name,
    )


def hold_note(record):
    """Why the order stays open."""
    return record.env._("Return %s is not settled.", record.name)


def refused(record):
    """The note on the holds of a refused return."""
    return record.env._("Return %s was refused.", record.name)


def settled(record):
    """The note on the holds of a settled return."""
    return record.env._("Return %s is settled.", record.name)


def too_much_came(line, came):
    """The note when more arrives than was asked for."""
    return line.env._(
        "%(name)s: %(came)s came, but only %(asked)s were to come back. What is too"
        " much is not credited.",
        name=line.product_id.display_name,
        came=quantity(came),
        asked=quantity(line.quantity),
    )


def not_credited(record, rests):
    """Why there is no credit note, or a smaller one: nothing was invoiced."""
    lines = ", ".join(
        f"{quantity(rest)} x {line.product_id.display_name}"
        for line, rest in rests.items()
    )
    return record.env._(
        "No invoice asks money for %(lines)s: there is nothing to credit, what came"
        " back is left out of the next invoice.",
        lines=lines,
    )


def request_summary(record):
    """The entry in the contact ledger when a return is asked for."""
    lines = ", ".join(
        f"{quantity(line.quantity)} x {line.product_id.display_name}"
        for line in record.line_ids
    )
    return record.env._(
        "Return %(name)s asked for: %(lines)s", name=record.name, lines=lines
    )


def card_title(env):
    """The title of the section on the customer card."""
    return env._("Returns and withdrawals")
