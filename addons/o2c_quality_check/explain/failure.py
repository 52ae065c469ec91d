"""Sentences about what failed, is tried again, and was given up."""

from odoo.exceptions import UserError, ValidationError

from .call import moment


def failure(env, error):
    """Why something failed, for the leader."""
    if isinstance(error, (UserError, ValidationError)):
        return str(error)
    return env._("An unexpected error; the log of the server has it.")


def told(env, why, again_at):
    """Why something failed, and when it is tried again: a moment, or never."""
    if not again_at:
        return env._("%s Not tried again by itself.", why or "")
    return env._(
        "%(why)s Tried again at %(at)s.", why=why or "", at=moment(env, again_at)
    )


def given_up(call, what, why):
    """The to-do of the leader when something failed for good."""
    return call.env._(
        "“%(effect)s” did not work for %(customer)s: %(why)s",
        effect=what,
        customer=call.partner_id.display_name,
        why=why,
    )
