"""When somebody may be called: both sides of every boundary."""

from datetime import date, datetime

import pytest

from odoo.addons.o2c_quality_check.domain.calling_hours import Day, Window
from odoo.addons.o2c_quality_check.domain.calling_law import (
    Kind,
    Person,
    Purpose,
    Rule,
    Why,
    choose,
    judge,
)
from odoo.addons.o2c_quality_check.domain.calling_zones import (
    COMMUNITY_BY_STATE,
    COMMUNITY_BY_ZIP,
    ZONES,
    community,
    zones_of,
)

from .law_facts import HOURS, MADRID, NEW_YORK, ROME, SELLS, US_HOURS, facts

# moments are UTC: Rome and Madrid are one hour ahead until 29 March, then two
HOUR_CASES = [
    ("Italy, Monday 8:59", facts(), (3, 2, 7, 59), (3, 2, 8, 0)),
    ("Italy, Monday 9:00", facts(), (3, 2, 8, 0), None),
    ("Italy, Monday 19:59", facts(), (3, 2, 18, 59), None),
    ("Italy, Monday 20:00", facts(), (3, 2, 19, 0), (3, 3, 8, 0)),
    ("Italy, Saturday 9:59", facts(), (3, 7, 8, 59), (3, 7, 9, 0)),
    ("Italy, Saturday 10:00", facts(), (3, 7, 9, 0), None),
    ("Italy, Saturday 18:59", facts(), (3, 7, 17, 59), None),
    ("Italy, Saturday 19:00", facts(), (3, 7, 18, 0), (3, 9, 8, 0)),
    ("Italy, Sunday noon", facts(), (3, 8, 11, 0), (3, 9, 8, 0)),
    ("Italy, holiday noon", facts(), (5, 1, 10, 0), (5, 2, 8, 0)),
    ("Italy, Thursday before a holiday, 9:30", facts(), (4, 30, 7, 30), (4, 30, 8, 0)),
    ("Italy, Thursday before a holiday, 18:59", facts(), (4, 30, 16, 59), None),
    ("Italy, Thursday before a holiday, 19:00", facts(), (4, 30, 17, 0), (5, 2, 8, 0)),
    ("Italy, Sunday before Easter Monday", facts(), (4, 5, 10, 0), (4, 7, 7, 0)),
    ("Italy, Friday before summer time, 9:00", facts(), (3, 27, 8, 0), None),
    ("Italy, Friday before summer time, 8:59", facts(), (3, 27, 7, 59), (3, 27, 8, 0)),
    ("Italy, Monday after summer time, 9:00", facts(), (3, 30, 7, 0), None),
    ("Italy, Monday after summer time, 8:59", facts(), (3, 30, 6, 59), (3, 30, 7, 0)),
    ("Spain, 20:59", facts("ES", MADRID), (3, 2, 19, 59), None),
    ("Spain, 21:00", facts("ES", MADRID), (3, 2, 20, 0), (3, 3, 8, 0)),
    ("Spain, Saturday", facts("ES", MADRID), (3, 7, 11, 0), (3, 9, 8, 0)),
    ("Spain, day before a holiday 20:59", facts("ES", MADRID), (4, 30, 18, 59), None),
    ("USA, 7:59", facts("US", NEW_YORK), (3, 2, 12, 59), (3, 2, 13, 0)),
    ("USA, 8:00", facts("US", NEW_YORK), (3, 2, 13, 0), None),
    ("USA, 20:59", facts("US", NEW_YORK), (3, 3, 1, 59), None),
    ("USA, 21:00", facts("US", NEW_YORK), (3, 3, 2, 0), (3, 3, 13, 0)),
    ("USA, clocks go on, 7:59", facts("US", NEW_YORK), (3, 8, 11, 59), (3, 8, 12, 0)),
    ("USA, clocks go on, 8:00", facts("US", NEW_YORK), (3, 8, 12, 0), None),
    ("USA, clocks go back, 8:00", facts("US", NEW_YORK), (11, 1, 13, 0), None),
    ("USA, clocks go back, 7:59", facts("US", NEW_YORK), (11, 1, 12, 59), (11, 1, 13)),
    ("USA, holiday", facts("US", NEW_YORK), (5, 1, 15, 0), None),
    (
        "USA, two zones: open in one",
        facts("US", ("America/New_York", "America/Chicago")),
        (3, 2, 13, 30),
        (3, 2, 14, 0),
    ),
    (
        "USA, two zones: closed in the other",
        facts("US", ("America/Chicago", "America/New_York")),
        (3, 3, 2, 0),
        (3, 3, 14, 0),
    ),
    ("Germany: where no law says, 18:59", facts("DE", ROME), (3, 2, 17, 59), None),
    ("Germany: where no law says, 19:00", facts("DE", ROME), (3, 2, 18, 0), (3, 3, 8)),
    (
        "Italy, company: the code is not for it",
        facts(person=Person.COMPANY),
        (3, 2, 18, 0),
        (3, 3, 8, 0),
    ),
    ("Italy, sole trader", facts(person=Person.SOLE_TRADER), (3, 2, 18, 0), None),
    ("Italy, service", facts(purpose=Purpose.SERVICE), (3, 1, 3, 0), None),
]


