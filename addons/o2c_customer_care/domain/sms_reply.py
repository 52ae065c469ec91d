"""Text messages as a gateway hands them on: JSON, each with a number of its own."""

import json
import re
from dataclasses import dataclass

from odoo.addons.o2c_orders.domain.card_search import digits

LONGEST = 2000  # characters of a text
LONGEST_KEY = 120
MOST = 500  # messages at once
SHORTEST_NUMBER = 6  # digits
# the whole message is one of these
STOP = frozenset(
    "stop stopall unsubscribe cancel end quit alt basta disdici baja parar stop. koniec"
    " wypisz".split()
)


class Unreadable(ValueError):
    """The body is no list of messages; its argument says why, for the log."""


@dataclass(frozen=True, slots=True)
class Text:
    """One message. ``fault`` names what it lacks, empty when it can be taken in."""

    key: str
    sender: str = ""
    text: str = ""
    fault: str = ""

    @property
    def is_stop(self):
        """Whether the sender wants no more messages, and nothing else."""
        return self.text.strip().lower() in STOP


def read_json(body):
    """The :class:`Text` messages of a body in bytes, in order.

    >>> read_json(b'{"messages": [{"id": "1", "from": "333", "text": "Hi"}]}')
    [Text(key='1', sender='333', text='Hi', fault='from')]

    :raise Unreadable: it is no JSON or no list of messages
    """
    try:
        content = json.loads(body)
    except ValueError as error:
        raise Unreadable("no JSON") from error
    items = content.get("messages") if isinstance(content, dict) else content
    if not isinstance(items, list) or len(items) > MOST:
        raise Unreadable(f"“messages” is no list of at most {MOST}")
    return [_text(item) for item in items]


def _text(item):
    if not isinstance(item, dict):
        return Text("", fault="object")
    key, sender = _word(item, "id")[:LONGEST_KEY], _word(item, "from")[:40]
    text = _word(item, "text")[:LONGEST]
    text = re.sub(r"[\x00-\x08\x0b-\x1f]", "", text)
    faults = [
        name
        for name, wrong in (
            ("id", not key),
            ("from", len(digits(sender)) < SHORTEST_NUMBER),
            ("text", not text.strip()),
        )
        if wrong
    ]
    return Text(key, sender, text, faults[0] if faults else "")


def _word(item, name):
    value = item.get(name)
    return str(value) if isinstance(value, (str, int)) else ""
