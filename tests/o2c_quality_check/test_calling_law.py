"""Who may be called: consent, registers, and how often."""

from datetime import date, datetime

import pytest

from odoo.addons.o2c_quality_check.domain.calling_law import (
    Enrolment,
    Kind,
    Purpose,
    Rule,
    Why,
    judge,
)

from .law_facts import HOURS, SELLS, facts

# ----------------------------------------------------------------- consent
CONSENT = Rule(20, Kind.CONSENT, SELLS, country="IT", law=True)
ANY_CONSENT = Rule(21, Kind.CONSENT, SELLS, fallback=True)
US_CONSENT = Rule(22, Kind.CONSENT, SELLS, country="US", law=True, needed=False)
BOTH = (CONSENT, ANY_CONSENT, US_CONSENT)
NOON = datetime(2026, 3, 20, 11)


def on(day, hour=12):
    return datetime(2026, 3, day, hour)


CONSENT_CASES = [
    ("none", {}, Why.NO_CONSENT, 20),
    ("given", {"given_at": on(1)}, None, None),
    (
        "taken back later",
        {"given_at": on(1), "withdrawn_at": on(2)},
        Why.WITHDRAWN,
        20,
    ),
    (
        "taken back at the same moment",
        {"given_at": on(2), "withdrawn_at": on(2)},
        Why.WITHDRAWN,
        20,
    ),
    ("given again", {"given_at": on(3), "withdrawn_at": on(2)}, None, None),
    ("only taken back", {"withdrawn_at": on(2)}, Why.WITHDRAWN, 20),
    ("elsewhere", {"country": "DE"}, Why.NO_CONSENT, 21),
    ("USA needs none", {"country": "US"}, None, None),
    (
        "USA, taken back",
        {"country": "US", "withdrawn_at": on(2)},
        Why.WITHDRAWN,
        22,
    ),
    ("service needs none", {"purpose": Purpose.SERVICE}, None, None),
    (
        "service, objected",
        {"purpose": Purpose.SERVICE, "withdrawn_at": on(2)},
        Why.WITHDRAWN,
        None,
    ),
    ("blocked", {"given_at": on(1), "blocked": True}, Why.BLOCKED, None),
    ("no number", {"given_at": on(1), "phone": ""}, Why.NO_PHONE, None),
]


@pytest.mark.parametrize(
    ("_case", "values", "why", "rule"),
    CONSENT_CASES,
    ids=[case[0] for case in CONSENT_CASES],
)
def test_consent(_case, values, why, rule):
    decision = judge(BOTH, facts(**values), NOON)
    assert [reason.code for reason in decision.reasons] == ([why] if why else [])
    assert (decision.allowed, decision.never) == (why is None, why is not None)
    assert (decision.rule, decision.next_at) == (rule, None)


# ----------------------------------------------------------------- registers
RPO = Rule(
    30, Kind.REGISTER, SELLS, country="IT", law=True, register=7, contract_days=30
)
TODAY = date(2026, 3, 20)


def listed(since=None, checked=TODAY, **values):
    return facts(registers={7: Enrolment(checked, since)}, **values)


REGISTER_CASES = [
    ("never checked", facts(), Why.UNCHECKED, False),
    ("checked 14 days ago", listed(checked=date(2026, 3, 6)), None, False),
    ("checked 15 days ago", listed(checked=date(2026, 3, 5)), None, False),
    ("checked 16 days ago", listed(checked=date(2026, 3, 4)), Why.STALE, False),
    ("listed, no consent", listed(date(2026, 3, 10)), Why.LISTED, True),
    (
        "listed, consent the day before",
        listed(date(2026, 3, 10), given_at=on(9)),
        Why.CANCELLED,
        True,
    ),
    (
        "listed, consent on the day",
        listed(date(2026, 3, 10), given_at=on(10)),
        Why.CANCELLED,
        True,
    ),
    (
        "listed, consent the day after",
        listed(date(2026, 3, 10), given_at=on(11)),
        None,
        False,
    ),
    (
        "listed, contract runs",
        listed(date(2026, 3, 10), given_at=on(9), contract_until=date.max),
        None,
        False,
    ),
    (
        "listed, contract ended 29 days ago",
        listed(date(2026, 3, 10), given_at=on(9), contract_until=date(2026, 2, 19)),
        None,
        False,
    ),
    (
        "listed, contract ended 30 days ago",
        listed(date(2026, 3, 10), given_at=on(9), contract_until=date(2026, 2, 18)),
        Why.CANCELLED,
        True,
    ),
    (
        "listed, a contract is no consent",
        listed(date(2026, 3, 10), contract_until=date.max),
        Why.LISTED,
        True,
    ),
]


@pytest.mark.parametrize(
    ("_case", "who", "why", "never"),
    REGISTER_CASES,
    ids=[case[0] for case in REGISTER_CASES],
)
def test_register(_case, who, why, never):
    decision = judge((RPO,), who, NOON)
    assert [reason.code for reason in decision.reasons] == ([why] if why else [])
    assert (decision.allowed, decision.never) == (why is None, never)
    if why and not never:
        # a check may come any time
        assert decision.next_at == datetime(2026, 3, 20, 12)


def test_a_missing_check_does_not_open_the_night():
    rules = (RPO, *HOURS)
    decision = judge(rules, facts(), datetime(2026, 3, 20, 22))
    assert [r.code for r in decision.reasons] == [Why.UNCHECKED, Why.HOURS]
    assert decision.next_at == datetime(2026, 3, 21, 9)


