"""Merging, likeness, what a customer's message sets off, and the first contact."""

import itertools
from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_customer_care.domain import merge as merging
from odoo.addons.o2c_customer_care.domain import ticket as rules
from odoo.addons.o2c_customer_care.domain.merge import Matter, MergeFacts
from odoo.addons.o2c_customer_care.domain.ticket import (
    FirstContactFacts,
    MoveFacts,
    Stage,
    Waiting,
    Why,
)

DAY = datetime(2026, 3, 2, 9, 0)


@pytest.mark.parametrize(("stage", "target"), list(itertools.product(Stage, Stage)))
def test_a_merged_ticket_only_closes(stage, target):
    decision = rules.may_move(MoveFacts(stage, target, merged=True))
    assert decision.ok is (target is Stage.CLOSED and stage is not Stage.CLOSED)


def codes(facts):
    return [reason.code for reason in rules.may_move(facts).reasons]


CLOSING = [
    ("no part", {}, []),
    ("one open part", {"open_parts": 1}, [Why.OPEN_PARTS]),
    ("a leader said why", {"open_parts": 1, "excused": True}, []),
    (
        "an excuse for parts is none for disputes",
        {"open_parts": 1, "excused": True, "open_disputes": 1},
        [Why.OPEN_DISPUTE],
    ),
    (
        "both",
        {"open_parts": 2, "open_disputes": 1},
        [Why.OPEN_DISPUTE, Why.OPEN_PARTS],
    ),
]


@pytest.mark.parametrize(
    ("options", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in CLOSING],
)
def test_closing_before_the_parts(options, expected):
    assert codes(MoveFacts(Stage.ANSWERED, Stage.CLOSED, **options)) == expected


# stage, waiting for, by mail: the stage the ticket goes to
INCOMING = [
    (Stage.RECEIVED, None, True, None),
    (Stage.ACKNOWLEDGED, None, True, None),
    (Stage.ASSESSED, None, True, None),
    (Stage.INVESTIGATION, None, True, None),
    (Stage.WAITING, Waiting.CUSTOMER, True, Stage.INVESTIGATION),
    (Stage.WAITING, Waiting.CUSTOMER, False, Stage.INVESTIGATION),
    (Stage.WAITING, Waiting.SUPPLIER, True, None),
    (Stage.WAITING, Waiting.COURIER, True, None),
    (Stage.WAITING, Waiting.DEPARTMENT, True, None),
    (Stage.WAITING, Waiting.AUTHORITY, True, None),
    (Stage.ANSWERED, None, True, Stage.INVESTIGATION),
    (Stage.ANSWERED, None, False, Stage.INVESTIGATION),
    (Stage.CLOSED, None, True, Stage.INVESTIGATION),
    (Stage.CLOSED, None, False, None),
]


@pytest.mark.parametrize(("stage", "waiting_for", "by_mail", "expected"), INCOMING)
def test_a_message_of_the_customer(stage, waiting_for, by_mail, expected):
    target = rules.after_incoming(stage, waiting_for, by_mail)
    assert target is expected
    assert target is None or rules.may_move(MoveFacts(stage, target)).ok


FIRST = [
    ("came once, one reply", FirstContactFacts(came=1, replies=1), True),
    ("opened by the system", FirstContactFacts(came=0), True),
    ("came twice", FirstContactFacts(came=2, replies=1), False),
    ("two replies", FirstContactFacts(came=1, replies=2), False),
    ("waited", FirstContactFacts(came=1, waited=True), False),
    ("a department helped", FirstContactFacts(came=1, parts=1), False),
    ("reopened", FirstContactFacts(came=1, reopened=1), False),
]


@pytest.mark.parametrize(
    ("facts", "expected"), [pytest.param(*row[1:], id=row[0]) for row in FIRST]
)
def test_first_contact(facts, expected):
    assert rules.at_first_contact(facts) is expected


MERGE = [
    ("fine", {}, []),
    ("itself", {"itself": True}, [merging.Why.ITSELF]),
    ("customer", {"same_customer": False}, [merging.Why.OTHER_CUSTOMER]),
    ("company", {"same_company": False}, [merging.Why.OTHER_COMPANY]),
    ("part", {"part": True}, [merging.Why.IS_PART]),
    ("closed", {"target_closed": True}, [merging.Why.TARGET_CLOSED]),
    ("elsewhere", {"merged_elsewhere": True}, [merging.Why.MERGED_ELSEWHERE]),
]


@pytest.mark.parametrize(
    ("options", "expected"), [pytest.param(*row[1:], id=row[0]) for row in MERGE]
)
def test_merging(options, expected):
    decision = merging.may_merge(MergeFacts(**options))
    assert [reason.code for reason in decision.reasons] == expected


def test_all_objections_to_a_merge_are_given():
    facts = MergeFacts(same_customer=False, target_closed=True)
    assert len(merging.may_merge(facts).reasons) == 2


@pytest.mark.parametrize(
    ("days", "expected"), [(29, 2), (30, 2), (31, 0), (-30, 2), (-31, 0)]
)
def test_how_far_apart(days, expected):
    one = Matter(1, 5, DAY, reason=3)
    other = Matter(2, 5, DAY + timedelta(days=days), reason=3)
    assert merging.likeness(one, other) == expected


def test_the_likest_and_then_the_latest_first():
    mine = Matter(9, 5, DAY, order=7, reason=3, product=4)
    others = [
        Matter(1, 5, DAY - timedelta(days=2), reason=3),
        Matter(2, 5, DAY - timedelta(days=1), reason=3),
        Matter(3, 5, DAY - timedelta(days=9), order=7),
        Matter(4, 5, DAY, order=8),
        Matter(5, 6, DAY, order=7),
        Matter(6, 5, DAY, product=4, reason=3),
    ]
    assert merging.alike(mine, others) == [3, 6, 2, 1]
    assert merging.alike(mine, others, limit=2) == [3, 6]


def test_what_is_not_known_is_nothing_in_common():
    assert merging.likeness(Matter(1, 5, DAY), Matter(2, 5, DAY)) == 0
