"""What the answers of a script bring about, and what they say of the order."""

from dataclasses import dataclass
from enum import Enum
from string import Template

# what the title of a ticket may name
PLACEHOLDERS = frozenset({"order", "customer", "answer"})


class Effect(str, Enum):
    """What an answer can bring about."""

    TICKET = "ticket"
    NOT_RECEIVED = "not_received"
    WITNESS = "witness"
    LEADER = "leader"
    INTERESTED = "interested"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NO_CALLS = "no_calls"
    CONTACT_DATA = "contact_data"
    APPOINTMENT_YES = "appointment_yes"
    APPOINTMENT_NO = "appointment_no"
    APPOINTMENT_OTHER = "appointment_other"


class Condition(str, Enum):
    """By what an answer has an effect."""

    CHOICE = "choice"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    GIVEN = "given"


class Verdict(str, Enum):
    """What the customer says of the order."""

    UNKNOWN = "unknown"
    OK = "ok"
    NOT_OK = "not_ok"


@dataclass(frozen=True)
class Question:
    """A question of a script: its choices, and after which choices it is asked.

    ``after`` empty: it is always asked; else after any of these choices of others.
    """

    id: int
    choices: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Trigger:
    """One effect: after any of these choices, a number at most or at least so high,
    or whatever is said (``given``).

    ``rejects``: such an answer says that the order was not all right.
    """

    effect: int
    question: int
    choices: frozenset[int] = frozenset()
    at_most: float | None = None
    at_least: float | None = None
    given: bool = False
    rejects: bool = True


@dataclass(frozen=True)
class Answer:
    """One answer; ``number`` None means that no number was given, 0 is a number."""

    question: int
    choices: frozenset[int] = frozenset()
    number: float | None = None
    text: str = ""


def shown(questions, chosen):
    """The questions that are asked, given the choices that were made.

    A question hangs on the choices of questions that are themselves asked: what was
    chosen in a branch that is left counts no more.

    :param questions: iterable of Question
    :param chosen: ids of choices
    :return: frozenset of question ids

    >>> first, second = Question(1, frozenset({11})), Question(2, after=frozenset({11}))
    >>> sorted(shown([first, second], {11})), sorted(shown([first, second], set()))
    ([1, 2], [1])
    """
    questions, asked, live = list(questions), set(), set()
    chosen = frozenset(chosen)
    while True:
        new = [
            question
            for question in questions
            if question.id not in asked
            and (not question.after or question.after & live)
        ]
        if not new:
            return frozenset(asked)
        for question in new:
            asked.add(question.id)
            live |= question.choices & chosen


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
    if trigger.given:
        return bool(answer.text or answer.choices or answer.number is not None)
    if trigger.choices:
        return bool(trigger.choices & answer.choices)
    return _in_range(trigger, answer.number)


def _in_range(trigger, number):
    low, high = trigger.at_least, trigger.at_most
    if number is None or (low is None and high is None):
        return False
    return (low is None or number >= low) and (high is None or number <= high)
