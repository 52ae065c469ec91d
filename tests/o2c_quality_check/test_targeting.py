"""Who is called and who is not, at both sides of every boundary."""

from datetime import date

import pytest

from odoo.addons.o2c_quality_check.domain.targeting import (
    Candidate,
    Rule,
    Source,
    Why,
    choose,
    count_reasons,
    decide,
    window,
)

TODAY = date(2026, 3, 12)  # a Thursday
RULE = Rule(min_days=2, max_days=5, quiet_days=30)


def candidate(**values):
    """An order delivered three days ago that nothing speaks against."""
    defaults = {"key": "order:1", "customer": 10, "day": date(2026, 3, 9)}
    return Candidate(**{**defaults, "phone": "+39 02 5550 1", **values})


def codes(decision):
    return [reason.code for reason in decision.reasons]


CASES = [
    # _case, values of the candidate, reasons
    ("delivered today", {"day": date(2026, 3, 12)}, [Why.TOO_EARLY]),
    ("1 day ago", {"day": date(2026, 3, 11)}, [Why.TOO_EARLY]),
    ("2 days ago, the first day", {"day": date(2026, 3, 10)}, []),
    ("5 days ago, the last day", {"day": date(2026, 3, 7)}, []),
    ("6 days ago", {"day": date(2026, 3, 6)}, [Why.TOO_LATE]),
    (
        "delivery undone",
        {"day": None, "stands": False, "attempts": 1},
        [Why.NOT_DELIVERED],
    ),
    ("no phone", {"phone": ""}, [Why.NO_PHONE]),
    ("opted out", {"opted_out": True}, [Why.OPTED_OUT]),
    ("open complaint", {"complaint": "T0007"}, [Why.COMPLAINT]),
    ("called 29 days ago", {"contacted_on": date(2026, 2, 11)}, [Why.CONTACTED]),
    ("called 30 days ago", {"contacted_on": date(2026, 2, 10)}, []),
    ("called 31 days ago", {"contacted_on": date(2026, 2, 9)}, []),
    ("called today", {"contacted_on": TODAY}, [Why.CONTACTED]),
    ("another order waits", {"pending": "S0002"}, [Why.SAME_CUSTOMER]),
    ("call is over", {"finished": True, "phone": ""}, [Why.CALLED]),
    ("taken out by hand", {"by_hand": True, "phone": ""}, [Why.BY_HAND]),
    ("being called at this moment", {"ongoing": True, "phone": ""}, []),
    (
        "all that is wrong is said",
        {"day": date(2026, 3, 6), "phone": "", "complaint": "T0007"},
        [Why.NO_PHONE, Why.COMPLAINT, Why.TOO_LATE],
    ),
    (
        "rung before: the window no longer matters",
        {"day": date(2026, 3, 6), "attempts": 1},
        [],
    ),
    (
        "rung before, then a complaint",
        {"attempts": 1, "complaint": "T0007"},
        [Why.COMPLAINT],
    ),
    (
        "agreed call-back stands whatever came between",
        {
            "attempts": 1,
            "agreed": True,
            "complaint": "T0007",
            "contacted_on": TODAY,
            "pending": "S0002",
        },
        [],
    ),
    (
        "agreed, yet opted out since",
        {"attempts": 1, "agreed": True, "opted_out": True},
        [Why.OPTED_OUT],
    ),
]


