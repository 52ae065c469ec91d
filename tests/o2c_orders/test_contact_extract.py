"""An exported part of the contact ledger, checked on another machine.

An extract need not be whole: entries may be left out. What is in it must be as it
was written, once, and neighbours must follow each other.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from odoo.addons.o2c_orders.domain import contact_chain as chain
from odoo.addons.o2c_orders.domain.contact_chain import GENESIS, Fault

from .test_contact_chain import sealed

PROGRAM = Path(chain.__file__)


def extract(count=5, company="Main", prefix=""):
    """Entries 1 to ``count`` of one company as they are exported."""
    entries = sealed([{"summary": f"{prefix}{n}"} for n in range(1, count + 1)])
    links = [GENESIS, *(entry.link for entry in entries)]
    return [
        {**asdict(entry), "company": company, "previous": links[entry.number - 1]}
        for entry in entries
    ]


def forged(entry, **changes):
    """``entry`` with other content and every hash of its own made to fit."""
    entry = {**entry, "content": {"summary": "made up"}, **changes}
    own = chain.digest(entry["content"])
    return {**entry, "digest": own, "link": chain.link(entry["previous"], own)}


def test_whole():
    assert chain.verify_extract(extract()) == []
    assert chain.verify_extract([]) == []


@pytest.mark.parametrize("left_out", range(5))
def test_some_left_out(left_out):
    entries = extract()
    del entries[left_out]
    assert chain.verify_extract(entries) == []


def test_order_does_not_matter():
    assert chain.verify_extract(extract()[::-1]) == []


def test_two_companies_have_two_chains():
    both = extract(4, "Main", "m") + extract(3, "Other", "o")
    assert chain.verify_extract(both) == []
    both[5] = {**both[5], "content": {"summary": "x"}}
    assert chain.verify_extract(both) == [(2, Fault.CONTENT)]


@pytest.mark.parametrize("place", range(5))
def test_changed_content(place):
    entries = extract()
    entries[place]["content"] = {"summary": "x"}
    assert chain.verify_extract(entries) == [(place + 1, Fault.CONTENT)]


@pytest.mark.parametrize("place", range(5))
def test_changed_with_its_hashes(place):
    entries = extract()
    entries[place] = forged(entries[place])
    # only the next entry shows it; the last one has none
    expected = [(place + 2, Fault.LINK)] if place < 4 else []
    assert chain.verify_extract(entries) == expected


def test_one_number_twice():
    entries = extract()
    entries.append(forged(entries[2]))
    assert (3, Fault.GAP) in chain.verify_extract(entries)


def test_first_entry_begins_the_chain():
    entries = [forged(extract()[0], previous="f" * 64)]
    assert chain.verify_extract(entries) == [(1, Fault.LINK)]


def test_every_fault_is_told():
    entries = extract()
    entries[0]["content"] = entries[3]["content"] = {}
    faults = chain.verify_extract(entries)
    assert faults == [(1, Fault.CONTENT), (4, Fault.CONTENT)]


def check(tmp_path, entries):
    """Run the file as a program, without Odoo and without this repository."""
    file = tmp_path / "contacts.json"
    file.write_text(json.dumps({"entries": entries}), encoding="utf-8")
    command = [sys.executable, "-I", str(PROGRAM), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_program_says_that_all_is_well(tmp_path):
    done = check(tmp_path, extract())
    assert (done.returncode, done.stdout) == (0, "5 entries, 0 faults\n")


def test_program_names_the_faults(tmp_path):
    entries = extract()
    entries[1]["content"] = {}
    done = check(tmp_path, entries)
    assert done.returncode == 1
    assert done.stdout == "entry 2: content\n5 entries, 1 faults\n"
