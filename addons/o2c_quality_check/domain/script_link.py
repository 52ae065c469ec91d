"""Whether and how a customer who was not reached gets the script as a link."""

from dataclasses import dataclass
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class Channel(str, Enum):
    """How a link is sent."""

    EMAIL = "email"
    SMS = "sms"


class Wish(str, Enum):
    """Which channels a campaign uses, the first that works."""

    EMAIL_SMS = "email_sms"
    SMS_EMAIL = "sms_email"
    EMAIL = "email"
    SMS = "sms"
    NONE = "none"


ORDER = {
    Wish.EMAIL_SMS: (Channel.EMAIL, Channel.SMS),
    Wish.SMS_EMAIL: (Channel.SMS, Channel.EMAIL),
    Wish.EMAIL: (Channel.EMAIL,),
    Wish.SMS: (Channel.SMS,),
    Wish.NONE: (),
}


class Why(str, Enum):
    """Why no link is sent."""

    NOT_WANTED = "not_wanted"
    OVER = "over"
    ANSWERED = "answered"
    NO_NOTICES = "no_notices"
    NO_ADDRESS = "no_address"
    OPTED_OUT = "opted_out"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True)
class LinkFacts:
    """One customer who was not reached.

    ``reachable``: channels with an address. ``opted_out``: those on which he wants
    nothing. ``consents``: those on which he agreed to marketing. ``is_over``: the
    campaign has ended. ``no_notices``: he wants no messages from us at all.
    """

    wish: Wish
    marketing: bool
    reachable: frozenset[Channel] = frozenset()
    opted_out: frozenset[Channel] = frozenset()
    consents: frozenset[Channel] = frozenset()
    is_over: bool = False
    answered: bool = False
    no_notices: bool = False


def choose(facts):
    """The channel to send by and the decision; the channel is None when refused.

    >>> both = frozenset(Channel)
    >>> choose(LinkFacts(Wish.EMAIL_SMS, False, reachable=both))[0].value
    'email'
    >>> choose(LinkFacts(Wish.EMAIL_SMS, True, reachable=both))[1].reasons[0].code.value
    'no_consent'
    """
    why = _stopped(facts)
    if why:
        return None, Decision((Reason(why),))
    wanted = ORDER[facts.wish]
    usable = [c for c in wanted if c in facts.reachable]
    open_ = [c for c in usable if c not in facts.opted_out]
    allowed = [c for c in open_ if not facts.marketing or c in facts.consents]
    if allowed:
        return allowed[0], Decision()
    if not usable:
        return None, Decision((Reason(Why.NO_ADDRESS),))
    return None, Decision((Reason(Why.NO_CONSENT if open_ else Why.OPTED_OUT),))


def _stopped(facts):
    if facts.wish is Wish.NONE:
        return Why.NOT_WANTED
    if facts.answered:
        return Why.ANSWERED
    if facts.is_over:
        return Why.OVER
    return Why.NO_NOTICES if facts.no_notices else None
