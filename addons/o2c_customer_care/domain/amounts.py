"""Amounts as people write them."""

import re
from decimal import Decimal

MARK = r"(?:[€$£]|zł|[A-Z]{3})?"
WHOLE = r"(?P<whole>\d{1,3}(?:[.,' ]\d{3})+|\d+)"
AMOUNT = re.compile(rf"{MARK}\s*{WHOLE}(?:[.,](?P<cents>\d{{1,2}}))?\s*{MARK}")


def reading(text):
    """The amount that ``text`` is, as a Decimal; None: it is no amount.

    >>> reading("€ 1.234,50"), reading("1,234.5 USD"), reading("1980")
    (Decimal('1234.50'), Decimal('1234.5'), Decimal('1980'))
    >>> reading("S00012"), reading("+39 02 5550"), reading("2026-03-01")
    (None, None, None)
    """
    match = AMOUNT.fullmatch((text or "").strip())
    if not match:
        return None
    whole = re.sub(r"\D", "", match["whole"])
    return Decimal(f"{whole}.{match['cents']}" if match["cents"] else whole)
