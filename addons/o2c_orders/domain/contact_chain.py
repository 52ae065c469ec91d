"""The contact ledger as a hash chain that can be checked without the database.

Run as a program it checks an exported file, with nothing but Python:
``python contact_chain.py contacts.json``.

Each entry has a digest of its own content, made when it is written. Sealing
numbers the entries of a company 1, 2, 3… and links each to the one before:
``link(n) = sha256(link(n-1) + digest(n))``. Changing, dropping, adding or
swapping an entry breaks the chain from there on.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from enum import Enum

GENESIS = "0" * 64


class Fault(str, Enum):
    """What is wrong with an entry of the chain."""

    CONTENT = "content"
    LINK = "link"
    GAP = "gap"


@dataclass(frozen=True)
class Entry:
    """A sealed entry: its place, its content and the two hashes it carries."""

    number: int
    content: dict
    digest: str
    link: str


def digest(content):
    """SHA-256 over ``content`` (JSON values only), whatever the order of its keys.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def link(previous, own):
    """The link of an entry from the link before it and its own digest."""
    return hashlib.sha256(f"{previous}{own}".encode()).hexdigest()


def seal(previous, digests):
    """The links of entries with ``digests``, in order, after the link ``previous``.

    >>> seal(GENESIS, ["a", "b"])[1] == link(link(GENESIS, "a"), "b")
    True
    """
    links = []
    for own in digests:
        previous = link(previous, own)
        links.append(previous)
    return links


def verify(entries, previous=GENESIS, number=0):
    """The first fault as ``(place, Fault)``, or None for a sound chain.

    ``entries`` come in the order of their numbers; ``previous`` and ``number``
    are those of the entry before the first one (for a chain read in parts).

    >>> c = {"summary": "called"}
    >>> verify([Entry(1, c, digest(c), link(GENESIS, digest(c)))]) is None
    True
    >>> verify([Entry(2, c, digest(c), link(GENESIS, digest(c)))])[0]
    1
    """
    for entry in entries:
        number += 1
        if entry.number != number:
            return number, Fault.GAP
        if digest(entry.content) != entry.digest:
            return number, Fault.CONTENT
        if link(previous, entry.digest) != entry.link:
            return number, Fault.LINK
        previous = entry.link
    return None


def verify_extract(entries):
    """Check an export of some entries: ``[(number, Fault)]``, empty when all hold.

    ``entries`` are dicts with ``company``, ``number``, ``content``, ``digest``,
    ``previous`` and ``link``. Each is checked by itself, and neighbours of one
    company against each other. A number that comes twice is a fault.

    >>> c = {"summary": "called"}
    >>> one = {"number": 1, "content": c, "digest": digest(c), "previous": GENESIS}
    >>> one |= {"company": "Main", "link": link(GENESIS, digest(c))}
    >>> verify_extract([one]), verify_extract([{**one, "content": {}}])[0][0]
    ([], 1)
    """
    faults, links = [], {}
    for entry in sorted(entries, key=lambda e: (e["company"], e["number"])):
        company, number = entry["company"], entry["number"]
        first = GENESIS if number == 1 else entry["previous"]
        before = links.get((company, number - 1), first)
        if (company, number) in links:
            faults.append((number, Fault.GAP))
        elif digest(entry["content"]) != entry["digest"]:
            faults.append((number, Fault.CONTENT))
        elif link(before, entry["digest"]) != entry["link"]:
            faults.append((number, Fault.LINK))
        links[company, number] = entry["link"]
    return faults


def main(path):
    """Check the exported file at ``path``; the exit code is the number of faults."""
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)["entries"]
    faults = verify_extract(entries)
    for number, fault in faults:
        sys.stdout.write(f"entry {number}: {fault.value}\n")
    sys.stdout.write(f"{len(entries)} entries, {len(faults)} faults\n")
    return min(len(faults), 100)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
