"""Names of choices."""


def choice(record, field, value):
    """The name of a value of a selection field, in the user's language."""
    return dict(record._fields[field]._description_selection(record.env))[value]
