"""Orders that another system hands in: read, checked, known again.

What comes in is plain data (dicts of texts and numbers, as JSON or CSV gives
them); what goes out is frozen, or a list of what is wrong with it.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum

MAX_TEXT = 500
MAX_NOTE = 5000
MAX_LINES = 500
MAX_NUMBER = Decimal(10) ** 12


class Code(str, Enum):
    """What can be wrong with a row."""

    NO_OBJECT = "no_object"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    OUT_OF_RANGE = "out_of_range"
    NO_DATE = "no_date"
    TOO_MANY_LINES = "too_many_lines"
    DOUBLE = "double"
    CONFLICT = "conflict"
    UNKNOWN_CUSTOMER = "unknown_customer"
    AMBIGUOUS_CUSTOMER = "ambiguous_customer"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_PRODUCT = "unknown_product"
    AMBIGUOUS_PRODUCT = "ambiguous_product"
    UNKNOWN_CHANNEL = "unknown_channel"
    WRONG_CURRENCY = "wrong_currency"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong: where, what, and with which value."""

    field: str
    code: Code
    value: str = ""


@dataclass(frozen=True, slots=True)
class CustomerIn:
    """Who orders: found by ``ref``, else ``vat``, else ``email``."""

    ref: str = ""
    vat: str = ""
    email: str = ""
    name: str = ""
    phone: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class LineIn:
    """One line; ``price`` None: our price list decides."""

    product: str
    quantity: Decimal
    price: Decimal | None = None
    discount: Decimal = Decimal(0)
    text: str = ""


@dataclass(frozen=True, slots=True)
class OrderIn:
    """One order as it was handed in."""

    external_id: str
    customer: CustomerIn
    lines: tuple[LineIn, ...]
    reference: str = ""
    delivery_date: date | None = None
    channel: str = ""
    currency: str = ""
    note: str = ""


KEYS = ("ref", "vat", "email", "name")
ORDER_FIELDS = tuple(f.name for f in fields(OrderIn))
CUSTOMER_FIELDS = tuple(f.name for f in fields(CustomerIn))
LINE_FIELDS = tuple(f.name for f in fields(LineIn))


class _Reader:
    """Takes values out of raw data and remembers what was wrong."""

    def __init__(self):
        self.issues = []

    def wrong(self, name, code, value=""):
        self.issues.append(Issue(name, code, str(value)[:80]))

    def known(self, raw, names, prefix=""):
        """``raw`` as a dict; {} when it is none, strange fields are reported."""
        if not isinstance(raw, dict):
            self.wrong(prefix.rstrip(".") or "order", Code.NO_OBJECT)
            return {}
        for name in raw:
            if name not in names:
                self.wrong(f"{prefix}{name}", Code.UNKNOWN_FIELD)
        return raw

    def text(self, raw, name, prefix="", required=False, longest=MAX_TEXT):
        value = raw.get(name)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            value = str(value)
        if value is None or value == "":
            if required:
                self.wrong(prefix + name, Code.MISSING)
            return ""
        if not isinstance(value, str) or "\x00" in value:
            self.wrong(prefix + name, Code.NO_TEXT)
            return ""
        if len(value) > longest:
            self.wrong(prefix + name, Code.TOO_LONG, len(value))
        return value.strip()

    def number(self, raw, name, prefix, default, low, high):
        """A number from ``low`` to ``high``; ``default`` when there is none."""
        value = raw.get(name)
        if value is None or value == "":
            if default is Code.MISSING:
                self.wrong(prefix + name, Code.MISSING)
            return None if default is Code.MISSING else default
        number = _decimal(value)
        if number is None:
            self.wrong(prefix + name, Code.NO_NUMBER, value)
        elif not low <= number <= high:
            self.wrong(prefix + name, Code.OUT_OF_RANGE, value)
        return number

    def day(self, raw, name):
        value = raw.get(name)
        if value is None or value == "":
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.wrong(name, Code.NO_DATE, value)
            return None


def _decimal(value):
    """A decimal number; a comma is a decimal comma when there is no point."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        return None
    text = str(value).strip()
    if "." not in text:
        text = text.replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_order(raw):
    """An order out of raw data.

    :return: (the order or None, the issues); an order comes only without issues

    >>> read_order({"external_id": "A1"})[1][0]
    Issue(field='lines', code=<Code.MISSING: 'missing'>, value='')
    """
    reader = _Reader()
    raw = reader.known(raw, ORDER_FIELDS)
    if not raw and reader.issues:
        return None, tuple(reader.issues)
    lines = _read_lines(reader, raw)
    order = OrderIn(
        external_id=reader.text(raw, "external_id", required=True, longest=120),
        customer=_read_customer(reader, raw),
        lines=lines,
        reference=reader.text(raw, "reference"),
        delivery_date=reader.day(raw, "delivery_date"),
        channel=reader.text(raw, "channel"),
        currency=reader.text(raw, "currency", longest=3).upper(),
        note=reader.text(raw, "note", longest=MAX_NOTE),
    )
    return (None if reader.issues else order), tuple(reader.issues)


def _read_customer(reader, raw):
    given = raw.get("customer")
    if not given:
        reader.wrong("customer", Code.MISSING)
        return CustomerIn()
    given = reader.known(given, CUSTOMER_FIELDS, "customer.")
    texts = {n: reader.text(given, n, "customer.") for n in CUSTOMER_FIELDS}
    if given and not any(texts[name] for name in KEYS):
        reader.wrong("customer", Code.MISSING, ", ".join(KEYS))
    return CustomerIn(**texts)


def _read_lines(reader, raw):
    given = raw.get("lines")
    if not isinstance(given, list) or not given:
        reader.wrong("lines", Code.MISSING)
        return ()
    if len(given) > MAX_LINES:
        reader.wrong("lines", Code.TOO_MANY_LINES, len(given))
        return ()
    return tuple(_read_line(reader, line, n) for n, line in enumerate(given, 1))


def _read_line(reader, raw, number):
    prefix = f"lines.{number}."
    raw = reader.known(raw, LINE_FIELDS, prefix)
    least = Decimal("0.000001")
    return LineIn(
        product=reader.text(raw, "product", prefix, required=True),
        quantity=reader.number(
            raw, "quantity", prefix, Code.MISSING, least, MAX_NUMBER
        ),
        price=reader.number(raw, "price", prefix, None, Decimal(0), MAX_NUMBER),
        discount=reader.number(
            raw, "discount", prefix, Decimal(0), Decimal(0), Decimal(100)
        ),
        text=reader.text(raw, "text", prefix, longest=MAX_NOTE),
    )


def fingerprint(order):
    """A digest by which the same order is known again, whatever wrote its numbers.

    >>> one = {"external_id": "A", "customer": {"ref": "C"}}
    >>> a, _ = read_order({**one, "lines": [{"product": "P", "quantity": 2}]})
    >>> b, _ = read_order({**one, "lines": [{"product": "P", "quantity": "2.0"}]})
    >>> fingerprint(a) == fingerprint(b)
    True
    """
    text = json.dumps(asdict(order), sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value):
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat()


def doubles(external_ids):
    """Those that stand in a message more than once, after their first place.

    >>> doubles(["A", "B", "A", "", ""])
    [False, False, True, False, False]
    """
    seen = set()
    found = []
    for key in external_ids:
        found.append(bool(key) and key in seen)
        seen.add(key)
    return found
