"""Contracts: which mark a print bears, and the digest that proves the paper."""

import hashlib
from enum import Enum


class State(str, Enum):
    """Where a contract stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    SIGNED = "signed"
    VOID = "void"


class Mark(str, Enum):
    """The word across every page of a print."""

    DRAFT = "draft"
    COPY = "copy"
    VOID = "void"


MARKS = {
    State.DRAFT: Mark.DRAFT,
    State.OFFERED: Mark.DRAFT,
    State.SIGNED: Mark.COPY,
    State.VOID: Mark.VOID,
}


def watermark(state, original=False):
    """The mark of a print in ``state``. Only the signed original bears none.

    >>> watermark(State.SIGNED).value, watermark(State.SIGNED, original=True)
    ('copy', None)
    """
    if original and state is State.SIGNED:
        return None
    return MARKS[state]


def digest(content):
    """SHA-256 of ``content`` (bytes), hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def may_sign(state, sign_until, today):
    """Whether the customer may sign today; the last day counts."""
    return state is State.OFFERED and (not sign_until or today <= sign_until)
