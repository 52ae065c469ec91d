from dataclasses import replace
from statistics import mean

import pytest

from odoo.addons.o2c_quality_check.domain.dial_simulator import (
    Setting,
    compared,
    simulate,
)
from odoo.addons.o2c_quality_check.domain.pacing import Mode, Past, Policy

from .bank_calls import AVAILABLE, bank_calls

CENTRES = {
    "twelve agents": Setting(agents=12),
    "twenty agents": Setting(),
    "forty agents": Setting(agents=40, hours=3),
    "few answer": Setting(answer_rate=0.12),
    "many answer": Setting(answer_rate=0.6),
    "short talks": Setting(talk=60),
    "all come at once": Setting(arrival=0),
}
SEEDS = range(7)


@pytest.mark.parametrize("setting", CENTRES.values(), ids=CENTRES)
def test_ceiling_holds_in_every_seed(setting):
    for seed in SEEDS:
        day = simulate(setting, seed)
        assert day.abandoned > 0  # it does dial more lines than there are agents
        assert day.abandoned <= setting.policy.ceiling * day.live
        assert day.worst <= setting.policy.ceiling


@pytest.mark.parametrize("ceiling", [0.01, 0.03, 0.05])
def test_another_ceiling_is_kept(ceiling):
    setting = Setting(hours=6, policy=Policy(ceiling=ceiling))
    assert all(simulate(setting, s).abandonment <= ceiling for s in range(4))


@pytest.mark.parametrize("setting", CENTRES.values(), ids=CENTRES)
def test_predictive_beats_preview(setting):
    days = [compared(setting, seed) for seed in range(2)]
    preview, single, paced = (
        mean(day[mode].utilisation for day in days)
        for mode in (Mode.PREVIEW, Mode.PROGRESSIVE, Mode.PREDICTIVE)
    )
    assert paced > 1.1 * preview
    assert single > preview
    for day in days:
        assert day[Mode.PREDICTIVE].per_hour > day[Mode.PREVIEW].per_hour


def test_more_agents_are_used_better():
    used = [simulate(Setting(agents=n), 1).utilisation for n in (12, 40, 100)]
    assert used == sorted(used)


@pytest.mark.parametrize(
    ("policy", "agents"),
    [
        pytest.param(Policy(ceiling=0.0), 20, id="no safe harbour"),
        pytest.param(Policy(), 9, id="nine agents"),
    ],
)
def test_one_line_each_abandons_nobody(policy, agents):
    for seed in range(4):
        day = simulate(Setting(policy=policy, agents=agents), seed)
        assert (day.abandoned, day.served > 0) == (0, True)


def test_a_bad_month_is_made_good():
    bad = Past(dialled=4000, live=1000, abandoned=45)
    day = simulate(Setting(history=bad), 3)
    assert day.points[-1].abandonment < 0.045
    assert day.abandonment < 0.03


def test_the_same_seed_is_the_same_day():
    assert simulate(Setting(), 5) == simulate(Setting(), 5)
    assert simulate(Setting(), 5) != simulate(Setting(), 6)


def test_everybody_is_accounted_for():
    for mode in Mode:
        day = simulate(Setting(mode=mode), 2)
        assert 0 <= day.live - day.served - day.abandoned <= 20
        assert 0 < day.utilisation < 1


def test_no_more_dialled_than_targets():
    for mode in Mode:
        assert simulate(Setting(mode=mode, targets=150), 2).dialled == 150


def test_nobody_there():
    day = simulate(Setting(agents=0), 1)
    assert (day.dialled, day.utilisation, day.abandonment) == (0, 0.0, 0.0)


@pytest.mark.skipif(not AVAILABLE, reason="O2C_DATASETS does not name the folder")
def test_a_banks_calls():
    talks, rate = bank_calls()
    assert (len(talks), round(rate, 3)) == (45211, 0.362)
    setting = Setting(agents=20, answer_rate=rate, talks=talks, talk=mean(talks))
    for seed in range(5):
        days = compared(setting, seed)
        assert days[Mode.PREDICTIVE].worst <= 0.03
        assert days[Mode.PREDICTIVE].utilisation > days[Mode.PREVIEW].utilisation
    assert simulate(replace(setting, agents=0), 1).served == 0
