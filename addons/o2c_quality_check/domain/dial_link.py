"""The link by which a phone dials a number: ``tel:``, ``sip:``, or a page.

A template has placeholders in braces: ``sip:{number}@pbx.example.com``,
``https://pbx.example.com/call?to={digits}&from={extension}``.
"""

import re
from dataclasses import dataclass
from enum import Enum
from string import ascii_letters, digits

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

# a link that runs a program in the browser is none of these
SCHEMES = ("tel", "sip", "sips", "callto", "http", "https")
PLACEHOLDERS = ("number", "digits", "extension", "login", "call")
DEFAULT = "tel:{number}"
_PLACE = re.compile(r"\{([^{}]*)\}")


class Why(str, Enum):
    """What is wrong with a template."""

    SCHEME = "scheme"
    PLACEHOLDER = "placeholder"
    NO_NUMBER = "no_number"
    BRACES = "braces"


@dataclass(frozen=True)
class Dial:
    """What is dialled: ``number`` as a person wrote it, by whom, for what."""

    number: str
    extension: str = ""
    login: str = ""
    call: int | None = None


def dialled(number):
    """The signs of a number that a phone sends.

    >>> dialled("+39 (02) 5550-1234"), dialled("n/a")
    ('+390255501234', '')
    """
    signs = re.sub(r"[^0-9+*#]", "", number or "")
    return signs[:1] + signs[1:].replace("+", "")


def check(template):
    """Whether a template can be used, with everything that is wrong with it.

    >>> check("tel:{number}").ok
    True
    >>> [reason.code.value for reason in check("javascript:{phone}").reasons]
    ['scheme', 'placeholder', 'no_number']
    """
    template = template or ""
    reasons = []
    if template.split(":")[0].lower() not in SCHEMES or ":" not in template:
        reasons.append(Reason(Why.SCHEME))
    places = _PLACE.findall(template)
    unknown = [place for place in places if place not in PLACEHOLDERS]
    reasons += [Reason(Why.PLACEHOLDER, {"name": name}) for name in unknown]
    if not {"number", "digits"} & set(places):
        reasons.append(Reason(Why.NO_NUMBER))
    if set("{}") & set(_PLACE.sub("", template)):
        reasons.append(Reason(Why.BRACES))
    return Decision(tuple(reasons))


def link(template, dial):
    """The link for one number; "" when there is nothing to dial.

    >>> link("sip:{number}@pbx.example.com", Dial("+39 02 5550"))
    'sip:+39025550@pbx.example.com'
    >>> link(
    ...     "https://pbx.example.com/?to={digits}&as={login}",
    ...     Dial("+39 02", login="a&b"),
    ... )
    'https://pbx.example.com/?to=3902&as=a%26b'
    >>> link("tel:{number}", Dial("no phone"))
    ''
    """
    number = dialled(dial.number)
    if not number:
        return ""
    web = template.lower().startswith("http")
    values = {
        # a plus in the query of a web address would be read as a space
        "number": quoted(number, "" if web else "+*"),
        "digits": quoted(number.lstrip("+"), "" if web else "*"),
        "extension": quoted(dial.extension),
        "login": quoted(dial.login),
        "call": str(dial.call or ""),
    }
    return _PLACE.sub(lambda match: values[match.group(1)], template)


def quoted(text, safe=""):
    """A text as part of an address: signs with a meaning there are written in code.

    >>> quoted("a&b à"), quoted("+39", "+")
    ('a%26b%20%C3%A0', '+39')
    """
    plain = ascii_letters + digits + "-._~" + safe
    return "".join(
        sign if sign in plain else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in text
    )
