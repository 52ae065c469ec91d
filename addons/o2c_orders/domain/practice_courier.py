"""A courier that exists only on paper: it plays a script for every parcel.

One line is one event: hours after the parcel was collected, the courier's code,
and words. It lets one try the whole way of a report without any network.
"""

from dataclasses import dataclass
from datetime import timedelta

SCRIPT = """\
2 in_transit Arrived at the hub
20 out_for_delivery Loaded on van 12
24 delivered Handed over at the door
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the script: ``place`` is its number, ``after`` collection."""

    place: int
    after: timedelta
    code: str
    text: str


def read_script(script):
    """The steps of ``script``.

    :raise ValueError: with the first line that is no step

    >>> [step.code for step in read_script("1 hub Arrived\\n2.5 done")]
    ['hub', 'done']
    """
    steps = []
    for place, line in enumerate((script or "").splitlines(), 1):
        if not line.strip():
            continue
        hours, _, rest = line.strip().partition(" ")
        code, _, text = rest.strip().partition(" ")
        try:
            after = timedelta(hours=float(hours))
        except (ValueError, OverflowError):
            raise ValueError(line) from None
        if not code:
            raise ValueError(line)
        steps.append(Step(place, after, code, text.strip()))
    return tuple(steps)


def events_until(steps, parcels, now):
    """What the courier has to say by ``now``, as the items of a JSON message.

    :param parcels: pairs of tracking reference and the moment of collection
    """
    return [
        {
            "key": f"practice-{step.place}",
            "tracking": tracking,
            "code": step.code,
            "at": f"{(start + step.after).isoformat()}+00:00",
            "text": step.text,
        }
        for tracking, start in parcels
        for step in steps
        if start + step.after <= now
    ]
