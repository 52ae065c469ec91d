"""Exceptions: since when something must have been so, and who may put one aside."""

from datetime import datetime

import pytest

from odoo.addons.o2c_orders.domain.exceptions import (
    AsideFacts,
    Refusal,
    Unit,
    may_put_aside,
    moment_before,
)

NOON = datetime(2026, 3, 9, 12)  # a Monday


def back(days):
    """So many working days before NOON, as a calendar would say."""
    return {3: datetime(2026, 3, 4, 12)}.get(days, False)


@pytest.mark.parametrize(
    ("_case", "age", "unit", "work_back", "expected"),
    [
        ("at once", 0, Unit.HOURS, back, NOON),
        ("hours", 36, Unit.HOURS, back, datetime(2026, 3, 8, 0)),
        ("days", 3, Unit.DAYS, back, datetime(2026, 3, 6, 12)),
        ("working days", 3, Unit.WORK_DAYS, back, datetime(2026, 3, 4, 12)),
        ("no working day at all", 4, Unit.WORK_DAYS, back, datetime(2026, 3, 5, 12)),
        ("no calendar", 3, Unit.WORK_DAYS, None, datetime(2026, 3, 6, 12)),
        ("no working day to wait", 0, Unit.WORK_DAYS, back, NOON),
    ],
)
def test_moment_before(_case, age, unit, work_back, expected):
    assert moment_before(NOON, age, unit, work_back) == expected


@pytest.mark.parametrize(
    ("_case", "facts", "refused"),
    [
        ("owner", {"is_owner": True}, []),
        ("order desk", {"is_desk": True}, []),
        ("anybody", {}, [Refusal.NOT_YOURS]),
        ("closed", {"state": "closed", "is_desk": True}, [Refusal.CLOSED]),
        ("aside already", {"state": "aside", "is_desk": True}, [Refusal.CLOSED]),
        ("no reason", {"reason": "", "is_owner": True}, [Refusal.NO_REASON]),
        ("blank reason", {"reason": " \n", "is_owner": True}, [Refusal.NO_REASON]),
        (
            "everything at once",
            {"state": "closed", "reason": ""},
            [Refusal.CLOSED, Refusal.NOT_YOURS, Refusal.NO_REASON],
        ),
    ],
)
def test_may_put_aside(_case, facts, refused):
    facts = AsideFacts(**{"state": "open", "reason": "agreed", **facts})
    decision = may_put_aside(facts)
    assert [reason.code for reason in decision.reasons] == refused
    assert decision.ok is not bool(refused)
