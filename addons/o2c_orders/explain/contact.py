"""Sentences about the contact ledger and its chain."""

from ..domain.contact_chain import Fault


def contact_fault(env, number, fault):
    """What the verifier found wrong at an entry."""
    return {
        Fault.CONTENT: env._("Entry %s was changed after it was written.", number),
        Fault.LINK: env._("Entry %s does not follow the entry before it.", number),
        Fault.GAP: env._("Entry %s is missing.", number),
    }[fault]


def contact_intact(env, count):
    """The verifier found nothing wrong."""
    return env._("The chain of %s contacts is intact.", count)
