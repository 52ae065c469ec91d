from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.limit import (
    Cover,
    CoverKind,
    Terms,
    effective,
    expired_days,
    insured,
    loosens,
)

D = Decimal
FIRST, LAST, END = date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)
BEFORE = date(2026, 2, 28)
PLAIN = Terms(D(1000))
SEASON = replace(PLAIN, temporary=D(3000), start=FIRST, end=END)


def guarantee(amount=500, **values):
    return Cover(CoverKind.GUARANTEE, D(amount), **values)


def insurance(amount=500, percent=90, **values):
    return Cover(CoverKind.INSURANCE, D(amount), D(percent), **values)


@pytest.mark.parametrize(
    ("_case", "terms", "day", "expected"),
    [
        ("nobody limits", Terms(), FIRST, None),
        ("a limit of zero is a limit", Terms(D(0)), FIRST, D(0)),
        ("permanent", PLAIN, FIRST, D(1000)),
        ("the day before the temporary", SEASON, BEFORE, D(1000)),
        ("its first day", SEASON, FIRST, D(3000)),
        ("its last day", SEASON, LAST, D(3000)),
        ("the day it ends on", SEASON, END, D(1000)),
        ("temporary and less", replace(SEASON, temporary=D(0)), FIRST, D(0)),
        ("temporary of an unlimited", replace(SEASON, permanent=None), LAST, D(3000)),
        ("and after it", replace(SEASON, permanent=None), END, None),
        ("guarantee", replace(PLAIN, covers=(guarantee(),)), FIRST, D(1500)),
        ("on zero", Terms(D(0), covers=(guarantee(),)), FIRST, D(500)),
        ("on no limit", Terms(covers=(guarantee(),)), FIRST, None),
        ("on the temporary", replace(SEASON, covers=(guarantee(),)), LAST, D(3500)),
        (
            "one ended, one in force, one to come",
            replace(
                PLAIN,
                covers=(
                    guarantee(1, end=LAST),
                    guarantee(20, start=LAST, end=END),
                    guarantee(300, start=END),
                ),
            ),
            LAST,
            D(1020),
        ),
        (
            "insurance adds nothing",
            replace(PLAIN, covers=(insurance(),)),
            LAST,
            D(1000),
        ),
    ],
)
def test_effective(_case, terms, day, expected):
    assert effective(terms, day) == expected


@pytest.mark.parametrize(
    ("_case", "covers", "receivables", "expected"),
    [
        ("none", (), 1000, "0"),
        ("share", (insurance(500, 90),), "100", "90.00"),
        ("exactly the amount", (insurance(90, 90),), "100", "90.00"),
        ("the amount at most", (insurance("89.99", 90),), "100", "89.99"),
        ("to the cent", (insurance(500, 85),), "33.33", "28.33"),
        ("half a cent goes up", (insurance(500, 50),), "0.01", "0.01"),
        ("nothing open", (insurance(),), "0", "0"),
        ("more credit notes than invoices", (insurance(),), "-5", "0"),
        ("two insurers", (insurance(30), insurance(40)), "100", "70.00"),
        ("never more than is open", (insurance(), insurance()), "100", "100.00"),
        ("ended", (insurance(end=LAST),), "100", "0"),
        ("guarantees do not insure", (guarantee(),), "100", "0"),
    ],
)
def test_insured(_case, covers, receivables, expected):
    terms = replace(PLAIN, covers=covers)
    assert insured(terms, D(receivables), 2, LAST) == D(expected)


@pytest.mark.parametrize(
    ("_case", "terms", "day", "expected"),
    [
        ("no end", PLAIN, END, None),
        ("before", replace(PLAIN, expires=LAST), FIRST, None),
        ("the last good day", replace(PLAIN, expires=LAST), LAST, None),
        ("the day after", replace(PLAIN, expires=LAST), END, 1),
        ("temporary in force", replace(SEASON, expires=BEFORE), LAST, None),
        ("temporary over", replace(SEASON, expires=BEFORE), END, 32),
    ],
)
def test_expired(_case, terms, day, expected):
    assert expired_days(terms, day) == expected


@pytest.mark.parametrize(
    ("_case", "before", "after", "expected"),
    [
        ("same", SEASON, SEASON, False),
        ("less", PLAIN, Terms(D("999.99")), False),
        ("more", PLAIN, Terms(D("1000.01")), True),
        ("no limit any more", PLAIN, Terms(), True),
        ("a limit at last", Terms(), PLAIN, False),
        ("a temporary one", PLAIN, SEASON, True),
        ("the temporary one longer", SEASON, replace(SEASON, end=date.max), True),
        ("good for less long", PLAIN, replace(PLAIN, expires=LAST), False),
        ("good for longer", replace(PLAIN, expires=LAST), PLAIN, True),
        ("a cover", PLAIN, replace(PLAIN, covers=(guarantee(),)), True),
        ("a cover less", replace(PLAIN, covers=(guarantee(),)), PLAIN, False),
        (
            "a cover twice",
            replace(PLAIN, covers=(guarantee(),)),
            replace(PLAIN, covers=(guarantee(), guarantee())),
            True,
        ),
        ("for the group", PLAIN, replace(PLAIN, covers_subsidiaries=True), False),
        ("no group", replace(PLAIN, covers_subsidiaries=True), PLAIN, True),
    ],
)
def test_loosens(_case, before, after, expected):
    assert loosens(before, after) is expected
