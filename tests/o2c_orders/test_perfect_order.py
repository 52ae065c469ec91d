"""Perfect orders: the four components with their evidence."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import perfect_order as rules
from odoo.addons.o2c_orders.domain.perfect_order import (
    Component,
    Evidence,
    Facts,
    Settings,
    Verdict,
)

DAY = date(2026, 3, 10)
GOOD = Facts(
    DAY,
    complete_known=True,
    planned_on=DAY,
    done_on=DAY,
    delivered_on=DAY,
    invoiced_on=DAY,
)
WAY = Facts(DAY, planned_on=DAY + timedelta(days=2))


def judged(component, settings=None, base=GOOD, **facts):
    """(verdict, [codes of the evidence]) of one component."""
    measure = rules.measure(replace(base, **facts), settings or Settings())
    (found,) = [j for j in measure.judgements if j.component is component]
    return found.verdict.value, [reason.code for reason in found.evidence]


def day(offset):
    return DAY + timedelta(days=offset)


def test_perfect():
    measure = rules.measure(GOOD, Settings())
    assert measure.verdict is Verdict.YES
    assert [j.component for j in measure.judgements] == list(Component)
    assert measure.again_on is None


def test_on_its_way_is_open():
    measure = rules.measure(WAY, Settings())
    assert {j.verdict for j in measure.judgements} == {Verdict.OPEN}
    assert measure.verdict is Verdict.OPEN


def test_one_no_decides_whatever_is_open():
    assert rules.measure(replace(WAY, refused=1), Settings()).verdict is Verdict.NO


class TestComplete:
    @pytest.mark.parametrize(
        ("facts", "verdict", "code"),
        [
            ({}, "yes", Evidence.IN_FULL),
            ({"short_lines": 1}, "no", Evidence.SHORT),
            ({"over_lines": 1}, "no", Evidence.OVER),
            ({"deliveries": 2}, "no", Evidence.IN_PARTS),
            # what is short may still come
            ({"short_lines": 1, "complete_known": False}, "open", Evidence.UNDELIVERED),
        ],
    )
    def test_evidence(self, facts, verdict, code):
        assert judged(Component.COMPLETE, **facts) == (verdict, [code])

    def test_in_parts_may_be_complete(self):
        settings = Settings(once=False)
        assert judged(Component.COMPLETE, settings, deliveries=3)[0] == "yes"


class TestOnTime:
    @pytest.mark.parametrize(
        ("late_days", "early_days", "done", "verdict", "code"),
        [
            (0, None, 0, "yes", Evidence.IN_WINDOW),
            (0, None, 1, "no", Evidence.LATE),
            (1, None, 1, "yes", Evidence.IN_WINDOW),
            (1, None, 2, "no", Evidence.LATE),
            (0, None, -30, "yes", Evidence.IN_WINDOW),
            (0, 0, -1, "no", Evidence.EARLY),
            (0, 2, -2, "yes", Evidence.IN_WINDOW),
            (0, 2, -3, "no", Evidence.EARLY),
        ],
    )
    def test_window(self, late_days, early_days, done, verdict, code):
        settings = Settings(late_days=late_days, early_days=early_days)
        assert judged(Component.ON_TIME, settings, done_on=day(done)) == (
            verdict,
            [code],
        )

    @pytest.mark.parametrize(
        ("today", "verdict"), [(0, "open"), (2, "open"), (3, "open"), (4, "no")]
    )
    def test_not_done_is_late_when_the_window_is_over(self, today, verdict):
        settings = Settings(late_days=1)
        facts = {"base": WAY, "today": day(today)}
        assert judged(Component.ON_TIME, settings, **facts)[0] == verdict
        measure = rules.measure(replace(WAY, today=day(today)), settings)
        assert measure.again_on == (day(4) if verdict == "open" else None)

    def test_nothing_agreed(self):
        assert judged(Component.ON_TIME, planned_on=None) == ("yes", [Evidence.NO_PLAN])
        waiting = {"base": WAY, "planned_on": None}
        assert judged(Component.ON_TIME, **waiting) == ("open", [Evidence.WAITING])


class TestInvoicedRight:
    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"price_lines": 1}, Evidence.PRICE_DIFFERS),
            ({"quantity_lines": 1}, Evidence.QUANTITY_DIFFERS),
            ({"contested": 1}, Evidence.CONTESTED),
            ({"credited": Decimal("0.01"), "credit_notes": 1}, Evidence.CREDITED),
        ],
    )
    def test_wrong(self, facts, code):
        assert judged(Component.INVOICED_RIGHT, **facts) == ("no", [code])

    def test_right_and_open(self):
        assert judged(Component.INVOICED_RIGHT) == ("yes", [Evidence.MATCHES])
        # a credit note over what came back is right
        assert judged(Component.INVOICED_RIGHT, credit_notes=1)[0] == "yes"
        found = judged(Component.INVOICED_RIGHT, invoiced_on=None)
        assert found == ("open", [Evidence.NOT_INVOICED])

    @pytest.mark.parametrize(
        ("limit", "invoiced", "today", "verdict"),
        [
            (None, 30, 30, "yes"),
            (5, 5, 5, "yes"),
            (5, 6, 6, "no"),
            (5, None, 5, "open"),
            (5, None, 6, "no"),
        ],
    )
    def test_late_invoice(self, limit, invoiced, today, verdict):
        settings = Settings(invoice_days=limit)
        invoiced_on = None if invoiced is None else day(invoiced)
        facts = {"invoiced_on": invoiced_on, "today": day(today)}
        assert judged(Component.INVOICED_RIGHT, settings, **facts)[0] == verdict

    def test_looked_at_again_when_the_invoice_becomes_late(self):
        settings = Settings(invoice_days=5)
        measure = rules.measure(replace(GOOD, invoiced_on=None), settings)
        assert measure.again_on == day(6)


class TestUndamaged:
    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"returned_lines": 1}, Evidence.RETURNED),
            ({"refused": 1}, Evidence.REFUSED),
            ({"lost": 1}, Evidence.LOST),
            ({"complaints": 1}, Evidence.COMPLAINED),
        ],
    )
    def test_wrong(self, facts, code):
        assert judged(Component.UNDAMAGED, **facts) == ("no", [code])

    @pytest.mark.parametrize(
        ("watch", "today", "verdict"),
        [(0, 0, "yes"), (14, 13, "open"), (14, 14, "yes"), (14, 15, "yes")],
    )
    def test_watched(self, watch, today, verdict):
        settings = Settings(watch_days=watch)
        facts = {"today": day(today)}
        assert judged(Component.UNDAMAGED, settings, **facts)[0] == verdict
        measure = rules.measure(replace(GOOD, **facts), settings)
        assert measure.again_on == (day(watch) if verdict == "open" else None)
