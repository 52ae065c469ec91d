"""Sentences about refused deliveries."""


def hold_note(record):
    """Why the order stays open."""
    return record.env._("Delivery %s was refused.", record.picking_id.name)


def settled(record):
    """The note on the holds of a settled refusal."""
    return record.env._(
        "The refusal of delivery %s is settled.", record.picking_id.name
    )


def summary(record):
    """The entry in the contact ledger."""
    return record.env._("Delivery %s refused at the door", record.picking_id.name)
