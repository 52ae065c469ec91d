"""Which files of strangers are kept."""

from dataclasses import dataclass

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_SUM = 25 * 1024 * 1024
MOST_FILES = 20
# what runs when somebody opens it
DANGEROUS = frozenset(
    "ade adp apk app bat chm cmd com cpl dll dmg exe hta ins iso jar js jse lnk"
    " mde msc msi msp mst pif ps1 reg scr sct shb sys vb vbe vbs vxd wsc wsf wsh"
    " xll".split()
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many bytes and files; ``allowed`` endings, empty: all but dangerous ones."""

    largest: int = LARGEST_FILE
    total: int = LARGEST_SUM
    most: int = MOST_FILES
    allowed: frozenset = frozenset()


def sort_out(files, limits):
    """The places of the files that are kept, in order.

    :param files: (name, bytes) pairs

    >>> sort_out([("a.pdf", 10), ("b.exe", 10), ("c.jpg", 99)], Limits(largest=50))
    [0]
    """
    kept, total = [], 0
    for place, (name, size) in enumerate(files):
        fits = size <= limits.largest and total + size <= limits.total
        if fits and len(kept) < limits.most and _harmless(name, limits.allowed):
            kept.append(place)
            total += size
    return kept


def _harmless(name, allowed):
    """Every ending counts: ``photo.exe.jpg`` is as bad as ``photo.exe``."""
    endings = [part.strip().lower() for part in (name or "").split(".")[1:]]
    if DANGEROUS & set(endings):
        return False
    return not allowed or bool(endings and endings[-1] in allowed)