# ----------------------------------------------------------------- how often
A_DAY = Rule(40, Kind.FREQUENCY, SELLS, most=2, days=1)
A_WEEK = Rule(41, Kind.FREQUENCY, SELLS, most=3, days=7)
A_MONTH = Rule(42, Kind.FREQUENCY, SELLS, most=4, days=30)
REST = Rule(43, Kind.REFUSAL, SELLS, days=60)

FREQUENCY_CASES = [
    ("one today", A_DAY, [on(20, 8)], None),
    ("two today", A_DAY, [on(20, 8), on(20, 9)], datetime(2026, 3, 20, 23)),
    ("one yesterday, one today", A_DAY, [on(19), on(20, 9)], None),
    ("yesterday by a minute", A_DAY, [on(20, 8), datetime(2026, 3, 19, 22, 59)], None),
    (
        "today by a minute",
        A_DAY,
        [on(20, 8), datetime(2026, 3, 19, 23, 0)],
        datetime(2026, 3, 20, 23),
    ),
    ("two in a week", A_WEEK, [on(14), on(20, 9)], None),
    (
        "three, the first six days ago",
        A_WEEK,
        [on(14), on(15), on(16)],
        datetime(2026, 3, 20, 23),
    ),
    ("three, the first seven days ago", A_WEEK, [on(13), on(15), on(16)], None),
    (
        "four, the first 29 days ago",
        A_MONTH,
        [datetime(2026, 2, 19, 12), on(1), on(2), on(3)],
        datetime(2026, 3, 20, 23),
    ),
    (
        "four, the first 30 days ago",
        A_MONTH,
        [datetime(2026, 2, 18, 12), on(1), on(2), on(3)],
        None,
    ),
]


@pytest.mark.parametrize(
    ("_case", "rule", "called", "free"),
    FREQUENCY_CASES,
    ids=[case[0] for case in FREQUENCY_CASES],
)
def test_frequency(_case, rule, called, free):
    decision = judge((rule,), facts(called=tuple(called)), NOON)
    assert (decision.allowed, decision.next_at) == (free is None, free)


def test_rest_after_a_refusal():
    refused = facts(refused_at=datetime(2026, 1, 20, 12))
    day_59 = judge((REST,), refused, datetime(2026, 3, 20, 12))
    assert (day_59.allowed, day_59.next_at) == (False, datetime(2026, 3, 20, 23))
    assert judge((REST,), refused, datetime(2026, 3, 21, 12)).allowed
    assert judge((REST,), facts(), NOON).allowed


def test_no_calls_at_all():
    none = Rule(44, Kind.FREQUENCY, SELLS, most=0, days=30)
    assert judge((none,), facts(), NOON).never


def test_obstacles_are_waited_out_one_after_another():
    """Used up until Saturday midnight, Sunday closed, Easter Monday a holiday."""
    called = tuple(datetime(2026, 4, 3, hour) for hour in (8, 9))
    decision = judge((*HOURS, A_DAY), facts(called=called), datetime(2026, 4, 3, 18, 0))
    assert [r.code for r in decision.reasons] == [Why.FREQUENCY, Why.HOURS]
    # Saturday 4 April is open from ten
    assert decision.next_at == datetime(2026, 4, 4, 8)
    three_days = Rule(45, Kind.FREQUENCY, SELLS, most=2, days=2)
    later = judge(
        (*HOURS, three_days), facts(called=called), datetime(2026, 4, 3, 16, 0)
    )
    assert later.next_at == datetime(2026, 4, 7, 7)


def test_what_is_final_comes_first():
    everything = (*HOURS, *BOTH, RPO, A_DAY)
    decision = judge(everything, facts(), datetime(2026, 3, 2, 3))
    assert [reason.code for reason in decision.reasons] == [
        Why.NO_CONSENT,
        Why.UNCHECKED,
        Why.HOURS,
    ]
    assert (decision.rule, decision.never, decision.next_at) == (20, True, None)


OWN = Rule(31, Kind.CONSENT, SELLS, country="PL", law=True, automatic=True)
ELSEWHERE = Rule(32, Kind.CONSENT, SELLS, fallback=True)


@pytest.mark.parametrize(
    ("_case", "values", "codes", "rule"),
    [
        ("an agent calls", {}, [], None),
        ("a machine rings", {"automatic": True}, [Why.NO_AUTOMATIC], 31),
        ("he agreed to that", {"automatic": True, "agreed_automatic": True}, [], None),
        (
            "he said no to that",
            {"automatic": True, "agreed_automatic": False, "country": "IT"},
            [Why.NO_AUTOMATIC],
            None,
        ),
        ("no law of it there", {"automatic": True, "country": "IT"}, [], None),
        ("an agent, after that no", {"agreed_automatic": False}, [], None),
        (
            "no consent at all",
            {"automatic": True, "given_at": None},
            [Why.NO_CONSENT, Why.NO_AUTOMATIC],
            32,
        ),
    ],
)
def test_calls_that_a_machine_rings(_case, values, codes, rule):
    now = datetime(2026, 3, 5, 9)
    who = {"country": "PL", "given_at": datetime(2026, 3, 1), **values}
    decision = judge((OWN, ELSEWHERE), facts(**who), now)
    assert [reason.code for reason in decision.reasons] == codes
    assert decision.rule == rule
    assert decision.never is (Why.NO_CONSENT in codes)
    if codes == [Why.NO_AUTOMATIC]:
        assert decision.next_at == datetime(2026, 3, 5, 10)
