from dataclasses import replace

import pytest

from odoo.addons.o2c_quality_check.domain.pacing import (
    MOST_PACE,
    Mode,
    Past,
    Policy,
    Present,
    Why,
    lines,
    next_pace,
    scale,
)

POLICY = Policy()
# 600 of 2000 answered live, two of them found nobody: at most 1.2 % with 97.5 %
GOOD = Past(2000, 600, 2, wait=0.1)
NOW = Present(agents=20, free=3, ringing=1, waiting=0, targets=500)


def _case(name, expected, *, mode=Mode.PREDICTIVE, past=GOOD, pace=2.0, **present):
    policy = replace(POLICY, **present.pop("policy", {}))
    return pytest.param(
        policy, mode, past, replace(NOW, **present), pace, expected, id=name
    )


@pytest.mark.parametrize(
    ("policy", "mode", "past", "present", "pace", "expected"),
    [
        # predictive: two lines for each of three agents, one rings already
        _case("paced", (5, Mode.PREDICTIVE, Why.PACE)),
        _case("paced, half agents count", (8, Mode.PREDICTIVE, Why.PACE), soon=1.5),
        # one line each
        _case(
            "progressive", (2, Mode.PROGRESSIVE, Why.PROGRESSIVE), mode=Mode.PROGRESSIVE
        ),
        _case(
            "no safe harbour",
            (2, Mode.PROGRESSIVE, Why.NO_HARBOUR),
            policy={"ceiling": 0.0},
        ),
        _case("nine agents", (2, Mode.PROGRESSIVE, Why.FEW_AGENTS), agents=9),
        _case("ten agents", (5, Mode.PREDICTIVE, Why.PACE), agents=10),
        _case("nothing known", (2, Mode.PROGRESSIVE, Why.UNPROVEN), past=Past()),
        # the upper end of 0 of 124 is 3.005 %, of 125 it is 2.98 %
        _case(
            "124 answered, none abandoned",
            (2, Mode.PROGRESSIVE, Why.UNPROVEN),
            past=Past(400, 124, 0),
        ),
        _case(
            "125 answered, none abandoned",
            (5, Mode.PREDICTIVE, Why.PACE),
            past=Past(400, 125, 0),
        ),
        _case(
            "one of 125: may be 4.4 %",
            (2, Mode.PROGRESSIVE, Why.UNPROVEN),
            past=Past(400, 125, 1),
        ),
        _case(
            "near the ceiling: 2.9 % seen",
            (2, Mode.PROGRESSIVE, Why.NEAR_CEILING),
            past=Past(4000, 1000, 29),
        ),
        _case(
            "over the ceiling",
            (2, Mode.PROGRESSIVE, Why.NEAR_CEILING),
            past=Past(4000, 1000, 40),
        ),
        # what may be abandoned yet limits a high pace
        # (ten calls): at the worst 9.9 of twenty lines, 10.3 of 21
        _case(
            "budget",
            (19, Mode.PREDICTIVE, Why.BUDGET),
            past=Past(2000, 600, 8),
            pace=9.0,
        ),
        # never less than one line for each free agent, never more than targets
        _case("low pace", (2, Mode.PREDICTIVE, Why.PACE), pace=0.3),
        _case("targets", (3, Mode.PREDICTIVE, Why.TARGETS), targets=3),
        _case(
            "targets, progressive",
            (1, Mode.PROGRESSIVE, Why.TARGETS),
            mode=Mode.PROGRESSIVE,
            targets=1,
        ),
        _case("no target", (0, Mode.PROGRESSIVE, Why.NO_TARGET), targets=0),
        _case("no agent", (0, Mode.PROGRESSIVE, Why.NO_AGENT), agents=0, free=0),
        _case(
            "all ring already",
            (0, Mode.PROGRESSIVE, Why.PROGRESSIVE),
            mode=Mode.PROGRESSIVE,
            ringing=3,
        ),
        _case(
            "who waits has an agent before a new line",
            (0, Mode.PROGRESSIVE, Why.PROGRESSIVE),
            mode=Mode.PROGRESSIVE,
            waiting=2,
        ),
        _case("nobody free", (0, Mode.PREDICTIVE, Why.PACE), free=0, ringing=0),
    ],
)
def test_lines(policy, mode, past, present, pace, expected):
    found = lines(policy, mode, past, present, pace)
    assert (found.count, found.mode, found.reasons[0].code) == expected


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        pytest.param(Past(2000, 1000, 0, wait=0.0), 2.0, id="never above 2"),
        pytest.param(Past(1000, 100, 90, wait=0.0), 0.1, id="never below 0.1"),
        pytest.param(Past(2000, 1000, 0, wait=1.6), 1.0, id="0.8 of two seconds"),
        pytest.param(Past(2000, 1000, 0, wait=3.2), 0.5, id="waits too long"),
        pytest.param(Past(2000, 1000, 0, wait=32.0), 0.1, id="waits for ever"),
        pytest.param(Past(2000, 1000, 0, wait=None), 2.0, id="nobody waited"),
    ],
)
def test_scale(past, expected):
    assert scale(POLICY, past) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("past", "last", "expected"),
    [
        pytest.param(Past(2000, 1000, 0, 1.6), None, 1.35, id="begins with one"),
        pytest.param(Past(2000, 1000, 0, 1.6), 1.9, 2.0, id="1 / answer rate"),
        pytest.param(Past(2000, 1000, 0, 1.6), 1.0, 1.35, id="35 % up"),
        pytest.param(Past(2000, 1000, 0, 1.6), 8.0, 5.2, id="35 % down"),
        pytest.param(Past(2000, 10, 0, 1.6), 9.0, 5.85, id="little is known: down"),
        pytest.param(Past(20000, 1000, 0, 1.6), 9.0, MOST_PACE, id="never above ten"),
        pytest.param(Past(), 1.0, 0.65, id="nothing known: down"),
    ],
)
def test_next_pace(past, last, expected):
    assert next_pace(POLICY, past, last) == pytest.approx(expected)


@pytest.mark.parametrize("ceiling", [0.0, 0.01, 0.03])
@pytest.mark.parametrize("free", range(0, 12, 3))
@pytest.mark.parametrize("targets", [0, 1, 5, 1000])
def test_never_more_lines_than_targets(ceiling, free, targets):
    policy = Policy(ceiling=ceiling)
    present = Present(30, free, 2, 1, targets, soon=2.0)
    for pace in (0.1, 1.0, 10.0):
        found = lines(policy, Mode.PREDICTIVE, GOOD, present, pace)
        assert 0 <= found.count <= targets


@pytest.mark.parametrize("abandoned", range(0, 40, 4))
def test_more_abandoned_never_means_more_lines(abandoned):
    more = lines(POLICY, Mode.PREDICTIVE, Past(5000, 1500, abandoned), NOW, 4.0)
    less = lines(POLICY, Mode.PREDICTIVE, Past(5000, 1500, abandoned + 4), NOW, 4.0)
    assert less.count <= more.count


def test_shares_of_the_past():
    assert Past().abandonment is None
    assert Past(dialled=10, live=5, abandoned=1).abandonment == 0.2
    assert Past().estimate == 1.0
    assert Past(live=1000, abandoned=30).estimate > 0.03
    assert Past(dialled=0).answer_rate == 1.0
    assert Past(dialled=1000, live=0).answer_rate == 0.1
