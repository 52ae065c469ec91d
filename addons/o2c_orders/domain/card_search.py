"""What somebody typed into the one search box, and whose telephone rings.

A number is written in a hundred ways: with or without country, trunk zero, spaces,
brackets, extension. Two are the same when the shorter one, without its leading
zeros, ends the longer one.
"""

import re
from dataclasses import dataclass

SHORTEST = 6  # digits of a telephone number
TAIL = 6  # digits by which numbers are looked up, see the index of the same rule
SHORTEST_WORD = 2
# what follows is an extension; kept the same in the index
EXTENSION = re.compile(r"(ext|int|x|#|;).*$", re.IGNORECASE)
TRUNK = re.compile(r"\(0\)")
PHONE = re.compile(r"^(tel:)?[\s+()\d./\-]+((ext|int|x|#|;).*)?$", re.IGNORECASE)
EMAIL = re.compile(r"^(mailto:)?[^\s@]+@[^\s@]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, as each kind of search needs it; empty: it is none.

    ``compact`` is without spaces and punctuation, for tax numbers.
    """

    text: str
    phone: str = ""
    email: str = ""
    number: str = ""
    compact: str = ""
    name: str = ""


def read(text):
    """The :class:`Query` that ``text`` is.

    >>> read("tel:+39 02 5550-1234").phone
    '390255501234'
    >>> read("INV/2026/00012").number
    'INV/2026/00012'
    """
    text = " ".join((text or "").split())
    if len(text) < SHORTEST_WORD:
        return Query(text)
    if EMAIL.match(text):
        return Query(text, email=re.sub("^mailto:", "", text, flags=re.I).lower())
    phone = digits(text) if PHONE.match(text) else ""
    compact = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    has_digit = any(character.isdigit() for character in text)
    return Query(
        text,
        phone=phone if len(phone) >= SHORTEST else "",
        number=text if has_digit and not text.lower().startswith("tel:") else "",
        compact=compact if has_digit and len(compact) > SHORTEST else "",
        name=text if any(character.isalpha() for character in text) else "",
    )


def digits(number):
    """The digits of a telephone number, country code included, no extension.

    >>> digits("0049 (0)30 / 12 34-56 ext. 7")
    '4930123456'
    """
    plain = re.sub("^tel:", "", (number or "").strip(), flags=re.IGNORECASE)
    plain = TRUNK.sub("", EXTENSION.sub("", plain))
    return re.sub(r"\D", "", plain).removeprefix("00")


def tail(number):
    """The last digits of ``number``, by which it is looked up."""
    return digits(number)[-TAIL:]


def same_number(one, other):
    """Whether two written numbers ring the same telephone.

    >>> same_number("+39 02 5550 1234", "02 55501234")
    True
    """
    shorter, longer = sorted((digits(one), digits(other)), key=len)
    core = shorter.lstrip("0")
    if len(core) < SHORTEST:
        return bool(core) and shorter == longer
    return longer.endswith(core)


def order_sections(sections, first):
    """The sections of the card, those of the user's trade (``first``) before.

    :param sections: dicts with ``key`` and ``sequence``
    :param first: keys in the order of the trade
    """
    place = {key: number for number, key in enumerate(first)}
    return sorted(
        sections, key=lambda s: (place.get(s["key"], len(place)), s["sequence"])
    )
