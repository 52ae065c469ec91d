import pytest

from odoo.addons.o2c_quality_check.domain.evaluation import (
    Mark,
    change,
    read_mark,
    sample,
    score,
    spread,
)
from odoo.addons.o2c_quality_check.domain.uplift import Verdict


def _mark(name, weight, highest, value, **more):
    return Mark(name, weight, highest, value, **more)


def _case(name, marks, total, earned=None, failed=()):
    expected = total, total if earned is None else earned, failed
    return pytest.param(marks, expected, id=name)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        _case("nothing", [], None),
        _case("all best", [_mark("a", 1, 5, 5), _mark("b", 9, 1, 1)], 100.0),
        _case("0 is a mark", [_mark("a", 1, 5, 0), _mark("b", 3, 5, 5)], 75.0),
        _case("weights", [_mark("a", 1, 10, 10), _mark("b", 4, 10, 5)], 60.0),
        _case("did not arise", [_mark("a", 1, 5, 5), _mark("b", 99, 5, None)], 100.0),
        _case("nothing arose", [_mark("a", 1, 5, None)], None),
        _case("weight 0 counts not", [_mark("a", 1, 5, 4), _mark("b", 0, 5, 0)], 80.0),
        _case("only weight 0", [_mark("b", 0, 5, 5)], None),
        _case(
            "knock-out",
            [_mark("a", 3, 5, 5), _mark("k", 1, 1, 0, knock_out=True)],
            0.0,
            75.0,
            ("k",),
        ),
        _case(
            "knock-out with 1 of 3 is none",
            [_mark("a", 1, 5, 5), _mark("k", 1, 2, 1, knock_out=True)],
            75.0,
        ),
        _case(
            "a knock-out that did not arise is none",
            [_mark("a", 1, 5, 5), _mark("k", 1, 1, None, knock_out=True)],
            100.0,
        ),
        _case(
            "two knock-outs",
            [
                _mark("k", 0, 1, 0, knock_out=True),
                _mark("l", 0, 1, 0, knock_out=True),
                _mark("a", 1, 1, 1),
            ],
            0.0,
            100.0,
            ("k", "l"),
        ),
    ],
)
def test_score(marks, expected):
    found = score(marks)
    assert (found.total, found.earned, found.failed) == expected


def test_sections_have_scores_of_their_own():
    marks = [
        _mark("a", 1, 5, 5, section="Opening"),
        _mark("b", 1, 5, 0, section="Closing"),
        _mark("c", 3, 5, 5, section="Closing"),
        _mark("d", 3, 5, None, section="Script"),
    ]
    assert score(marks).sections == {"Opening": 100.0, "Closing": 75.0, "Script": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", (True, 0)),
        (" 5 ", (True, 5)),
        ("-", (True, None)),
        ("", (False, None)),
        (None, (False, None)),
        (False, (False, None)),
    ],
)
def test_read_mark(text, expected):
    assert read_mark(text, 5) == expected


@pytest.mark.parametrize("text", ["6", "-1", "2.5", "two", "²", "٣", "1e1"])
def test_no_mark(text):
    with pytest.raises(ValueError, match=r"^.+$"):
        read_mark(text, 5)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({}, None, id="nobody"),
        pytest.param({"a": 80.0}, None, id="one"),
        pytest.param({"a": 80.0, "b": None}, None, id="one said something"),
        pytest.param({"a": 0.0, "b": 0.0}, (0.0, 0.0, {"a": 0.0, "b": 0.0}), id="0"),
        pytest.param(
            {"a": 90.0, "b": 60.0, "c": 60.0},
            (70.0, 30.0, {"a": 20.0, "b": -10.0, "c": -10.0}),
            id="three",
        ),
    ],
)
def test_spread(values, expected):
    found = spread(values)
    shown = found and (found.mean, found.width, found.deviations)
    assert shown == expected


def test_sample_is_drawn_by_seed_alone():
    calls = {"Ann": list(range(100)), "Ben": [3, 1, 2]}
    drawn = sample(calls, 5, "week 12")
    assert drawn == sample({"Ben": [1, 2, 3], "Ann": range(99, -1, -1)}, 5, "week 12")
    assert drawn != sample(calls, 5, "week 13")
    assert (len(set(drawn["Ann"])), drawn["Ben"]) == (5, [1, 2, 3])


def test_one_more_call_moves_at_most_one():
    few = sample({"Ann": range(100)}, 10, "x")["Ann"]
    more = sample({"Ann": range(101)}, 10, "x")["Ann"]
    assert len(set(few) - set(more)) <= 1


def test_sample_is_fair():
    counts = [0] * 20
    for seed in range(400):
        for key in sample({"Ann": range(20)}, 2, seed)["Ann"]:
            counts[key] += 1
    assert sum(counts) == 800
    assert all(20 <= count <= 60 for count in counts)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param([], [], Verdict.TOO_FEW, id="nothing"),
        pytest.param([50.0] * 4, [90.0, 91, 92, 93, 94], Verdict.TOO_FEW, id="4, 5"),
        pytest.param([50.0, 51, 52, 53, 54], [90.0] * 4, Verdict.TOO_FEW, id="5, 4"),
        pytest.param(
            [50.0, 51, 52, 53, 54], [90.0, 91, 92, 93, 94], Verdict.BETTER, id="5 and 5"
        ),
        pytest.param(
            [90.0, 91, 92, 93, 94], [50.0, 51, 52, 53, 54], Verdict.WORSE, id="worse"
        ),
        pytest.param(
            [40.0, 60, 80, 20, 100], [50.0, 70, 90, 30, 100], Verdict.OPEN, id="chance"
        ),
        pytest.param([50.0] * 5, [90.0] * 5, Verdict.TOO_FEW, id="nobody differs"),
        pytest.param([0.0, 0, 0, 0, 1], [9.0, 8, 9, 8, 9], Verdict.BETTER, id="zeros"),
    ],
)
def test_change(before, after, verdict):
    assert change(before, after).verdict is verdict
