"""The contact chain: what was done to an exported chain shows without a database.

Two things cannot be seen from inside a chain, and the tests say so: that its last
entries were cut off, and that everything from some entry on was written anew with
matching hashes. Both show as soon as one later number or link is known outside.
"""

import hashlib
from dataclasses import replace
from random import Random

import pytest

from odoo.addons.o2c_orders.domain import contact_chain as chain
from odoo.addons.o2c_orders.domain.contact_chain import GENESIS, Entry, Fault

SUMMARIES = ("called", "wrote", "visited", "called again", "agreed")


def sealed(contents, previous=GENESIS, number=0):
    digests = [chain.digest(content) for content in contents]
    links = chain.seal(previous, digests)
    rows = zip(contents, digests, links, strict=True)
    return [Entry(n, *row) for n, row in enumerate(rows, start=number + 1)]


@pytest.fixture
def entries():
    return sealed([{"summary": text, "duration": None} for text in SUMMARIES])


def renumbered(entries):
    return [replace(entry, number=n) for n, entry in enumerate(entries, start=1)]


# ------------------------------------------------------------------ hashes
def test_digest_is_sha256_over_sorted_compact_json():
    text = '{"a":"é","b":[1,null]}'.encode()
    content = {"b": [1, None], "a": "é"}
    assert chain.digest(content) == hashlib.sha256(text).hexdigest()


DIFFERENT = [
    ("another value", {"a": "1"}, {"a": "2"}),
    ("number and text", {"a": 1}, {"a": "1"}),
    ("nothing and no text", {"a": None}, {"a": ""}),
    ("a key more", {"a": 1}, {"a": 1, "b": None}),
    ("order of a list", {"a": [1, 2]}, {"a": [2, 1]}),
    ("text that moves to the next field", {"a": "x", "b": "yz"}, {"a": "xy", "b": "z"}),
    ("a quote that looks like a field", {"a": 'x","b":"y'}, {"a": "x", "b": "y"}),
    ("case", {"a": "Called"}, {"a": "called"}),
]


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*row[1:], id=row[0]) for row in DIFFERENT]
)
def test_digest_tells_apart(one, other):
    assert chain.digest(one) != chain.digest(other)


def test_link_depends_on_both():
    assert chain.link("a", "b") == hashlib.sha256(b"ab").hexdigest()
    assert chain.link("a", "b") != chain.link("b", "a")


def test_genesis_is_as_long_as_a_hash():
    assert "0" * len(chain.digest({})) == GENESIS


def test_seal_nothing():
    assert chain.seal(GENESIS, []) == []


@pytest.mark.parametrize("cut", range(len(SUMMARIES) + 1))
def test_seal_in_two_parts_gives_the_same(entries, cut):
    digests = [entry.digest for entry in entries]
    first = chain.seal(GENESIS, digests[:cut])
    second = chain.seal(first[-1] if first else GENESIS, digests[cut:])
    assert first + second == [entry.link for entry in entries]


# ------------------------------------------------------------------ sound
def test_sound(entries):
    assert chain.verify(entries) is None
    assert chain.verify([]) is None


@pytest.mark.parametrize("cut", range(1, len(SUMMARIES)))
def test_sound_when_read_in_parts(entries, cut):
    last = entries[cut - 1]
    assert chain.verify(entries[:cut]) is None
    rest = chain.verify(entries[cut:], previous=last.link, number=last.number)
    assert rest is None


# ------------------------------------------------------------------ tampered
@pytest.mark.parametrize("place", range(1, 6))
def test_changed_content(entries, place):
    changed = {**entries[place - 1].content, "summary": "never called"}
    entries[place - 1] = replace(entries[place - 1], content=changed)
    assert chain.verify(entries) == (place, Fault.CONTENT)


@pytest.mark.parametrize("place", range(1, 6))
def test_changed_digest(entries, place):
    entries[place - 1] = replace(entries[place - 1], digest="f" * 64)
    assert chain.verify(entries) == (place, Fault.CONTENT)


@pytest.mark.parametrize("place", range(1, 6))
def test_changed_content_with_its_digest(entries, place):
    content = {"summary": "never called"}
    entries[place - 1] = replace(
        entries[place - 1], content=content, digest=chain.digest(content)
    )
    assert chain.verify(entries) == (place, Fault.LINK)


@pytest.mark.parametrize("place", range(1, 6))
def test_changed_content_with_digest_and_link(entries, place):
    content = {"summary": "never called"}
    before = entries[place - 2].link if place > 1 else GENESIS
    own = chain.digest(content)
    entries[place - 1] = Entry(place, content, own, chain.link(before, own))
    # the next entry still follows the old one; the last one has no next
    expected = (place + 1, Fault.LINK) if place < len(entries) else None
    assert chain.verify(entries) == expected


@pytest.mark.parametrize("place", range(1, 6))
def test_changed_link(entries, place):
    entries[place - 1] = replace(entries[place - 1], link="f" * 64)
    assert chain.verify(entries) == (place, Fault.LINK)


@pytest.mark.parametrize("place", range(1, 6))
def test_changed_number(entries, place):
    entries[place - 1] = replace(entries[place - 1], number=place + 10)
    assert chain.verify(entries) == (place, Fault.GAP)


@pytest.mark.parametrize("place", range(1, 5))
def test_dropped(entries, place):
    del entries[place - 1]
    assert chain.verify(entries) == (place, Fault.GAP)


@pytest.mark.parametrize("place", range(1, 5))
def test_dropped_and_numbered_anew(entries, place):
    del entries[place - 1]
    assert chain.verify(renumbered(entries)) == (place, Fault.LINK)


def test_dropped_last_shows_only_from_outside(entries):
    noted = entries[-1].number, entries[-1].link
    del entries[-1]
    assert chain.verify(entries) is None
    assert noted != (entries[-1].number, entries[-1].link)


def test_swapped(entries):
    entries[1], entries[2] = entries[2], entries[1]
    assert chain.verify(entries) == (2, Fault.GAP)
    assert chain.verify(renumbered(entries)) == (2, Fault.LINK)


@pytest.mark.parametrize("place", range(1, 6))
def test_inserted(entries, place):
    content = {"summary": "made up"}
    before = entries[place - 2].link if place > 1 else GENESIS
    own = chain.digest(content)
    entries.insert(place - 1, Entry(place, content, own, chain.link(before, own)))
    assert chain.verify(entries) == (place + 1, Fault.GAP)
    assert chain.verify(renumbered(entries)) == (place + 1, Fault.LINK)


def test_doubled(entries):
    entries.insert(3, entries[2])
    assert chain.verify(entries) == (4, Fault.GAP)


def test_part_of_another_chain(entries):
    other = sealed([{"summary": "of somebody else"}] * 5)
    assert chain.verify(entries[:3] + other[3:]) == (4, Fault.LINK)


def test_written_anew_shows_only_from_outside(entries):
    noted = entries[-1].link
    forged = sealed([{"summary": "made up"} for _ in entries])
    assert chain.verify(forged) is None
    assert forged[-1].link != noted


@pytest.mark.parametrize("seed", range(20))
def test_one_change_anywhere_is_found_where_it_is(seed):
    rng = Random(seed)
    contents = [{"summary": str(rng.random())} for _ in range(rng.randrange(2, 40))]
    entries = sealed(contents)
    place = rng.randrange(len(entries))
    name = rng.choice(("digest", "link"))
    entries[place] = replace(entries[place], **{name: chain.digest({"x": seed})})
    expected = Fault.CONTENT if name == "digest" else Fault.LINK
    assert chain.verify(entries) == (place + 1, expected)
