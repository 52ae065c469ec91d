"""Sentences about the basket of a telesales call."""

from odoo.tools import format_amount, format_date, formatLang

from ..domain.proposals import Why


def service_call(call):
    """Why nothing is sold in this call."""
    return call.env._(
        "“%s” serves and does not sell: there is no basket in its calls.",
        call.campaign_id.name,
    )


def closed(call, order):
    """Why the quotation does not change any more."""
    return call.env._(
        "%(order)s is “%(state)s” already and does not change any more.",
        order=order.name,
        state=order_state(order),
    )


def order_state(order):
    """Where the quotation is, in words."""
    return dict(order._fields["state"]._description_selection(order.env))[order.state]


def no_product(env):
    """The product cannot be sold."""
    return env._("This product is not for sale.")


def bad_quantity(env):
    """What was typed is no quantity."""
    return env._("A quantity is a number from 0 on.")


def code_needs_goods(env):
    """A code has nothing to work on."""
    return env._("Put something into the basket first, then the code.")


def no_reward(env):
    """The reward is not to be had, or no longer."""
    return env._("This reward cannot be had with what is in the basket.")


def no_address(env):
    """The address belongs to somebody else."""
    return env._("This is no address of the customer.")


def empty(env):
    """There is nothing to send."""
    return env._("The basket is empty: there is nothing to send.")


def no_email(call):
    """Why the quotation cannot be sent."""
    return call.env._(
        "%s has no e-mail address: enter one under the contact data first.",
        call.partner_id.display_name,
    )


def cancelled(call):
    """What is noted on a quotation that the customer did not want."""
    return call.env._(
        "The customer did not want it after all (call of “%s”).", call.campaign_id.name
    )


def address(partner):
    """One line for an address to deliver to."""
    return partner.contact_address_inline or partner.display_name


def codes(order):
    """The codes that were applied to a quotation."""
    given = order.applied_coupon_ids.mapped("code")
    return given + order.code_enabled_rule_ids.mapped("code")


def quantity(env, value, unit):
    """A quantity with its unit."""
    number = formatLang(env, value, digits=0 if value == int(value) else 2)
    return f"{number} {unit.name}"


def stock(env, free, coming, unit):
    """How much of a product is free; ``free`` is None when nobody counts it."""
    if free is None:
        return {"free": None, "level": "none", "text": env._("Not stocked")}
    values = {"free": quantity(env, free, unit), "coming": quantity(env, coming, unit)}
    if free > 0:
        text = env._("%(free)s free, %(coming)s forecast", **values)
        return {"free": free, "level": "good", "text": text}
    if coming > 0:
        text = env._("None free, %(coming)s forecast", **values)
        return {"free": free, "level": "coming", "text": text}
    return {"free": free, "level": "out", "text": env._("Out of stock")}


def room(env, found, currency):
    """What is left for the customer to order, with a warning when it is too much."""
    if found.headroom is None:
        return False
    left = format_amount(env, float(found.left), currency)
    if found.is_over:
        over = format_amount(env, float(-found.left), currency)
        text = env._(
            "This is %(over)s more than the customer may order now: the order will be"
            " held when it is confirmed.",
            over=over,
        )
    else:
        text = env._("%(left)s left to order after this basket", left=left)
    return {
        "headroom": float(found.headroom),
        "left": float(found.left),
        "over": found.is_over,
        "text": text,
    }


def proposed(env, reason):
    """Why a product is proposed."""
    params = reason.params
    return {
        Why.DUE: lambda: env._(
            "Due: bought %(orders)s times, every %(gap)s days; last %(days)s days ago",
            orders=params["orders"],
            gap=params["gap"],
            days=params["days"],
        ),
        Why.BOUGHT: lambda: env._(
            "Bought in %(orders)s order(s), last on %(day)s",
            orders=params["orders"],
            day=format_date(env, params["last_on"]),
        ),
        Why.SIMILAR: lambda: env._(
            "%(buyers)s of %(customers)s customers who buy the same also buy this",
            buyers=params["buyers"],
            customers=params["customers"],
        ),
    }[reason.code]()
