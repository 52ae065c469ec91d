from decimal import Decimal


def decimal(amount):
    """An amount of a record as the Decimal that the rules take."""
    return Decimal(str(amount or 0.0))


def unit(currency):
    """The smallest amount of a currency."""
    return Decimal(str(currency.rounding))