@pytest.mark.parametrize(
    ("_case", "who", "now", "opens"), HOUR_CASES, ids=[case[0] for case in HOUR_CASES]
)
def test_hours(_case, who, now, opens):
    decision = judge(HOURS, who, datetime(2026, *now))
    if opens is None:
        assert decision.allowed
        assert (decision.rule, decision.next_at, decision.never) == (None, None, False)
        return
    assert decision.next_at == datetime(2026, *opens)
    assert [reason.code for reason in decision.reasons] == [Why.HOURS]
    assert (decision.allowed, decision.never) == (False, False)
    # what is promised holds, and not a minute earlier
    assert judge(HOURS, who, decision.next_at).allowed


def test_rule_that_closed_is_named():
    night = datetime(2026, 3, 2, 3)
    for who, rule in (
        (facts(), 1),
        (facts("ES", MADRID), 2),
        (facts("US", NEW_YORK), 3),
        (facts("DE"), 4),
        (facts(person=Person.COMPANY), 4),
    ):
        assert judge(HOURS, who, datetime(2026, 3, 2, 3)).rule == rule, who
    assert judge((), facts(), night).allowed


def test_a_company_makes_it_stricter_never_looser():
    wide = Rule(9, Kind.HOURS, SELLS, company=1, windows=(Window(Day.SUNDAY, 0, 1440),))
    late = Rule(
        10, Kind.HOURS, SELLS, company=1, windows=(Window(Day.WEEKDAY, 600, 1440),)
    )
    sunday, nine, ten = (datetime(2026, 3, d, h) for d, h in ((8, 9), (2, 8), (2, 9)))
    assert not judge((*HOURS, wide), facts(), sunday).allowed
    assert judge((*HOURS, wide), facts(), sunday).never  # open on no common day
    assert judge((*HOURS, late), facts(), nine).next_at == ten
    assert judge((*HOURS, late), facts(company=2), nine).allowed
    claims = Rule(11, Kind.HOURS, SELLS, company=1, country="DE", windows=wide.windows)
    assert [r.key for r in choose((*HOURS, claims), facts("DE"), date(2026, 3, 8))] == [
        4,
        11,
    ]


def test_states_and_dates():
    florida = Rule(
        12, Kind.HOURS, SELLS, country="US", states=frozenset({"FL"}), law=True
    )
    rules = (US_HOURS, florida)
    keys = [
        [rule.key for rule in choose(rules, facts("US", state=state), date(2026, 3, 2))]
        for state in (None, "CA", "FL")
    ]
    assert keys == [[3], [3], [3, 12]]
    dated = Rule(
        13,
        Kind.CONSENT,
        SELLS,
        date_from=date(2026, 3, 2),
        date_to=date(2026, 3, 3),
    )
    held = [bool(choose((dated,), facts(), date(2026, 3, day))) for day in range(1, 5)]
    assert held == [False, True, True, False]


# ----------------------------------------------------------------- where he is
ZONE_CASES = [
    ("his own", ("Europe/Rome", "IT", None, ("Europe/Rome",), ()), ROME),
    (
        "his own is not of his country",
        ("Europe/Rome", "US", None, ("America/New_York",), ()),
        NEW_YORK,
    ),
    (
        "a state in two zones",
        ("", "US", "FL", ("America/New_York", "Pacific/Honolulu"), ()),
        ("America/New_York", "America/Chicago"),
    ),
    (
        "the prefix narrows a country",
        ("", "US", None, ("America/New_York", "Pacific/Honolulu"), NEW_YORK),
        NEW_YORK,
    ),
    (
        "a prefix of elsewhere does not",
        ("", "US", None, ("America/New_York", "Pacific/Honolulu"), ROME),
        ("America/New_York", "Pacific/Honolulu"),
    ),
    ("Canary Islands", ("", "ES", "GC", (), ()), ("Atlantic/Canary",)),
    ("Spain's mainland", ("", "ES", "M", ("a", "b"), ()), MADRID),
    ("only a prefix", ("", None, None, (), ROME), ROME),
    ("nothing known", ("", None, None, (), ()), ("UTC",)),
]


@pytest.mark.parametrize(
    ("_case", "where", "zones"), ZONE_CASES, ids=[case[0] for case in ZONE_CASES]
)
def test_zones(_case, where, zones):
    assert zones_of(*where, "UTC") == zones


def test_every_province_of_spain_has_its_community():
    assert sorted(COMMUNITY_BY_ZIP) == [f"{number:02}" for number in range(1, 53)]
    assert len(COMMUNITY_BY_STATE) == 52
    assert community("B", "28013") == "CT"
    assert (community(None, "08001"), community(None, None)) == ("CT", None)


def test_every_state_of_the_usa_has_a_zone():
    assert len(ZONES["US"]) == 51
    assert ZONES["US"]["CA"] == ("America/Los_Angeles",)
