"""Tariffs on order lines: whether a price plan fits what is ordered."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from .decision import Decision, Reason


class Fault(str, Enum):
    """Why a line cannot be confirmed with its tariff."""

    MISSING = "missing"
    FOREIGN = "foreign"
    ARCHIVED = "archived"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Tariff:
    """What the catalogue says; None: no bound. Prices in the order's currency."""

    in_catalogue: bool
    active: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    min_qty: Decimal | None = None
    max_qty: Decimal | None = None
    setup_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What is ordered, on ``day``; ``price`` is paid once, for each piece."""

    day: date
    quantity: Decimal
    price: Decimal
    required: bool
    tariff: Tariff | None = None


def check(line):
    """What speaks against the line: a :class:`Decision` with all reasons.

    >>> line = Line(date(2026, 3, 2), Decimal(1), Decimal(50), required=True)
    >>> [reason.code.value for reason in check(line).reasons]
    ['missing']
    """
    if not line.tariff:
        return Decision((Reason(Fault.MISSING),) if line.required else ())
    found = (_catalogue(line), _validity(line), _quantity(line), _price(line))
    return Decision(tuple(reason for reason in found if reason))


def _catalogue(line):
    if not line.tariff.in_catalogue:
        return Reason(Fault.FOREIGN)
    return None if line.tariff.active else Reason(Fault.ARCHIVED)


def _validity(line):
    start, end = line.tariff.valid_from, line.tariff.valid_to
    if start and line.day < start:
        return Reason(Fault.NOT_YET, {"day": start})
    if end and line.day > end:
        return Reason(Fault.EXPIRED, {"day": end})
    return None


def _quantity(line):
    least, most = line.tariff.min_qty, line.tariff.max_qty
    if least is not None and line.quantity < least:
        return Reason(Fault.TOO_FEW, {"limit": least, "quantity": line.quantity})
    if most is not None and line.quantity > most:
        return Reason(Fault.TOO_MANY, {"limit": most, "quantity": line.quantity})
    return None


def _price(line):
    setup = line.tariff.setup_price
    if setup is None or line.price == setup:
        return None
    return Reason(Fault.PRICE, {"price": line.price, "tariff": setup})
