"""What is said of a customer's telephone, e-mail and address."""

from odoo.tools import format_date

from .choice import choice


def point(point):
    """The name of a contact point."""
    return f"{choice(point, 'kind', point.kind)}: {point.value}"


def state(env, point):
    """What is known of a contact point, in a few words; no point: nothing."""
    if not point:
        return env._("never verified")
    values = {
        "date": format_date(env, point.checked_at),
        "user": point.checked_by_id.name,
        "detail": point.detail,
    }
    if point.standing == "failed":
        text = (
            env._("bounced on %(date)s", **values)
            if point.state == "bounced"
            else env._("does not work, noticed on %(date)s", **values)
        )
        return f"{text} ({point.detail})" if point.detail else text
    if point.standing == "stale":
        return env._("last verified on %(date)s, ask again", **values)
    if point.standing == "fresh":
        return env._("verified on %(date)s by %(user)s", **values)
    return env._("never verified")


def warning(point):
    """That a contact point does not reach the customer."""
    return f"{point.display_name}: {state(point.env, point)}"


def changes(env, changes):
    """What was corrected: (kind, old value, new value)."""
    names = {
        "email": env._("E-mail"),
        "phone": env._("Telephone"),
        "address": env._("Address"),
    }
    return "\n".join(
        env._(
            "%(kind)s: %(old)s → %(new)s",
            kind=names[kind],
            old=old or env._("none"),
            new=new or env._("none"),
        )
        for kind, old, new in changes
    )


def reach(lines):
    """How somebody is reached, one line for each way."""
    return "\n".join(f"{line['label']}: {line['value']}" for line in lines.values())


def ask_for_another(point):
    """What somebody does whose customer is not reached."""
    return point.env._(
        "%s is not reached like this. Reach the customer another way and correct the"
        " contact data.",
        point.partner_id.display_name,
    )
