"""Dunning: which step an open item takes on a day, and why it takes none.

All amounts are Decimals in one currency, that of the document; days are whole days.
"""

from enum import Enum


class Why(str, Enum):
    """Why an item takes no step, or a notice does not go out."""

    PAID = "paid"
    CREDIT = "credit"
    COVERED = "covered"
    HELD = "held"
    PROMISED = "promised"
    HELD_AND_PROMISED = "held_and_promised"
    EXCLUDED = "excluded"
    BLOCKED = "blocked"
    LEFT_OUT = "left_out"
    NO_STRATEGY = "no_strategy"
    DO_NOT_DUN = "do_not_dun"
    NO_STEPS = "no_steps"
    NOT_YET = "not_yet"
    LAST_STEP = "last_step"
    PENDING = "pending"
    BOUND = "bound"
    SMALL_ITEM = "small_item"
    SMALL_BALANCE = "small_balance"
    NO_WORK = "no_work"
    QUIET = "quiet"
    CAP = "cap"
    OPTED_OUT = "opted_out"
    NO_ADDRESS = "no_address"
    OTHER_CUSTOMER = "other_customer"
    OTHER_CURRENCY = "other_currency"
    BY_HAND = "by_hand"
