"""Sentences about what follows on answers."""

from . import failure
from .call import label


def told(entry, made):
    """What came of an effect, for the list; ``made``: the record that it made."""
    env = entry.env
    if entry.state == "failed":
        return failure.told(env, entry.failure, entry.next_try_at)
    if entry.state == "to_confirm":
        field = label(entry.effect_id, "contact_field", entry.effect_id.contact_field)
        return env._(
            "%(field)s: %(value)s, to be confirmed",
            field=field,
            value=entry.answer_text or "",
        )
    return made.display_name if made else label(entry, "state", entry.state)


def name(entry):
    """What an effect is called in the to-do of the leader."""
    return label(entry, "kind", entry.kind)


def nothing_waits(env):
    """Somebody decides what is decided."""
    return env._("There is nothing to confirm here any more.")


def leader_only(env):
    """Who may not decide about an effect."""
    return env._("Only a call leader, or who had the call, decides about this.")


def made_nothing(env):
    """There is no record behind the effect."""
    return env._("There is nothing to open: the entry itself says all.")


def photos_not_asked(env):
    """The customer has neither e-mail nor telephone."""
    return env._("Photos were not asked for: there is no e-mail address or number.")


def leader_task(call, answer):
    """The title of the activity that asks the leader to call the customer."""
    return call.env._(
        "Call %(customer)s back: %(question)s %(answer)s",
        customer=call.partner_id.display_name,
        question=answer.title,
        answer=answer.answer_text,
    )


def interest_task(call, answer):
    """The title of the activity that tells the salesperson of an interest."""
    return call.env._(
        "%(customer)s is interested: %(answer)s",
        customer=call.partner_id.display_name,
        answer=answer.answer_text,
    )


def task_note(call):
    """What the agent noted and whom to ask for, for who takes over."""
    parts = [call.person_id.display_name, call.phone, call.note]
    return ", ".join(filter(None, parts))


def no_window(entry):
    """No window is free on the day the customer wants."""
    return entry.env._("No window is free on %s.", entry.answer_text)


def no_appointment(call):
    """An effect about appointments in a call that is about none."""
    return call.env._("“%s” is not about an appointment.", call.display_name)
