"""Dates, amounts and answers as people write them in files.

Which day order and which decimal sign a file has is told by whole columns: a value
that fits one reading only is evidence, a column without evidence is left to a person.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

YES = frozenset(
    "yes y true t 1 x si sì sí s vero v verdadero ja j wahr oui o vrai tak"
    " prawda".split()
)
NO = frozenset("no n false f 0 - falso nein falsch non faux nie fałsz".split())
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ][\d:.]+Z?)?")
_PARTS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2\s?(\d{4}|\d{2})\.?(?:[T ][\d:.]+)?")
_SYMBOL = r"zł|Kč|[^\w\s(,.+-]"
_SIGN = re.compile(
    rf"^(?:[A-Za-z]{{3}}(?=\s)|(?:{_SYMBOL}))|(?<=[\s\d)-])(?:[A-Za-z]{{3}}|{_SYMBOL})$"
)
_BLANK = re.compile(r"[\s'’]")  # noqa: RUF001 thousands are set apart so in some countries


class DateOrder(str, Enum):
    """In which order day and month stand when the year stands last."""

    DAY_MONTH = "dmy"
    MONTH_DAY = "mdy"


class Evidence(str, Enum):
    """What the values of a column say about the way it is written."""

    NONE = "none"
    CLEAR = "clear"
    AMBIGUOUS = "ambiguous"


def read_date(value, order=DateOrder.DAY_MONTH):
    """A date, or None when there is none to be read in ``value``.

    >>> read_date("2/1/2013", DateOrder.MONTH_DAY)
    datetime.date(2013, 2, 1)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = _date_parts(str(value).strip(), order)
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def date_order(values):
    """The order that fits all of ``values``, and how sure that is.

    :return: (:class:`DateOrder` or None, :class:`Evidence`)

    >>> date_order(["13.2.2026", "1.2.2026"])[0].value
    'dmy'
    """
    loose = [v for v in values if isinstance(v, str) and _PARTS.fullmatch(v.strip())]
    if not loose:
        return DateOrder.DAY_MONTH, Evidence.NONE
    fits = {
        order: sum(read_date(value, order) is not None for value in loose)
        for order in DateOrder
    }
    if fits[DateOrder.DAY_MONTH] == fits[DateOrder.MONTH_DAY]:
        return None, Evidence.AMBIGUOUS
    return max(fits, key=fits.get), Evidence.CLEAR


def read_amount(value, decimal="."):
    """A Decimal, or None when ``value`` is no amount; exact as it is written.

    >>> read_amount("€ 1.234,50-", ",")
    Decimal('-1234.50')
    """
    if isinstance(value, Decimal):
        return value
    digits, negative = _digits(value)
    thousands = "." if decimal == "," else ","
    grouped, sign = re.escape(thousands), re.escape(decimal)
    pattern = rf"(\d+|\d{{1,3}}({grouped}\d{{3}})+)?({sign}\d*)?"
    if not re.fullmatch(pattern, digits) or not re.search(r"\d", digits):
        return None
    number = Decimal(digits.replace(thousands, "").replace(decimal, "."))
    return -number if negative else number


def decimal_sign(values):
    """The decimal sign of a column of amounts, and how sure that is.

    :return: ("." or "," or None, :class:`Evidence`)

    >>> decimal_sign(["1.234", "12,5"])
    (',', <Evidence.CLEAR: 'clear'>)
    """
    votes = {".": 0, ",": 0}
    unsure = 0
    for value in values:
        if isinstance(value, Decimal):
            continue
        sign = _decimal_of(_digits(value)[0])
        if sign in votes:
            votes[sign] += 1
        unsure += sign == "?"
    if votes["."] == votes[","]:
        unclear = unsure or votes["."]
        return (None, Evidence.AMBIGUOUS) if unclear else (".", Evidence.NONE)
    return max(votes, key=votes.get), Evidence.CLEAR


def read_boolean(value):
    """True, False, or None when ``value`` is no answer; nothing written is no."""
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in YES:
        return True
    return False if text in NO or not text else None


def _date_parts(text, order):
    iso = _ISO.fullmatch(text)
    if iso:
        return int(iso[1]), int(iso[3]), int(iso[4])
    loose = _PARTS.fullmatch(text)
    if not loose:
        return None
    first, second, year = int(loose[1]), int(loose[3]), int(loose[4])
    if year < 100:
        year += 2000 if year < 70 else 1900
    day_first = order == DateOrder.DAY_MONTH
    return (year, second, first) if day_first else (year, first, second)


def _digits(value):
    """The digits and separators of an amount, and whether it is below zero."""
    text = str(value).strip().replace("\u2212", "-")
    text = _BLANK.sub("", _SIGN.sub("", text))
    negative = text.startswith(("-", "(")) or text.endswith("-")
    return text.strip("()+-"), negative


def _decimal_of(digits):
    """The decimal sign of one amount; "?" when it can be read both ways."""
    signs = [c for c in digits if c in ".,"]
    if not signs:
        return ""
    last = signs[-1]
    if len(set(signs)) == 2:
        return last
    if len(signs) > 1:
        return "," if last == "." else "."
    whole, after = digits.split(last)
    thousands_possible = len(after) == 3 and 1 <= len(whole) <= 3 and whole != "0"
    return "?" if thousands_possible else last
