"""What the answers of a call bring about, and what they say of the order."""

from dataclasses import dataclass
from enum import Enum
from string import Template

# what the title of a ticket may name
PLACEHOLDERS = frozenset({"order", "customer", "answer"})


class Effect(str, Enum):
    """What an answer can bring about."""

    TICKET = "ticket"
    LEADER = "leader"


class Verdict(str, Enum):
    """What the customer says of the order."""

    UNKNOWN = "unknown"
    OK = "ok"
    NOT_OK = "not_ok"


@dataclass(frozen=True)
class Trigger:
    """One effect: after this choice, or after a score of at most ``at_most``.

    ``at_most`` None: the effect hangs on a choice. ``rejects``: such an answer says
    that the order was not all right.
    """

    effect: int
    question: int
    choice: int | None = None
    at_most: float | None = None
    rejects: bool = True


@dataclass(frozen=True)
class Answer:
    """One answer; ``number`` None means that no number was given, 0 is a number."""

    question: int
    choice: int | None = None
    number: float | None = None


def due(triggers, answers):
    """The triggers that the answers set off, in the order of the triggers.

    >>> worst = Trigger(effect=1, question=7, at_most=6)
    >>> due([worst], [Answer(question=7, number=0)]) == (worst,)
    True
    >>> due([worst], [Answer(question=7)])
    ()
    """
    given = {answer.question: answer for answer in answers}
    return tuple(t for t in triggers if _fires(t, given.get(t.question)))


def verdict(triggers, answers, finished):
    """What the customer said: a rejection counts at once, consent when all is asked.

    :param finished: whether the script was answered to its end
    """
    if any(trigger.rejects for trigger in due(triggers, answers)):
        return Verdict.NOT_OK
    return Verdict.OK if finished else Verdict.UNKNOWN


def unknown_names(template):
    """The names in a title template that nothing can be put in for.

    >>> unknown_names("Damaged: $order, $price")
    ['price']
    """
    found = Template.pattern.finditer(template)
    names = {match["named"] or match["braced"] for match in found}
    return sorted(names - PLACEHOLDERS - {None})


def fill(template, values):
    """A title template with its names replaced.

    >>> fill("Damaged: $order", {"order": "S0042"})
    'Damaged: S0042'
    """
    return Template(template).safe_substitute(values)


def _fires(trigger, answer):
    if answer is None:
        return False
    if trigger.at_most is not None:
        return answer.number is not None and answer.number <= trigger.at_most
    return trigger.choice is not None and answer.choice == trigger.choice
