"""Which rounds a ticket has, and the working time they are counted in."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_customer_care.domain import clock as rules
from odoo.addons.o2c_customer_care.domain import work_time
from odoo.addons.o2c_customer_care.domain.clock import (
    Clock,
    Measure,
    Round,
    Stay,
    TicketFacts,
)
from odoo.addons.o2c_customer_care.domain.ticket import Stage

from .clock_cases import NIGHT_AND_DAY, UTC, cases, hours, week

T = [datetime(2026, 3, 9, hour) for hour in range(24)]


def stays(*stages):
    """Stays from the hours at which the stages began."""
    ends = [T[hour] for _stage, hour in stages[1:]] + [None]
    return tuple(
        Stay(stage, T[hour], end)
        for (stage, hour), end in zip(stages, ends, strict=True)
    )


def found(measure, **facts):
    facts = TicketFacts(opened=T[8], **facts)
    return [
        (r.number, r.started.hour, r.done and r.done.hour, r.over)
        for r in rules.rounds(facts)
        if r.measure is measure
    ]


RECEIVED = stays((Stage.RECEIVED, 8))
ANSWERED = stays((Stage.RECEIVED, 8), (Stage.ANSWERED, 12))
CLOSED = stays((Stage.RECEIVED, 8), (Stage.ANSWERED, 12), (Stage.CLOSED, 13))
NOT_SOLVED = stays((Stage.RECEIVED, 8), (Stage.ANSWERED, 12), (Stage.INVESTIGATION, 14))
REOPENED = stays(
    (Stage.RECEIVED, 8),
    (Stage.ANSWERED, 12),
    (Stage.CLOSED, 13),
    (Stage.INVESTIGATION, 15),
)
AGAIN = (
    *REOPENED[:-1],
    Stay(Stage.INVESTIGATION, T[15], T[17]),
    Stay(Stage.ANSWERED, T[17]),
)

ROUNDS = [
    (
        "first reply: open",
        Measure.FIRST_REPLY,
        {"stays": RECEIVED},
        [(1, 8, None, False)],
    ),
    (
        "first reply: a mail",
        Measure.FIRST_REPLY,
        {"stays": ANSWERED, "first_reply": T[9]},
        [(1, 8, 9, False)],
    ),
    (
        "first reply: answered by telephone",
        Measure.FIRST_REPLY,
        {"stays": ANSWERED},
        [(1, 8, 12, False)],
    ),
    (
        "first reply: merged unanswered",
        Measure.FIRST_REPLY,
        {"stays": CLOSED, "merged": True},
        [(1, 8, None, True)],
    ),
    (
        "resolution: open",
        Measure.RESOLUTION,
        {"stays": RECEIVED},
        [(1, 8, None, False)],
    ),
    (
        "resolution: answered",
        Measure.RESOLUTION,
        {"stays": ANSWERED},
        [(1, 8, 12, False)],
    ),
    (
        "resolution: closing adds nothing",
        Measure.RESOLUTION,
        {"stays": CLOSED},
        [(1, 8, 12, False)],
    ),
    (
        "resolution: not solved, it runs on",
        Measure.RESOLUTION,
        {"stays": NOT_SOLVED},
        [(1, 8, None, False)],
    ),
    (
        "resolution: reopened, a new round",
        Measure.RESOLUTION,
        {"stays": REOPENED},
        [(1, 8, 12, False), (2, 15, None, False)],
    ),
    (
        "resolution: answered again",
        Measure.RESOLUTION,
        {"stays": AGAIN},
        [(1, 8, 12, False), (2, 15, 17, False)],
    ),
    (
        "statutory: the first answer counts",
        Measure.STATUTORY,
        {"stays": REOPENED},
        [(1, 8, 12, False)],
    ),
    (
        "statutory: since the first of the merged came",
        Measure.STATUTORY,
        {"stays": RECEIVED, "first_came": T[5]},
        [(1, 5, None, False)],
    ),
    (
        "statutory: a later one changes nothing",
        Measure.STATUTORY,
        {"stays": RECEIVED, "first_came": T[9]},
        [(1, 8, None, False)],
    ),
    (
        "next reply: not before the first",
        Measure.NEXT_REPLY,
        {"stays": RECEIVED, "last_in": T[9]},
        [],
    ),
    (
        "next reply: the customer wrote again",
        Measure.NEXT_REPLY,
        {"stays": RECEIVED, "first_reply": T[9], "last_out": T[9], "last_in": T[10]},
        [(1, 10, None, False)],
    ),
    (
        "next reply: nobody waits",
        Measure.NEXT_REPLY,
        {"stays": RECEIVED, "first_reply": T[9], "last_out": T[11], "last_in": T[10]},
        [],
    ),
    (
        "next reply: impatient, the first of his mails counts",
        Measure.NEXT_REPLY,
        {
            "stays": RECEIVED,
            "first_reply": T[9],
            "last_out": T[9],
            "last_in": T[11],
            "rounds": (Round(Measure.NEXT_REPLY, 1, T[10]),),
        },
        [(1, 10, None, False)],
    ),
    (
        "next reply: answered",
        Measure.NEXT_REPLY,
        {
            "stays": RECEIVED,
            "first_reply": T[9],
            "last_out": T[12],
            "last_in": T[11],
            "rounds": (Round(Measure.NEXT_REPLY, 1, T[10]),),
        },
        [(1, 10, 12, False)],
    ),
    (
        "next reply: a second round",
        Measure.NEXT_REPLY,
        {
            "stays": RECEIVED,
            "first_reply": T[9],
            "last_out": T[12],
            "last_in": T[13],
            "rounds": (Round(Measure.NEXT_REPLY, 1, T[10], T[12]),),
        },
        [(1, 10, 12, False), (2, 13, None, False)],
    ),
    (
        "next reply: closed without one",
        Measure.NEXT_REPLY,
        {
            "stays": CLOSED,
            "first_reply": T[9],
            "last_out": T[9],
            "last_in": T[10],
            "rounds": (Round(Measure.NEXT_REPLY, 1, T[10]),),
        },
        [(1, 10, None, True)],
    ),
    (
        "update: from the opening",
        Measure.UPDATE,
        {"stays": RECEIVED},
        [(1, 8, None, False)],
    ),
    (
        "update: told, the next one begins",
        Measure.UPDATE,
        {
            "stays": RECEIVED,
            "last_out": T[10],
            "rounds": (Round(Measure.UPDATE, 1, T[8]),),
        },
        [(1, 8, 10, False), (2, 10, None, False)],
    ),
    (
        "update: over with the answer",
        Measure.UPDATE,
        {"stays": ANSWERED, "rounds": (Round(Measure.UPDATE, 1, T[8]),)},
        [(1, 8, None, True)],
    ),
    (
        "update: begins anew with the reopening",
        Measure.UPDATE,
        {
            "stays": REOPENED,
            "last_out": T[12],
            "rounds": (Round(Measure.UPDATE, 1, T[8], None, True),),
        },
        [(1, 8, 12, False), (2, 15, None, False)],
    ),
]


@pytest.mark.parametrize(("measure", "facts", "expected"), cases(ROUNDS))
def test_rounds(measure, facts, expected):
    assert found(measure, **facts) == expected


def test_a_resolution_rests_between_an_answer_and_not_solved():
    work = week(NIGHT_AND_DAY, "2026-03-08", 7, UTC)
    one = Clock(Measure.RESOLUTION, hours(8), T[8], UTC, stays=NOT_SOLVED, work=work)
    reading = rules.read(one, T[15])
    assert (reading.due, reading.paused) == (T[18], 120)


# ------------------------------------------------------------- working time
def test_intervals_that_touch_are_joined():
    almost = T[12] - timedelta(microseconds=1)
    assert work_time.joined([(T[12], T[17]), (T[8], almost), (T[9], T[10])]) == [
        (T[8], T[17])
    ]


WITHOUT = [
    ("nothing to cut", [(8, 12)], [], [(8, 12)]),
    ("in the middle", [(8, 12)], [(9, 10)], [(8, 9), (10, 12)]),
    ("its beginning", [(8, 12)], [(7, 9)], [(9, 12)]),
    ("its end", [(8, 12)], [(11, 13)], [(8, 11)]),
    ("all of it", [(8, 12)], [(8, 12)], []),
    ("more than all of it", [(8, 12)], [(7, 13)], []),
    ("over two", [(8, 12), (13, 17)], [(11, 14)], [(8, 11), (14, 17)]),
    ("twice", [(8, 17)], [(9, 10), (12, 13)], [(8, 9), (10, 12), (13, 17)]),
]


@pytest.mark.parametrize(("intervals", "cut", "expected"), cases(WITHOUT))
def test_without(intervals, cut, expected):
    def pairs(numbers):
        return [(T[a], T[b]) for a, b in numbers]

    assert work_time.without(pairs(intervals), pairs(cut)) == pairs(expected)
