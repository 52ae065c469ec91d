"""Sentences about the timeline: what keeps an order from being closed."""

import json

from ..domain.closing import Missing


def missing(order, reason):
    """What keeps ``order`` from being closed, with the number that matters."""
    env = order.env
    count = reason.params.get("count")
    residual = reason.params.get("residual") or 0
    amount = order.company_id.currency_id.format(float(residual))
    return {
        Missing.CONFIRMATION: env._("Confirmation"),
        Missing.DELIVERY: env._("Goods to deliver: %s", count),
        Missing.TRANSIT: env._("Shipments under way: %s", count),
        Missing.SERVICE: env._("Services to fulfil: %s", count),
        Missing.RETURN: env._("Returns to receive: %s", count),
        Missing.INVOICE: env._("Lines to invoice or credit: %s", count),
        Missing.POSTING: env._("Draft invoices to post: %s", count),
        Missing.CREDIT_NOTE: env._("Draft credit notes to post: %s", count),
        Missing.PAYMENT: env._("To be settled: %s", amount),
        Missing.HOLD: env._("Open holds on closing: %s", count),
    }[reason.code]


def missing_name(env, code):
    """What is missing, in a word or two, without its number."""
    return {
        Missing.CONFIRMATION: env._("confirmation"),
        Missing.DELIVERY: env._("goods to deliver"),
        Missing.TRANSIT: env._("shipments under way"),
        Missing.SERVICE: env._("services to fulfil"),
        Missing.RETURN: env._("returns to receive"),
        Missing.INVOICE: env._("lines to invoice or credit"),
        Missing.POSTING: env._("draft invoices"),
        Missing.CREDIT_NOTE: env._("draft credit notes"),
        Missing.PAYMENT: env._("payment"),
        Missing.HOLD: env._("holds on closing"),
    }[code]


def reopened(order, codes):
    """What the owner of a closed order reads when it is open again."""
    env = order.env
    if not codes:
        return env._("%s is open again", order.name)
    names = ", ".join(missing_name(env, Missing(code)) for code in codes)
    return env._(
        "%(order)s is open again, missing: %(missing)s", order=order.name, missing=names
    )


def timeline_event(order, event):
    """One thing that happened beside the milestones, in a few words."""
    env = order.env
    detail = event["detail"] or ""
    if event["kind"] == "reopened":
        codes = [Missing(code) for code in json.loads(detail or "[]")]
        names = ", ".join(missing_name(env, code) for code in codes)
        return env._("Opened again: %s", names) if names else env._("Opened again")
    return {
        "part": env._("Part of the goods left"),
        "return": env._("Goods came back"),
        "failed_absent": env._("Delivery failed: nobody there"),
        "failed_address": env._("Delivery failed: address"),
        "refused": env._("Delivery refused"),
        "returned": env._("Parcel returned to us"),
        "lost": env._("Parcel lost"),
        "credit_note": env._("Credit note %s", detail),
        "hold": env._("Put on hold: %s", detail),
        "release": env._("Released: %s", detail),
        "said_received": env._("Received, says the customer"),
        "said_not_received": env._("Not received, says the customer"),
        "said_accepted": env._("Accepted by the customer"),
        "said_not_accepted": env._("Not accepted by the customer"),
        "said_late": env._("Came late, says the customer"),
        "said_wrong_place": env._("Came to the wrong place, says the customer"),
    }[event["kind"]]
