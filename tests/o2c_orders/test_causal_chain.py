"""The causal chain: from the entry error to the days of delay."""

import itertools
from datetime import datetime
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import causal_chain as rules
from odoo.addons.o2c_orders.domain.causal_chain import Event, Happening


def at(day, kind, cost=0, days=0):
    return Happening(kind, datetime(2026, 3, day), Decimal(cost), days)


TALE = [
    at(2, Event.ENTRY_ADDRESS, 7),
    at(4, Event.FAILED_ADDRESS, 14),
    at(6, Event.REFUSED, 14),
    at(7, Event.COMPLAINT, 15),
    at(9, Event.CREDIT_NOTE, 100),
    at(20, Event.LATE_PAYMENT, 0, 11),
]


def test_from_entry_error_to_late_payment():
    links = rules.chain(TALE)
    assert [link.cause for link in links] == [None, 0, 1, 2, 3, 4]
    assert [link.depth for link in links] == [0, 1, 2, 3, 4, 5]
    assert links[0].behind == 150
    assert links[3].behind == 115
    assert rules.root_of(links, 5) == 0


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_of_reading_does_not_matter(order):
    part = TALE[:4]
    assert rules.chain([part[i] for i in order]) == rules.chain(part)


def test_without_cause_it_is_a_root():
    links = rules.chain([at(3, Event.REFUSED), at(5, Event.FAILED_ABSENT)])
    assert [link.cause for link in links] == [None, None]


def test_a_cause_comes_before():
    links = rules.chain([at(5, Event.ENTRY_ADDRESS), at(3, Event.FAILED_ADDRESS)])
    assert [link.cause for link in links] == [None, None]
    assert links[0].happening.kind is Event.FAILED_ADDRESS


def test_the_nearest_in_kind_then_in_time():
    links = rules.chain(
        [
            at(2, Event.ENTRY_TIME),
            at(3, Event.FAILED_ABSENT),
            at(4, Event.FAILED_ABSENT),
            at(5, Event.REFUSED),
        ]
    )
    assert [link.cause for link in links] == [None, 0, 0, 2]


def test_two_roots_keep_their_costs():
    links = rules.chain(
        [
            at(2, Event.ENTRY_QUANTITY, 7),
            at(3, Event.ENTRY_ADDRESS, 7),
            at(4, Event.FAILED_ADDRESS, 14),
            at(5, Event.CREDIT_NOTE, 50),
        ]
    )
    assert [link.cause for link in links] == [None, None, 1, 0]
    assert [link.behind for link in links] == [57, 21, 14, 50]


def test_causes_come_earlier_in_the_process():
    for effect, causes in rules.CAUSES.items():
        assert effect not in causes


def test_nothing_wrong():
    assert rules.chain([]) == ()
