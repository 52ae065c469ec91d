"""A telephone system on paper: what comes of a line, drawn from a seed."""

from dataclasses import dataclass
from random import Random

from .calls import Result

FIRST_RING = 3.0
# how those end that nobody answers live, and how often
OTHERWISE = (
    (Result.NO_ANSWER, 0.6),
    (Result.VOICEMAIL, 0.25),
    (Result.BUSY, 0.15),
)


@dataclass(frozen=True)
class Drawn:
    """``result`` of a line and the seconds after dialling at which it is known."""

    result: Result
    seconds: float


def draw(seed, number, answered, ring):
    """What comes of the line with this number.

    :param answered: share of the lines answered live, 0 to 1
    :param ring: seconds that it rings before nobody is there

    >>> draw(1, 1, 1.0, 20).result, draw(1, 1, 0.0, 20).result is Result.ANSWERED
    (<Result.ANSWERED: 'answered'>, False)
    >>> draw(1, 2, 0.4, 20) == draw(1, 2, 0.4, 20)
    True
    """
    chance = Random(f"{seed}:{number}")
    alive, otherwise = chance.random() < answered, chance.random()
    seconds = chance.uniform(FIRST_RING, ring)
    if alive:
        return Drawn(Result.ANSWERED, seconds)
    result = _otherwise(otherwise)
    return Drawn(result, ring if result is Result.NO_ANSWER else seconds)


def _otherwise(chance):
    for result, share in OTHERWISE:
        chance -= share
        if chance < 0:
            return result
    return Result.NO_ANSWER
