"""What answers bring about and what they say."""

import pytest

from odoo.addons.o2c_quality_check.domain.answers import (
    Answer,
    Trigger,
    Verdict,
    due,
    fill,
    unknown_names,
    verdict,
)

CONDITION, OVERALL = 1, 2
GOOD, DAMAGED = 11, 12
TICKET = Trigger(effect=101, question=CONDITION, choices=frozenset({DAMAGED}))
LEADER = Trigger(effect=102, question=OVERALL, at_most=6)
PRAISE = Trigger(
    effect=103, question=CONDITION, choices=frozenset({GOOD}), rejects=False
)
TRIGGERS = [TICKET, LEADER, PRAISE]


def chose(question, *choices):
    return Answer(question, frozenset(choices))


CASES = [
    # _case, answers, effects, verdict when finished
    ("nothing answered", [], [], Verdict.OK),
    ("good", [chose(CONDITION, GOOD)], [103], Verdict.OK),
    ("damaged", [chose(CONDITION, DAMAGED)], [101], Verdict.NOT_OK),
    ("no choice made", [Answer(CONDITION)], [], Verdict.OK),
    ("score 0 is a score", [Answer(OVERALL, number=0)], [102], Verdict.NOT_OK),
    ("score 6, the last bad one", [Answer(OVERALL, number=6)], [102], Verdict.NOT_OK),
    ("score 7", [Answer(OVERALL, number=7)], [], Verdict.OK),
    ("no score given", [Answer(OVERALL)], [], Verdict.OK),
    (
        "both",
        [Answer(OVERALL, number=3), chose(CONDITION, DAMAGED)],
        [101, 102],
        Verdict.NOT_OK,
    ),
    ("the same choice of another question", [chose(9, DAMAGED)], [], Verdict.OK),
]


@pytest.mark.parametrize(
    ("answers", "effects", "said"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_due_and_verdict(answers, effects, said):
    assert [trigger.effect for trigger in due(TRIGGERS, answers)] == effects
    assert verdict(TRIGGERS, answers, finished=True) is said


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], Verdict.UNKNOWN),
        ([chose(CONDITION, GOOD)], Verdict.UNKNOWN),
        ([chose(CONDITION, DAMAGED)], Verdict.NOT_OK),
    ],
)
def test_verdict_of_an_unfinished_call(answers, said):
    assert verdict(TRIGGERS, answers, finished=False) is said


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("Damaged: $order", []),
        ("${customer}: $answer", []),
        ("Damaged: $price and $lot", ["lot", "price"]),
        ("100 $$ in $order", []),
        ("costs $ 5", []),
    ],
)
def test_unknown_names(template, unknown):
    assert unknown_names(template) == unknown


def test_fill():
    values = {"order": "S0042", "customer": "Nordlicht $order", "answer": "Damaged"}
    # what is filled in is not filled in once more
    assert fill("$customer: $answer", values) == "Nordlicht $order: Damaged"
    assert fill("costs $ 5", values) == "costs $ 5"
