"""Words of the customer card."""

from odoo.tools import format_date


def section(env, key):
    """The title of a section of this module."""
    return {
        "holds": env._("On hold"),
        "orders": env._("Orders"),
        "quotations": env._("Quotations"),
        "deliveries": env._("Deliveries under way"),
        "invoices": env._("Open invoices"),
    }[key]


def found_by(env, source, text):
    """Why a customer was found."""
    return {
        "order": env._("Order %s", text),
        "invoice": env._("Invoice %s", text),
        "delivery": env._("Delivery %s", text),
        "parcel": env._("Parcel %s", text),
        "phone": env._("Telephone %s", text),
        "email": env._("E-mail %s", text),
        "vat": env._("Tax number %s", text),
        "reference": env._("Customer number %s", text),
        "name": text,
    }[source]


def choice(record, name):
    """The label of the value that a selection field of ``record`` has."""
    labels = dict(record._fields[name]._description_selection(record.env))
    return labels.get(record[name], "")


def order_line(order):
    """One order: what it is worth, where it stands, what comes next."""
    env = order.env
    values = {
        "amount": order.currency_id.format(order.amount_total),
        "stage": choice(order, "o2c_stage"),
        "date": format_date(env, order.o2c_next_due),
    }
    if order.o2c_next_due:
        return env._("%(amount)s · %(stage)s, next step due %(date)s", **values)
    return env._("%(amount)s · %(stage)s", **values)


def quotation_line(order):
    """One quotation: what it is worth and until when it holds."""
    env = order.env
    values = {
        "amount": order.currency_id.format(order.amount_total),
        "state": choice(order, "state"),
        "date": format_date(env, order.validity_date),
    }
    if order.validity_date:
        return env._("%(amount)s · %(state)s, valid until %(date)s", **values)
    return env._("%(amount)s · %(state)s", **values)


def invoice_line(invoice, days_late):
    """One open invoice: what is open and how late it is."""
    env = invoice.env
    amount = invoice.currency_id.format(invoice.amount_residual)
    if days_late > 0:
        return env._("%(amount)s · %(days)s days late", amount=amount, days=days_late)
    due = format_date(env, invoice.invoice_date_due)
    return env._("%(amount)s · due %(date)s", amount=amount, date=due)


def parcel_line(shipment):
    """One parcel: where it is and since when."""
    env = shipment.env
    status = choice(shipment, "status")
    since = format_date(env, shipment.status_at)
    if shipment.status_at:
        return env._("%(status)s since %(date)s", status=status, date=since)
    return status


def more(env, count):
    """That there are more than the card shows."""
    return env._("and %s more", count)
