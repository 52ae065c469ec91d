"""What is said of telephone calls."""


def subject(partner):
    """The summary of a call of which nothing was written down."""
    return partner.env._("Call of %s", partner.name or partner.display_name)
