"""Whose turn it is: one agent's calls shared between campaigns by their weights."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """A campaign: how much of an agent's calls it should get, and got lately.

    ``weight``: in relation to the others; 0: only when no other has anybody to call.
    ``priority``: a more urgent campaign comes before all others.
    """

    campaign: int
    weight: int
    given: int
    priority: int = 0


def in_turn(shares):
    """The campaigns, whose turn it is first.

    The next call goes where ``(given + 1) / weight`` is lowest: over time each campaign
    gets its share, and none is far from it in between.

    >>> in_turn([Share(1, 1, 2), Share(2, 3, 4), Share(3, 0, 0)])
    [2, 1, 3]
    >>> in_turn([Share(1, 1, 1), Share(2, 2, 3)])  # 2/1 = 4/2: the older one
    [1, 2]
    >>> in_turn([Share(1, 5, 0), Share(2, 1, 9, priority=1)])
    [2, 1]
    """
    ordered = sorted(shares, key=lambda s: (-s.priority, *_urgency(s), s.campaign))
    return [share.campaign for share in ordered]


def _urgency(share):
    if share.weight <= 0:
        return 1, share.given
    return 0, (share.given + 1) / share.weight
