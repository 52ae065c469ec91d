import pytest

from odoo.addons.o2c_customer_care.domain.assignment import (
    Agent,
    Method,
    Need,
    Rules,
    Skill,
    Why,
    asks_for,
    choose,
    is_on,
    next_start,
    reasons_for,
    share,
    stands_in,
)

TURN = Rules(Method.ROUND_ROBIN)
LOAD = Rules(Method.BALANCED)
FREE = Rules(Method.ROUND_ROBIN, opener_keeps=False, same_agent=False)
S = frozenset


def chosen(need, agents, rules):
    return [agent.key for agent in choose(need, agents, rules).takers]


def why(need, agents, rules):
    return [reason.code for reason in choose(need, agents, rules).reasons]


NOBODY = [
    ("no agents", Need(), [], Why.NO_AGENTS),
    ("off shift", Need(), [Agent(1, on_shift=False)], Why.NOBODY_ON_SHIFT),
    ("full", Need(), [Agent(1, capacity=2, load=2)], Why.ALL_FULL),
    ("over full", Need(), [Agent(1, capacity=2, load=3)], Why.ALL_FULL),
    ("gave it back", Need(refused=S({1})), [Agent(1)], Why.GIVEN_BACK_BY_ALL),
    (
        "the other one is off",
        Need(refused=S({1})),
        [Agent(1), Agent(2, on_shift=False)],
        Why.NOBODY_ON_SHIFT,
    ),
    ("strict", Need(S({7}), S({7})), [Agent(1)], Why.WAITS_FOR_SKILLS),
    (
        "who has it is off",
        Need(S({7}), S({7})),
        [Agent(1), Agent(2, skills=S({7}), on_shift=False)],
        Why.WAITS_FOR_SKILLS,
    ),
    (
        "who has it is full",
        Need(S({7}), S({7})),
        [Agent(1), Agent(2, skills=S({7}), capacity=1, load=1)],
        Why.ALL_FULL,
    ),
]


@pytest.mark.parametrize(
    ("need", "agents", "code"),
    [case[1:] for case in NOBODY],
    ids=[case[0] for case in NOBODY],
)
@pytest.mark.parametrize("rules", [TURN, LOAD], ids=["turn", "load"])
def test_nobody_and_why(need, agents, code, rules):
    choice = choose(need, agents, rules)
    assert choice.takers == ()
    assert [reason.code for reason in choice.reasons] == [code]


@pytest.mark.parametrize(("load", "fits"), [(0, True), (4, True), (5, False)])
def test_a_capacity_is_a_most(load, fits):
    assert bool(chosen(Need(), [Agent(1, capacity=5, load=load)], TURN)) is fits


def test_in_turn_the_one_served_longest_ago():
    agents = [Agent(1, turn=9, load=0), Agent(2, turn=7, load=50), Agent(3, turn=8)]
    assert chosen(Need(), agents, TURN) == [2, 3, 1]
    assert why(Need(), agents, TURN) == [Why.NEXT_IN_TURN]


def test_a_new_agent_is_next_and_then_last():
    agents = [Agent(1, turn=41), Agent(2, turn=40), Agent(3, turn=0)]
    assert chosen(Need(), agents, TURN)[0] == 3


def test_balanced_by_share_of_capacity():
    agents = [Agent(1, capacity=10, load=4), Agent(2, capacity=4, load=2)]
    assert chosen(Need(), agents, LOAD) == [1, 2]
    reason = choose(Need(), agents, LOAD).reasons[0]
    assert (reason.code, dict(reason.params)) == (
        Why.LEAST_BUSY,
        {"load": 4, "capacity": 10},
    )


def test_without_a_limit_one_counts_as_the_largest():
    agents = [Agent(1, load=5), Agent(2, capacity=10, load=4), Agent(3, load=3)]
    assert chosen(Need(), agents, LOAD) == [3, 2, 1]
    assert share(Agent(1, load=5), 10) == share(Agent(2, capacity=10, load=5), 10)


def test_equally_busy_it_is_the_turn():
    agents = [Agent(1, load=2, turn=5), Agent(2, load=2, turn=4)]
    assert chosen(Need(), agents, LOAD) == [2, 1]


@pytest.mark.parametrize("rules", [TURN, LOAD])
def test_skills_before_everything(rules):
    need = Need(skills=S({7, 8}), lang="pl_PL")
    agents = [
        Agent(1, langs=S({"pl_PL"}), knows_customer=True),
        Agent(2, skills=S({7, 8}), langs=S({"it_IT"}), load=9, turn=9),
        Agent(3, skills=S({7}), langs=S({"pl_PL"})),
    ]
    assert chosen(need, agents, rules) == [2]
    assert why(need, agents, rules)[0] is Why.HAS_SKILLS
    assert why(need, agents, rules)[-1] is Why.DOES_NOT_SPEAK


