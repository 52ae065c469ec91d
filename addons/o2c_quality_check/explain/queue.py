"""Sentences about the queue: who is asked to do something, and what agents do."""

from .call import moment


def waits(env, call):
    """Why a call cannot be made now, and from when on it can."""
    return env._(
        "%(why)s The call is due again on %(when)s.",
        why=call.waits_text,
        when=moment(env, call.next_try_at),
    )


def deceased(call):
    """The title of the task after a person was found to have died."""
    person = call.person_id or call.partner_id
    return call.env._(
        "%(person)s has died: mend the contacts of %(customer)s.",
        person=person.display_name,
        customer=call.partner_id.display_name,
    )


def no_speaker(call):
    """The title of the task when nobody speaks the customer's language."""
    return call.env._(
        "%(customer)s speaks %(language)s: no agent of “%(campaign)s” does.",
        customer=call.partner_id.display_name,
        language=call.language_id.name,
        campaign=call.campaign_id.name,
    )


def doing(env, state):
    """What an agent does now, for the leader's board."""
    return {
        "in_call": lambda: env._("In call"),
        "wrap_up": lambda: env._("Writing up"),
        "available": lambda: env._("Available"),
        "pause": lambda: env._("Pause"),
        "away": lambda: env._("On leave"),
        "off": lambda: env._("Not at work"),
    }[state]()
