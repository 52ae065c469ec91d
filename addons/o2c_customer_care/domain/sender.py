"""Whose message it is: the customer behind an address, and what the text refers to."""

import re
from dataclasses import dataclass

# addresses anybody can have say nothing about a company
FREE_DOMAINS = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com hotmail.it hotmail.es live.com"
    " live.it msn.com yahoo.com yahoo.it yahoo.es icloud.com me.com aol.com"
    " proton.me protonmail.com libero.it virgilio.it alice.it tiscali.it tin.it"
    " fastwebnet.it inwind.it iol.it pec.it legalmail.it telefonica.net terra.es"
    " wp.pl o2.pl onet.pl op.pl poczta.onet.pl interia.pl gazeta.pl vp.pl tlen.pl"
    " gmx.com gmx.net gmx.de web.de t-online.de orange.fr free.fr".split()
)
NUMBER = re.compile(r"\b[A-Z]{1,8}[-/]?\d[\w/-]*", re.IGNORECASE)
REFERENCE = re.compile(r"\b([A-Z]{1,8}[\w/-]*\d)~([0-9a-f]{16})\b")
PREFIXES = re.compile(r"^((re|r|fwd?|fw|i|rv|odp|aw|wg)\s*(\[\d+\])?\s*:\s*)+", re.I)
LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000
MOST_NUMBERS = 20


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who has the address; ``customer`` is the company he is of."""

    partner: int
    customer: int
    internal: bool = False


def customers(known):
    """The ids of the customers among ``known``, colleagues not counted."""
    return sorted({k.customer for k in known if not k.internal})


def choose(known):
    """The partner id that speaks; None when that is not certain.

    A person is taken before the company that has the same address.

    >>> choose([Known(7, 7), Known(9, 7)])
    9
    >>> choose([Known(7, 7), Known(8, 8)]) is None
    True
    """
    if len(customers(known)) != 1:
        return None
    mine = [k for k in known if not k.internal]
    return min(mine, key=lambda k: (k.partner == k.customer, k.partner)).partner


def company_domain(address):
    """The part of an address that may tell a company; empty where it tells none.

    >>> company_domain("rita@bar.example"), company_domain("rita@gmail.com")
    ('bar.example', '')
    """
    domain = address.rpartition("@")[2].lower()
    return "" if domain in FREE_DOMAINS else domain


def numbers(text):
    """What in a text may be the number of a ticket, order or invoice.

    >>> numbers("Re: [TK00012] order S00042 late")
    ['TK00012', 'S00042']
    """
    found = [word.upper().rstrip("/-") for word in NUMBER.findall(text or "")]
    return list(dict.fromkeys(found))[:MOST_NUMBERS]


def references(text):
    """The (number, seal) pairs that our mails carry at their end.

    >>> references("Reference TK00012~0123456789abcdef")
    [('TK00012', '0123456789abcdef')]
    """
    return REFERENCE.findall(text or "")[:MOST_NUMBERS]


def subject(text):
    """A subject without "Re:" and line ends, not too long.

    >>> subject("RE: Odp: Broken cups")
    'Broken cups'
    """
    plain = " ".join((text or "").split())
    return PREFIXES.sub("", plain)[:LONGEST_SUBJECT].strip()
