"""What is said where an open complaint stands in the way."""


def open_one(env, ticket, code):
    """Which complaint of the customer is open; ``code`` as the hook gives it."""
    return {
        "complaint": env._("Open complaint %s", ticket),
        "dispute": env._("Contested amount, ticket %s", ticket),
        "litigation": env._("Before court, ticket %s", ticket),
    }[code]


def no_stop(service, ticket, code):
    """Why a service is not stopped."""
    return service.env._(
        "%(service)s is not stopped by us as long as the customer waits for an answer:"
        " %(complaint)s.",
        service=service.display_name,
        complaint=open_one(service.env, ticket, code),
    )
