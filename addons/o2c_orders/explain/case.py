"""The names of the papers of a case."""


def folder(env, kind):
    """The folder in which papers of a kind are."""
    return {
        "orders": env._("1 Orders"),
        "deliveries": env._("2 Deliveries"),
        "invoices": env._("3 Invoices"),
        "notices": env._("4 Reminders"),
        "contacts": env._("5 Contacts"),
        "tickets": env._("6 Complaint"),
    }[kind]


def order_name(order):
    """The file name of an order."""
    return order.env._("Order %s.pdf", order.name)


def delivery_name(picking):
    """The file name of a delivery slip."""
    return picking.env._("Delivery %s.pdf", picking.name)


def proof_name(record, kind):
    """The file name of a signature or a picture of a delivery."""
    env = record.env
    if record._name == "stock.picking":
        return env._("Signature on %s.png", record.name)
    values = {
        "picking": record.picking_id.name,
        "day": record.at.strftime("%Y-%m-%d %H%M"),
    }
    if kind == "photo":
        return env._("Picture of %(picking)s, %(day)s UTC.png", **values)
    return env._("Signature for %(picking)s, %(day)s UTC.png", **values)