@pytest.mark.parametrize(
    ("values", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_decide(values, expected):
    assert codes(decide(candidate(**values), RULE, TODAY)) == expected


SOURCES = [
    (Source.DELIVERED, Why.NOT_DELIVERED),
    (Source.CONFIRMED, Why.NOT_CONFIRMED),
    (Source.QUOTATION, Why.QUOTATION_CLOSED),
    (Source.APPOINTMENT, Why.APPOINTMENT_SETTLED),
    (Source.CUSTOMER, Why.NO_CUSTOMER),
]


@pytest.mark.parametrize(("source", "why"), SOURCES, ids=[s.value for s, _w in SOURCES])
def test_what_fell_away(source, why):
    rule = Rule(min_days=2, max_days=5, source=source)
    assert codes(decide(candidate(stands=False), rule, TODAY)) == [why]
    assert decide(candidate(stands=False, picked=True), rule, TODAY).ok


def test_days_do_not_matter_where_there_are_none():
    rule = Rule(min_days=2, max_days=5, source=Source.CUSTOMER)
    assert decide(candidate(day=None), rule, TODAY).ok
    rule = Rule(min_days=2, max_days=5, source=Source.APPOINTMENT)
    assert decide(candidate(day=date(2026, 4, 1)), rule, TODAY).ok


CONDITIONS = [
    # _case, values, ids of the conditions that are said
    ("none failed", {}, []),
    ("each is said", {"failed": (4, 7)}, [4, 7]),
    ("rung before", {"failed": (4,), "attempts": 1}, []),
    ("picked by hand", {"failed": (4,), "picked": True}, []),
]


@pytest.mark.parametrize(
    ("values", "expected"),
    [case[1:] for case in CONDITIONS],
    ids=[case[0] for case in CONDITIONS],
)
def test_conditions(values, expected):
    reasons = decide(candidate(**values), RULE, TODAY).reasons
    assert [reason.params["rule"] for reason in reasons] == expected


def test_counted_by_the_first_reason():
    one = candidate(phone="", failed=(4,))
    other = candidate(key="order:2", failed=(4,))
    third = candidate(key="order:3", customer=11)
    decisions = choose([one, other, third], RULE, TODAY)
    called, refused = count_reasons(decisions.values())
    assert called == 1
    assert refused == {("no_phone", None): 1, ("condition", 4): 1}


def test_without_quiet_days_a_customer_may_be_called_often():
    rule = Rule(min_days=2, max_days=5)
    one = candidate(contacted_on=TODAY, pending="S0002")
    assert decide(one, rule, TODAY).ok


def test_too_early_says_when():
    one = candidate(day=date(2026, 3, 11))
    (reason,) = decide(one, RULE, TODAY).reasons
    expected = {"days": 1, "ready": date(2026, 3, 13), "source": "delivered"}
    assert reason.params == expected


def test_contacted_says_how_long_ago():
    (reason,) = decide(candidate(contacted_on=date(2026, 3, 10)), RULE, TODAY).reasons
    assert reason.params == {"days": 2, "on": date(2026, 3, 10)}


def test_window_is_what_decide_takes():
    first, last = window(RULE, TODAY)
    assert (first, last) == (date(2026, 3, 7), date(2026, 3, 10))
    assert decide(candidate(day=first), RULE, TODAY).ok
    assert decide(candidate(day=last), RULE, TODAY).ok


class TestChoose:
    """One call per customer, the same whatever the order of the candidates."""

    def chosen(self, *candidates, rule=RULE):
        forward = choose(candidates, rule, TODAY)
        assert forward == choose(candidates[::-1], rule, TODAY)
        return {key for key, decision in forward.items() if decision.ok}

    def test_earlier_delivery_first(self):
        late = candidate(key="order:1", day=date(2026, 3, 10))
        early = candidate(key="order:2", day=date(2026, 3, 8))
        assert self.chosen(late, early) == {"order:2"}

    def test_listed_stays(self):
        listed = candidate(key="order:1", day=date(2026, 3, 10), listed=True)
        early = candidate(key="order:2", day=date(2026, 3, 8))
        assert self.chosen(listed, early) == {"order:1"}

    def test_agreed_before_all(self):
        listed = candidate(key="order:1", listed=True, attempts=2)
        agreed = candidate(key="order:2", attempts=1, agreed=True)
        assert self.chosen(listed, agreed) == {"order:2"}

    def test_ongoing_before_agreed(self):
        agreed = candidate(key="order:1", attempts=1, agreed=True)
        assert self.chosen(agreed, candidate(key="order:2", ongoing=True)) == {
            "order:2"
        }

    def test_who_is_refused_takes_nobodys_place(self):
        refused = candidate(key="order:1", phone="", day=date(2026, 3, 8))
        assert self.chosen(refused, candidate(key="order:2")) == {"order:2"}

    def test_other_customers_do_not_matter(self):
        other = candidate(key="order:2", customer=11)
        assert self.chosen(candidate(), other) == {"order:1", "order:2"}

    def test_all_without_quiet_days(self):
        rule = Rule(min_days=2, max_days=5)
        assert self.chosen(candidate(), candidate(key="order:2"), rule=rule) == {
            "order:1",
            "order:2",
        }

    def test_reason_names_the_order(self):
        named = [candidate(name="S0001"), candidate(key="order:2", name="S0002")]
        decisions = choose(named, RULE, TODAY)
        (reason,) = decisions["order:2"].reasons
        assert reason.code is Why.SAME_CUSTOMER
        assert reason.params == {"order": "S0001"}
