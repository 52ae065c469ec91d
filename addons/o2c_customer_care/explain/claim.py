"""What is said of claims on suppliers and couriers."""

from odoo.tools import format_datetime

from .choice import choice

CALCULATES = ("=", "+", "-", "@", "\t", "\r")


def no_such_step(claim, state):
    """Why a claim does not go there."""
    return claim.env._(
        "%(claim)s is “%(state)s” and cannot become “%(target)s”.",
        claim=claim.name,
        state=choice(claim, "state", claim.state),
        target=choice(claim, "state", state),
    )


def no_email(claim):
    """Why a claim cannot be mailed."""
    return claim.env._(
        "%s has no e-mail address. Enter one, or send the paper by letter and choose"
        " “Sent another way”.",
        claim.partner_id.display_name,
    )


def to_chase(claim):
    """What the owner is reminded of on the day of the deadline."""
    return claim.env._(
        "%(partner)s has to answer %(claim)s over %(amount)s",
        partner=claim.partner_id.name,
        claim=claim.name,
        amount=claim.currency_id.format(claim.amount),
    )


def out_of_range(claim):
    """Why so much cannot be granted."""
    return claim.env._(
        "They grant something between nothing and %s.",
        claim.currency_id.format(claim.amount),
    )


def refund_line(claim):
    """The line of the vendor refund."""
    return claim.env._(
        "Claim %(claim)s, complaint %(ticket)s",
        claim=claim.name,
        ticket=claim.ticket_id.number,
    )


def facts(claim):
    """What the paper says of the case: list of (label, value)."""
    env = claim.env
    case = claim.sudo()  # what we send to the other side is chosen by who sends it
    order = case.picking_id.sale_id or case.ticket_id.order_id
    rows = [
        (env._("Our reference"), f"{case.name} / {case.ticket_id.number}"),
        (env._("Your reference"), case.their_reference),
        (env._("Delivery"), case.picking_id.name),
        (env._("Tracking number"), case.picking_id.carrier_tracking_ref),
        (env._("Order"), order.name),
        (env._("Product"), case.product_id.display_name),
        (env._("Lot or serial number"), case.lot_id.name),
        (env._("Quantity"), f"{case.quantity:g}" if case.quantity else ""),
    ]
    return [(label, value) for label, value in rows if value]


def event_columns(claim):
    """The head of the list of the courier's reports."""
    env = claim.env
    return [
        env._("When"),
        env._("Parcel"),
        env._("Status"),
        env._("What was reported"),
    ]


def event_row(claim, event):
    """One report of the courier, safe to open in a spreadsheet."""
    told = " ".join(filter(None, (event.code, event.text, event.note)))
    return [
        format_datetime(claim.env, event.at, tz=claim.env.user.tz or "UTC"),
        _plain(event.shipment_id.display_name),
        _plain(choice(event, "status", event.status)),
        _plain(told),
    ]


def _plain(text):
    """What a spreadsheet does not take for a formula."""
    return f"'{text}" if text and text.startswith(CALCULATES) else text or ""
