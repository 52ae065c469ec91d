"""Sentences of the agent's screen."""

from odoo.tools import format_datetime, plaintext2html

from ..domain.calls import State
from .call import label, moment
from .law import refusal


def local(env, at, zone):
    """A moment as the customer's clock shows it, with the day of the week."""
    return format_datetime(env, at, tz=zone.key, dt_format="EEE d MMM, HH:mm")


def offer(env, key):
    """The name of a moment that is offered for calling back."""
    return {
        "hour": lambda: env._("In 1 hour"),
        "afternoon": lambda: env._("This afternoon"),
        "evening": lambda: env._("This evening"),
        "tomorrow_morning": lambda: env._("Tomorrow morning"),
        "tomorrow_afternoon": lambda: env._("Tomorrow afternoon"),
        "monday": lambda: env._("Next Monday"),
    }[key]()


def nothing_due(env, next_at, now):
    """What an agent without a call reads."""
    if next_at and next_at <= now:
        return env._("A call is due now.")
    if next_at:
        return env._("The next call is due at %s.", moment(env, next_at))
    return env._("Nobody is left to call.")


def not_given(call):
    """A call that was asked for and not given."""
    return call.env._("“%s” cannot be called now.", call.display_name)


def lost(call):
    """Why a call is not in the agent's hands any more."""
    env, mine = call.env, call.agent_id == call.env.user
    if call.state == State.IN_CALL.value:
        agent = call.agent_id.name
        return env._("%s has this call now.", agent)
    if call.state == State.EXCLUDED.value:
        return env._("This call was taken off the list: %s", call.exclusion_text)
    if call.state == State.TO_CALL.value:
        return env._("This call went back to the list.")
    if mine:
        return env._("You finished this call already, perhaps in another window.")
    return env._("This call is finished.")


def promised(call):
    """That the customer waits for this call."""
    return call.env._("Call-back agreed for %s", moment(call.env, call.next_try_at))


def last_attempt(call):
    """How the attempt before ended, or nothing."""
    if not call.last_result:
        return ""
    return label(call, "last_result", call.last_result)


def law(env, decision, rules):
    """What the law says to a call: whether, in words, and by which rules."""
    if decision.allowed:
        text = env._("May be called now")
    else:
        # the rule is named beside it
        text = refusal(env, decision, None)
    return {
        "allowed": decision.allowed,
        "text": text,
        "rule": "; ".join(rule.sentence or rule.name for rule in rules),
    }


def no_number(call):
    """Nothing can be dialled."""
    return call.env._("There is no number to dial: enter one.")


def corrected(env, asked):
    """What became of corrections; ``asked``: who decides about the address."""
    if asked:
        return env._("Saved. %s is asked to change the address.", asked.name)
    return env._("Saved.")


def stranger(call):
    """Somebody who does not belong to the customer."""
    return call.env._("This is no contact of %s.", call.partner_id.display_name)


def employee(call, person):
    """Contact data that no agent may change."""
    return call.env._("%s is an employee and no customer.", person.name)


def address_task(call):
    """The title of the task that asks to change an address."""
    return call.env._("New address said on the telephone")


def address_note(call, address):
    """The address as it was said. Foreign text: it is escaped."""
    place = f"{address['zip']} {address['city']}".strip()
    lines = [address["street"], place]
    said = call.env._(
        "%(agent)s heard it in the call “%(call)s”:",
        agent=call.env.user.name,
        call=call.display_name,
    )
    return plaintext2html("\n".join([said, *filter(None, lines)]))
