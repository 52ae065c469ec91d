"""What becomes of an incoming message, and whether it is acknowledged.

The loop is broken in three places, each enough by itself: a message that a machine
wrote makes no ticket, what is not surely from a person is not acknowledged, and one
address gets few acknowledgements in an hour.
"""

from dataclasses import dataclass, field
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

LARGEST = 25 * 1024 * 1024  # bytes of one message
MOST_MESSAGES = 30  # of one address in an hour
MOST_ACKNOWLEDGEMENTS = 3  # to one address in an hour
SHORTEST_PAUSE = 300  # seconds between two acknowledgements to one address
ROBOTS = frozenset({"mailer-daemon", "postmaster"})
NO_REPLY = ("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "bounce")
NO_ANSWER_WANTED = ("all", "oof", "autoreply")


class Outcome(str, Enum):
    """What became of a message."""

    TICKET = "ticket"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LOOP = "loop"
    SPAM = "spam"
    TOO_LARGE = "too_large"
    NO_SENDER = "no_sender"
    OWN_ADDRESS = "own_address"
    TOO_MANY = "too_many"
    MAILING_LIST = "mailing_list"
    SEVERAL_CUSTOMERS = "several_customers"
    COLLEAGUE = "colleague"
    BROKEN = "broken"
    OPT_OUT = "opt_out"


# nobody has to look at these
DONE = frozenset(
    {
        Outcome.TICKET,
        Outcome.REPLY,
        Outcome.AUTO_REPLY,
        Outcome.BOUNCE,
        Outcome.LOOP,
        Outcome.SPAM,
        Outcome.OPT_OUT,
    }
)


class Silent(str, Enum):
    """Why a ticket is not acknowledged."""

    NO_ADDRESS = "no_address"
    MACHINE = "machine"
    MAILING_LIST = "mailing_list"
    NO_REPLY = "no_reply"
    OWN_ADDRESS = "own_address"
    TOO_OFTEN = "too_often"
    TOO_SOON = "too_soon"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known besides the message itself.

    ``mark`` is what our own mails carry, ``recent`` counts the messages of the
    sender in the last hour, ``customers`` those who have his address.
    """

    own_addresses: frozenset = frozenset()
    mark: str = ""
    recent: int = 0
    is_reply: bool = False
    customers: int = 0
    colleague: bool = False
    largest: int = LARGEST


def judge(letter, around):
    """Whether a message may become a ticket or an answer; one reason if not.

    >>> from .letter import Letter
    >>> judge(Letter(sender="rita@bar.example"), Surroundings()).ok
    True
    >>> judge(Letter(sender=""), Surroundings()).reasons[0].code.value
    'no_sender'
    """
    for objection in (_of_machines, _of_size, _of_senders):
        code = objection(letter, around)
        if code:
            return Decision((Reason(code, {}),))
    return Decision()


def _of_machines(letter, around):
    if around.mark and letter.loop_mark == around.mark:
        return Outcome.LOOP
    if letter.sender and letter.sender.split("@")[0] in ROBOTS:
        return Outcome.BOUNCE
    if letter.auto_reply:
        return Outcome.AUTO_REPLY
    if letter.sender in around.own_addresses:
        return Outcome.OWN_ADDRESS
    return None


def _of_size(letter, around):
    if letter.size > around.largest:
        return Outcome.TOO_LARGE
    if letter.is_spam:
        return Outcome.SPAM
    return Outcome.TOO_MANY if around.recent >= MOST_MESSAGES else None


def _of_senders(letter, around):
    if not letter.sender:
        return Outcome.NO_SENDER
    if around.is_reply:
        return None
    if around.colleague:
        return Outcome.COLLEAGUE
    if around.customers > 1:
        return Outcome.SEVERAL_CUSTOMERS
    automatic = letter.is_list or letter.auto_submitted
    # what a customer's own system sends is heard, a newsletter of strangers is not
    return Outcome.MAILING_LIST if automatic and not around.customers else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What the address got already: in this hour, and how many seconds ago."""

    this_hour: int = 0
    seconds_ago: float | None = None
    own_addresses: frozenset = field(default_factory=frozenset)
    switched_off: bool = False


def may_acknowledge(letter, sent):
    """Whether a ticket made from ``letter`` is acknowledged; one reason if not.

    >>> from .letter import Letter
    >>> may_acknowledge(Letter(sender="rita@bar.example"), Sent()).ok
    True
    >>> may_acknowledge(Letter(sender="no-reply@shop.example"), Sent()).reasons[0].code
    <Silent.NO_REPLY: 'no_reply'>
    """
    for objection in (_written_by_machine, _no_address_for_it, _had_enough):
        code = objection(letter, sent)
        if code:
            return Decision((Reason(code, {}),))
    return Decision()


def _written_by_machine(letter, sent):
    wanted = not any(word in letter.suppress for word in NO_ANSWER_WANTED)
    if letter.auto_submitted or letter.auto_reply or not wanted:
        return Silent.MACHINE
    if letter.return_path == "":
        return Silent.MACHINE
    return Silent.MAILING_LIST if letter.is_list else None


def _no_address_for_it(letter, sent):
    if sent.switched_off:
        return Silent.SWITCHED_OFF
    if not letter.sender:
        return Silent.NO_ADDRESS
    local = letter.sender.split("@")[0]
    if local in ROBOTS or local.startswith(NO_REPLY):
        return Silent.NO_REPLY
    return Silent.OWN_ADDRESS if letter.sender in sent.own_addresses else None


def _had_enough(letter, sent):
    if sent.this_hour >= MOST_ACKNOWLEDGEMENTS:
        return Silent.TOO_OFTEN
    if sent.seconds_ago is not None and sent.seconds_ago < SHORTEST_PAUSE:
        # an answer that comes within minutes of ours is no new matter of a person
        return Silent.TOO_SOON
    return None
