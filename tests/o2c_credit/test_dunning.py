"""Every reason of dunning on both sides of its boundary, credits, caps, channels."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.dunning import (
    Contacts,
    Step,
    Strategy,
    Subject,
    Why,
    channel_for,
    decide,
    next_step,
)
from odoo.addons.o2c_credit.domain.open_item import OpenItem

D = Decimal
TODAY = date(2026, 3, 31)
COURTESY = Step(11, 1, -5, "email")
FIRST = Step(12, 2, 8, "email", "letter")
SECOND = Step(13, 3, 30, "letter")
PLAN = Strategy(1, (COURTESY, FIRST, SECOND))
ALL = Contacts(reach=dict.fromkeys(("email", "letter", "sms", "legal"), 7))


def ago(days):
    return TODAY - timedelta(days=days)


def item(key=1, amount=100, late=8, **values):
    """An open item that has been due since ``late`` days."""
    options = {
        "document": key,
        "number": f"INV{key}",
        "currency": 1,
        "invoice_date": ago(late + 30),
        "due_date": ago(late),
        "amount": D(amount),
        "residual": D(amount),
    }
    return OpenItem(key, **{**options, **values})


def subject(*args, strategy=PLAN, own=None, **values):
    return Subject(item(*args, **values), strategy, **(own or {}))


def decided(*subjects, contacts=ALL, today=TODAY):
    """{key of an item: number of its step, or the Why}, and the notices."""
    verdicts, notices = decide(subjects, contacts, today)
    return {
        v.subject.item.key: v.step.number if v.step else v.reason.code for v in verdicts
    }, notices


def one(given, contacts=ALL, today=TODAY):
    found, _notices = decided(given, contacts=contacts, today=today)
    return found[given.item.key]


def params(given, contacts=ALL):
    verdicts, _notices = decide([given], contacts, TODAY)
    return dict(verdicts[0].reason.params)


# ------------------------------------------------------------------ days and levels
@pytest.mark.parametrize(
    ("late", "level", "expected"),
    [
        (-6, 0, Why.NOT_YET),
        (-5, 0, 1),
        (0, 0, 1),
        (1, 0, Why.NOT_YET),
        (7, 0, Why.NOT_YET),
        (8, 0, 2),
        (90, 0, 2),
        (7, 1, Why.NOT_YET),
        (8, 1, 2),
        (29, 2, Why.NOT_YET),
        (30, 2, 3),
        (31, 2, 3),
        (30, 3, Why.LAST_STEP),
    ],
)
def test_the_step_of_a_day(late, level, expected):
    assert one(subject(late=late, level=level)) == expected


def test_not_yet_says_which_step_and_when():
    assert params(subject(late=2)) == {"step": 12, "on": TODAY + timedelta(days=6)}


def test_a_strategy_without_steps():
    assert one(subject(strategy=Strategy(2))) == Why.NO_STEPS


def test_steps_of_another_strategy_go_on_from_the_level():
    assert next_step(Strategy(2, (Step(1, 1, 3, "email"),)), 1, 60) is None


def test_the_policy_of_the_company_keeps_a_step_back():
    legal = Step(14, 1, 40, "legal", bound=60)
    plan = Strategy(3, (legal,))
    assert one(subject(late=59, strategy=plan)) == Why.BOUND
    assert one(subject(late=60, strategy=plan)) == 1


# ------------------------------------------------------------------ the item itself
@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"left_out": True}, Why.LEFT_OUT),
        ({"excluded": True}, Why.EXCLUDED),
        ({"blocked": True}, Why.BLOCKED),
        ({"waits": True}, Why.DAILY),
        ({"pending": 5}, Why.PENDING),
    ],
)
def test_what_stops_an_item(own, expected):
    assert one(subject(own=own)) == expected


def test_a_notice_that_waits_does_not_hide_when_the_next_step_is():
    assert one(subject(late=7, own={"pending": 5})) == Why.NOT_YET


def test_without_strategy_and_with_one_that_never_reminds():
    assert one(Subject(item())) == Why.NO_STRATEGY
    assert one(subject(strategy=Strategy(2, do_not_dun=True))) == Why.DO_NOT_DUN


@pytest.mark.parametrize(
    ("held", "promised", "expected"),
    [
        (0, 0, 2),
        (99, 0, 2),
        (100, 0, Why.HELD),
        (0, 99, 2),
        (0, 100, Why.PROMISED),
        (40, 60, Why.HELD_AND_PROMISED),
        (40, 59, 2),
    ],
)
def test_only_what_may_be_claimed(held, promised, expected):
    assert one(subject(held=D(held), promised=D(promised))) == expected


def test_the_rest_of_a_dispute_is_claimed():
    verdicts, _notices = decide([subject(held=D(30))], ALL, TODAY)
    assert verdicts[0].claimed == 70


def test_the_smallest_amount_of_a_step():
    plan = Strategy(1, (replace(FIRST, min_amount=D(50)),))
    assert one(subject(amount="49.99", strategy=plan)) == Why.SMALL_ITEM
    assert one(subject(amount="50.00", strategy=plan)) == 2


# ------------------------------------------------------------------ credits
def credit(amount, key=9, late=3):
    return Subject(item(key, -amount, late))


def test_a_credit_pays_the_oldest_first():
    old, new = subject(1, 100, 20), subject(2, 100, 10)
    found, notices = decided(new, credit(100), old)
    assert found == {1: Why.COVERED, 2: 2, 9: Why.CREDIT}
    assert [v.subject.item.key for n in notices for v in n.verdicts] == [2]


def test_a_credit_that_does_not_cover_all_is_taken_off_what_is_claimed():
    verdicts, _notices = decide([subject(), credit(D("99.99"))], ALL, TODAY)
    found = {v.subject.item.key: (v.claimed, v.covered) for v in verdicts}
    assert found[1] == (100, D("99.99"))


def test_a_credit_covers_only_what_may_be_claimed():
    disputed = subject(1, 100, 20, held=D(80))
    found, _notices = decided(disputed, credit(20), subject(2, 100, 10))
    assert found == {1: Why.COVERED, 2: 2, 9: Why.CREDIT}


# ------------------------------------------------------------------ the customer
@pytest.mark.parametrize(
    ("amounts", "expected"), [(("49.99",), Why.SMALL_BALANCE), (("25", "25"), 2)]
)
def test_a_small_balance(amounts, expected):
    plan = replace(PLAN, min_balance=D(50))
    subjects = [subject(n, a, strategy=plan) for n, a in enumerate(amounts, 1)]
    assert decided(*subjects)[0][1] == expected


def test_what_is_not_due_is_no_part_of_the_balance_and_credits_are():
    plan = replace(PLAN, min_balance=D(100))
    future = subject(2, 900, -30, strategy=plan)
    assert decided(subject(strategy=plan), future)[0][1] == 2
    less = decided(subject(strategy=plan), credit(D("0.01")))[0][1]
    assert less == Why.SMALL_BALANCE


@pytest.mark.parametrize(("days", "expected"), [(0, Why.QUIET), (6, Why.QUIET), (7, 2)])
def test_quiet_days_after_a_contact(days, expected):
    plan = replace(PLAN, quiet_days=7)
    contacts = replace(ALL, last=ago(days))
    assert one(subject(strategy=plan), contacts) == expected


def test_quiet_days_say_until_when():
    plan = replace(PLAN, quiet_days=7)
    found = params(subject(strategy=plan), replace(ALL, last=ago(6)))
    assert found == {"on": ago(6), "until": TODAY + timedelta(days=1)}


@pytest.mark.parametrize(
    ("made", "expected"),
    [((29, 29), Why.CAP), ((29, 30), 2), ((10,), 2), ((1, 2, 3), Why.CAP)],
)
def test_no_more_contacts_than_allowed(made, expected):
    plan = replace(PLAN, caps=((2, 30),))
    contacts = replace(ALL, made=tuple(map(ago, made)))
    assert one(subject(strategy=plan), contacts) == expected


def test_the_stricter_of_two_caps():
    plan = replace(PLAN, caps=((9, 30), (1, 60)))
    contacts = replace(ALL, made=(ago(59),))
    assert params(subject(strategy=plan), contacts) == {
        "count": 1,
        "most": 1,
        "days": 60,
    }


def test_no_working_day():
    assert one(subject(strategy=replace(PLAN, works=False))) == Why.NO_WORK


# ------------------------------------------------------------------ the channel
@pytest.mark.parametrize(
    ("reach", "refused", "expected"),
    [
        ({"email": 7, "letter": 7}, (), "email"),
        ({"letter": 7}, (), "letter"),
        ({"email": 7, "letter": 7}, ("email",), "letter"),
        ({"email": 7}, ("email",), Why.OPTED_OUT),
        ({"sms": 7}, (), Why.NO_ADDRESS),
        (None, (), Why.NO_ADDRESS),
    ],
)
def test_the_channel(reach, refused, expected):
    channel, reason = channel_for(
        FIRST, Contacts(reach=reach, refused=frozenset(refused))
    )
    assert (channel or reason.code) == expected


def test_without_an_address_nothing_goes_out():
    found, notices = decided(subject(), contacts=Contacts(reach={}))
    assert (found, notices) == ({1: Why.NO_ADDRESS}, ())


# ------------------------------------------------------------------ notices
def test_one_notice_for_all_with_the_words_of_the_highest_step():
    found, notices = decided(subject(1, late=30, level=2), subject(2, late=8))
    assert found == {1: 3, 2: 2}
    (notice,) = notices
    assert (notice.step.number, notice.channel, notice.contact) == (3, "letter", 7)
    assert [v.step.number for v in notice.verdicts] == [3, 2]


def test_one_notice_for_each_invoice_with_its_instalments():
    plan = Strategy(1, (replace(FIRST, consolidated=False),))
    found = [
        subject(1, late=20, document=5, strategy=plan),
        subject(2, late=8, document=5, strategy=plan),
        subject(3, late=9, document=6, strategy=plan),
    ]
    _found, notices = decided(*found)
    keys = [[v.subject.item.key for v in notice.verdicts] for notice in notices]
    assert keys == [[1, 2], [3]]


def test_two_strategies_of_one_customer_are_told_apart():
    other = Strategy(2, (replace(FIRST, id=99),), quiet_days=7)
    contacts = replace(ALL, last=ago(1))
    found, notices = decided(subject(1), subject(2, strategy=other), contacts=contacts)
    assert found == {1: 2, 2: Why.QUIET}
    assert [notice.strategy.id for notice in notices] == [1]


def test_nothing_open_and_a_customer_with_credits_alone():
    assert decide([], ALL, TODAY) == ((), ())
    assert decided(credit(5))[0] == {9: Why.CREDIT}
