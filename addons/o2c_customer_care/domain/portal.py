"""What a customer sees of his ticket, and which files he may send.

No clock and no words: moments come in as facts, sentences are made in explain/.
"""

from dataclasses import dataclass
from enum import Enum
from math import isfinite

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from .ticket import Stage, Waiting

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE  # bytes of one file
MOST = 10  # files at once
# of the whole form: the files and what its texts and the boundaries take
LARGEST_FORM = MOST * LARGEST + MEGABYTE
# what runs when somebody opens it
REFUSED = frozenset(
    "app bat cmd com cpl dll dmg exe hta htm html jar js jse lnk msi ps1 reg scr sh svg"
    " vb vbe vbs wsf xhtml".split()
)


class Shown(str, Enum):
    """Where a ticket is, for its customer."""

    RECEIVED = "received"
    WORK = "work"
    YOURS = "yours"
    OTHERS = "others"
    ANSWERED = "answered"
    CLOSED = "closed"


class File(str, Enum):
    """Why a file is not taken."""

    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    KIND = "kind"


@dataclass(frozen=True)
class Upload:
    """A file that somebody sends; its size in bytes."""

    name: str
    size: int


def shown(stage, waiting=None):
    """Where a ticket at ``stage`` is, for its customer.

    >>> shown(Stage.WAITING, Waiting.CUSTOMER).value
    'yours'
    >>> shown(Stage.WAITING, Waiting.SUPPLIER).value
    'others'
    """
    if stage is Stage.WAITING:
        return Shown.YOURS if waiting is Waiting.CUSTOMER else Shown.OTHERS
    return {
        Stage.RECEIVED: Shown.RECEIVED,
        Stage.ACKNOWLEDGED: Shown.RECEIVED,
        Stage.ANSWERED: Shown.ANSWERED,
        Stage.CLOSED: Shown.CLOSED,
    }.get(stage, Shown.WORK)


def check_files(uploads):
    """Decide on files that somebody sends; all objections are given.

    >>> check_files([Upload("cup.jpg", 5 * MEGABYTE)]).ok
    True
    >>> [r.code.value for r in check_files([Upload("cup.EXE", 0)]).reasons]
    ['empty', 'kind']
    """
    reasons = []
    if len(uploads) > MOST:
        reasons.append(Reason(File.TOO_MANY, {"most": MOST}))
    for upload in uploads:
        params = {"name": upload.name}
        if upload.size > LARGEST:
            limit = {**params, "megabytes": LARGEST // MEGABYTE}
            reasons.append(Reason(File.TOO_LARGE, limit))
        if not upload.size:
            reasons.append(Reason(File.EMPTY, params))
        if upload.name.rpartition(".")[2].lower() in REFUSED:
            reasons.append(Reason(File.KIND, params))
    return Decision(tuple(reasons))


def read_quantity(text, most):
    """The quantity that somebody entered, at most ``most``; 0.0: none.

    :raise ValueError: it is no number or less than nothing

    >>> read_quantity(" 2,5 ", 4), read_quantity("9", 4), read_quantity("", 4)
    (2.5, 4, 0.0)
    """
    text = (text or "").strip().replace(",", ".")
    quantity = float(text) if text else 0.0
    if not isfinite(quantity) or quantity < 0:
        raise ValueError("no quantity")
    return min(quantity, most)
