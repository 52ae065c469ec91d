"""Sentences about the timeline: what keeps an order from being closed."""

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


def missing_owner(order, reason):
    """Who takes care of what is missing, as a name."""
    env = order.env
    by_code = {
        Missing.CONFIRMATION: order.user_id.name,
        Missing.DELIVERY: order.warehouse_id.name,
        Missing.SERVICE: order.user_id.name,
        Missing.RETURN: order.warehouse_id.name,
    }
    return by_code.get(reason.code) or env._("Accounting")