def test_a_skill_that_nobody_has_stops_nothing():
    need = Need(skills=S({7, 8}))
    agents = [Agent(1), Agent(2, skills=S({8}))]
    choice = choose(need, agents, TURN)
    assert [a.key for a in choice.takers] == [2]
    codes = {r.code: dict(r.params) for r in choice.reasons}
    assert codes[Why.HAS_SKILLS] == {"skills": S({8})}
    assert codes[Why.LACKS_SKILLS] == {"skills": S({7})}


def test_a_strict_skill_is_not_made_up_for():
    need = Need(skills=S({7, 8}), strict=S({7}))
    agents = [Agent(1, skills=S({8})), Agent(2, skills=S({7}))]
    assert chosen(need, agents, TURN) == [2]


def test_language_before_the_known_customer():
    need = Need(lang="pl_PL")
    agents = [
        Agent(1, langs=S({"it_IT"}), knows_customer=True),
        Agent(2, langs=S({"pl_PL", "it_IT"})),
    ]
    assert chosen(need, agents, TURN) == [2]
    assert why(need, agents, TURN) == [Why.SPEAKS, Why.NEXT_IN_TURN]


def test_no_languages_means_any():
    agents = [Agent(1), Agent(2, langs=S({"it_IT"}))]
    assert chosen(Need(lang="pl_PL"), agents, TURN) == [1]
    assert why(Need(lang="pl_PL"), agents, TURN) == [Why.NEXT_IN_TURN]


def test_the_customer_stays_with_his_agent():
    agents = [Agent(1, turn=1), Agent(2, turn=9, knows_customer=True)]
    assert chosen(Need(), agents, TURN) == [2]
    assert why(Need(), agents, TURN)[0] is Why.KNOWS_CUSTOMER
    assert chosen(Need(), agents, FREE) == [1, 2]
    assert why(Need(), agents, FREE) == [Why.NEXT_IN_TURN]


def test_who_opens_it_keeps_it_even_off_shift_and_full():
    opener = Agent(1, on_shift=False, capacity=1, load=5, turn=9)
    need = Need(skills=S({7}), strict=S({7}), opener=1)
    assert chosen(need, [opener, Agent(2, skills=S({7}))], TURN) == [1]
    assert why(need, [opener], TURN) == [Why.OPENED_IT]
    assert chosen(need, [opener, Agent(2, skills=S({7}))], FREE) == [2]


def test_who_opened_and_gave_it_back_does_not_keep_it():
    need = Need(opener=1, refused=S({1}))
    assert chosen(need, [Agent(1), Agent(2)], TURN) == [2]


def test_an_opener_of_another_team_keeps_nothing():
    assert chosen(Need(opener=99), [Agent(1)], TURN) == [1]


def test_reasons_of_the_one_who_really_got_it():
    agents = [Agent(1, load=1, turn=1), Agent(2, load=1, turn=2)]
    choice = choose(Need(), agents, LOAD)
    second = choice.takers[1]
    assert reasons_for(Need(), second, LOAD)[0].params["load"] == 1
    assert second.key == 2


SKILLS = [
    ("everything", Skill(1), "praise", set(), set(), True),
    ("kind", Skill(1, kind="warranty"), "warranty", set(), set(), True),
    ("other kind", Skill(1, kind="warranty"), "return", set(), set(), False),
    ("reason above", Skill(1, reasons=S({4})), "return", {4, 9}, set(), True),
    ("no reason", Skill(1, reasons=S({4})), "return", set(), set(), False),
    ("category above", Skill(1, categories=S({2})), "return", set(), {2, 3}, True),
    ("other category", Skill(1, categories=S({2})), "return", set(), {3}, False),
    (
        "all must hold",
        Skill(1, kind="return", reasons=S({4}), categories=S({2})),
        "return",
        {4},
        {3},
        False,
    ),
]


@pytest.mark.parametrize(
    ("skill", "kind", "reasons", "categories", "asks"),
    [case[1:] for case in SKILLS],
    ids=[case[0] for case in SKILLS],
)
def test_which_tickets_ask_for_a_skill(skill, kind, reasons, categories, asks):
    assert asks_for(skill, kind, reasons, categories) is asks


@pytest.mark.parametrize(
    ("now", "on", "begins"),
    [(0, False, 1), (1, True, 1), (4, True, 4), (5, False, 8), (9, False, None)],
)
def test_shifts_are_half_open(now, on, begins):
    intervals = [(1, 5), (8, 9)]
    assert is_on(intervals, now) is on
    assert next_start(intervals, now) == begins


STAND_INS = [
    ("there himself", 1, {}, 1),
    ("stood in for", 1, {1: 2}, 2),
    ("who stands in is away too", 1, {1: 2, 2: 3}, 3),
    ("nobody stands in", 1, {1: None}, None),
    ("nobody for the second", 1, {1: 2, 2: None}, None),
    ("in a circle", 1, {1: 2, 2: 1}, None),
]


@pytest.mark.parametrize(
    ("agent", "absences", "taker"),
    [case[1:] for case in STAND_INS],
    ids=[case[0] for case in STAND_INS],
)
def test_who_stands_in(agent, absences, taker):
    assert stands_in(agent, absences) == taker
