"""Whether a customer can contest an amount of an invoice. One currency per call."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .decision import Decision, Reason


class Why(str, Enum):
    """Why an amount cannot be contested."""

    NOT_AN_INVOICE = "not_an_invoice"
    NOTHING = "nothing"
    MORE_THAN_FREE = "more_than_free"
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class Contest:
    """What somebody contests.

    :param free: what of the invoice is open and not contested yet
    :param invoice: it is a posted customer invoice
    """

    amount: Decimal
    free: Decimal
    text: str
    invoice: bool = True


def check(contest):
    """Whether the amount can be contested.

    >>> check(Contest(Decimal(5), Decimal(5), "Two cups were broken")).ok
    True
    """
    return Decision(tuple(_objections(contest)))


def _objections(contest):
    if not contest.invoice:
        yield Reason(Why.NOT_AN_INVOICE)
    if contest.amount <= 0:
        yield Reason(Why.NOTHING)
    elif contest.amount > contest.free:
        yield Reason(
            Why.MORE_THAN_FREE, {"amount": contest.amount, "free": contest.free}
        )
    if not contest.text.strip():
        yield Reason(Why.NO_WORDS)
