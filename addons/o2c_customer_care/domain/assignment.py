"""Who gets a ticket: the agent of its team that fits best and is next.

No clock and no words: shifts and absences come in as facts about this moment.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from odoo.addons.o2c_orders.domain.decision import Reason

NOTHING = frozenset()


class Method(str, Enum):
    """How a team shares its tickets."""

    HAND = "hand"
    ROUND_ROBIN = "round_robin"
    BALANCED = "balanced"


class Why(str, Enum):
    """What spoke for an agent, what was put up with, and why nobody got it."""

    OPENED_IT = "opened_it"
    KNOWS_CUSTOMER = "knows_customer"
    HAS_SKILLS = "has_skills"
    SPEAKS = "speaks"
    NEXT_IN_TURN = "next_in_turn"
    LEAST_BUSY = "least_busy"
    STANDS_IN = "stands_in"
    NIGHT_TEAM = "night_team"
    LACKS_SKILLS = "lacks_skills"
    DOES_NOT_SPEAK = "does_not_speak"
    NO_AGENTS = "no_agents"
    NOBODY_ON_SHIFT = "nobody_on_shift"
    ALL_FULL = "all_full"
    GIVEN_BACK_BY_ALL = "given_back_by_all"
    WAITS_FOR_SKILLS = "waits_for_skills"
    TAKEN_AT_ONCE = "taken_at_once"
    FAILED = "failed"


@dataclass(frozen=True)
class Need:
    """What a ticket asks of who gets it.

    :param skills: keys of all skills that it asks for; ``strict``: those without which
        it rather waits
    :param lang: the language of the customer, None: any
    :param opener: who took it in
    :param refused: agents who gave it back
    """

    skills: frozenset = NOTHING
    strict: frozenset = NOTHING
    lang: str | None = None
    opener: int | None = None
    refused: frozenset = NOTHING


@dataclass(frozen=True)
class Agent:
    """Somebody of the team at this moment.

    :param capacity: open tickets at most, 0: as many as come
    :param turn: the higher, the later he got his last ticket
    :param knows_customer: he owns another open ticket of this customer
    """

    key: int
    skills: frozenset = NOTHING
    langs: frozenset = NOTHING
    capacity: int = 0
    load: int = 0
    turn: int = 0
    on_shift: bool = True
    knows_customer: bool = False

    @property
    def has_room(self):
        """Whether he can take one more ticket."""
        return not self.capacity or self.load < self.capacity


@dataclass(frozen=True)
class Rules:
    """How the team wants it.

    :param opener_keeps: who took a ticket in keeps it
    :param same_agent: a customer stays with the agent of his other open ticket
    """

    method: Method
    opener_keeps: bool = True
    same_agent: bool = True


@dataclass(frozen=True)
class Choice:
    """The agents who fit equally well, the next one first; empty: nobody, and why.

    ``reasons`` are those of the first one; ``reasons_for`` gives another's.
    """

    takers: tuple = ()
    reasons: tuple = ()


def choose(need, agents, rules):
    """Decide who gets a ticket.

    >>> anna, ben = Agent(1, turn=4), Agent(2, turn=3)
    >>> choice = choose(Need(), [anna, ben], Rules(Method.ROUND_ROBIN))
    >>> [agent.key for agent in choice.takers], choice.reasons[0].code.value
    ([2, 1], 'next_in_turn')
    """
    opener = next((a for a in agents if a.key == need.opener), None)
    if rules.opener_keeps and opener and opener.key not in need.refused:
        return Choice((opener,), (Reason(Why.OPENED_IT),))
    able, why_not = _able(need, agents)
    if not able:
        return Choice((), (why_not,))
    best = min(_misfit(need, rules, agent) for agent in able)
    takers = [agent for agent in able if _misfit(need, rules, agent) == best]
    takers.sort(key=_next_first(rules.method, able))
    return Choice(tuple(takers), reasons_for(need, takers[0], rules))


def _able(need, agents):
    """Who can get it at all, else the reason why nobody can."""
    steps = (
        (Why.NO_AGENTS, lambda a: True),
        (Why.GIVEN_BACK_BY_ALL, lambda a: a.key not in need.refused),
        (Why.NOBODY_ON_SHIFT, lambda a: a.on_shift),
        (Why.WAITS_FOR_SKILLS, lambda a: need.strict <= a.skills),
        (Why.ALL_FULL, lambda a: a.has_room),
    )
    able = list(agents)
    for why, test in steps:
        able = [agent for agent in able if test(agent)]
        if not able:
            params = {"skills": need.strict} if why is Why.WAITS_FOR_SKILLS else {}
            return [], Reason(why, params)
    return able, None


def _misfit(need, rules, agent):
    """How badly he fits; the smaller, the better."""
    return (
        len(need.skills - agent.skills),
        not _speaks(need, agent),
        rules.same_agent and not agent.knows_customer,
    )


def _speaks(need, agent):
    return need.lang is None or not agent.langs or need.lang in agent.langs


def _next_first(method, agents):
    if method is Method.ROUND_ROBIN:
        return lambda agent: (agent.turn, agent.key)
    # who takes as many as come counts as much as the one who takes most
    most = max((agent.capacity for agent in agents), default=0) or 1
    return lambda agent: (share(agent, most), agent.turn, agent.key)


def share(agent, most):
    """How full he is, as a fraction of his capacity.

    >>> share(Agent(1, capacity=4, load=1), 10)
    Fraction(1, 4)
    >>> share(Agent(1, load=5), 10)
    Fraction(1, 2)
    """
    return Fraction(agent.load, agent.capacity or most)


def reasons_for(need, agent, rules):
    """Why this one of the takers: what fits, how he was next, what he lacks."""
    reasons = []
    has, lacks = need.skills & agent.skills, need.skills - agent.skills
    if has:
        reasons.append(Reason(Why.HAS_SKILLS, {"skills": has}))
    if need.lang and need.lang in agent.langs:
        reasons.append(Reason(Why.SPEAKS, {"lang": need.lang}))
    if rules.same_agent and agent.knows_customer:
        reasons.append(Reason(Why.KNOWS_CUSTOMER))
    reasons.append(_how_next(agent, rules.method))
    if lacks:
        reasons.append(Reason(Why.LACKS_SKILLS, {"skills": lacks}))
    if not _speaks(need, agent):
        reasons.append(Reason(Why.DOES_NOT_SPEAK, {"lang": need.lang}))
    return tuple(reasons)


def _how_next(agent, method):
    if method is Method.ROUND_ROBIN:
        return Reason(Why.NEXT_IN_TURN)
    return Reason(Why.LEAST_BUSY, {"load": agent.load, "capacity": agent.capacity})


@dataclass(frozen=True)
class Skill:
    """Which tickets ask for it; an empty condition is met by all.

    :param reasons: keys of reasons, also those below them
    :param categories: keys of product categories, also those below them
    """

    key: int
    kind: str | None = None
    reasons: frozenset = NOTHING
    categories: frozenset = NOTHING
    strict: bool = False


def asks_for(skill, kind, reasons, categories):
    """Whether a ticket asks for this skill.

    :param reasons: the ticket's reason and all above it; ``categories`` likewise of all
        its products

    >>> asks_for(Skill(1, kind="warranty"), "warranty", set(), set())
    True
    >>> asks_for(Skill(1, reasons=frozenset({4})), "warranty", {5}, set())
    False
    """
    return (
        (not skill.kind or skill.kind == kind)
        and (not skill.reasons or bool(skill.reasons & set(reasons)))
        and (not skill.categories or bool(skill.categories & set(categories)))
    )


def is_on(intervals, now):
    """Whether a moment is within one of the half-open intervals.

    >>> is_on([(1, 5)], 5), is_on([(1, 5)], 1)
    (False, True)
    """
    return any(start <= now < end for start, end in intervals)


def next_start(intervals, now):
    """The first moment from ``now`` on that is within one of them, None: none is.

    >>> next_start([(1, 5), (8, 9)], 6)
    8
    >>> next_start([(1, 5), (8, 9)], 4)
    4
    """
    coming = (max(start, now) for start, end in intervals if end > now)
    return min(coming, default=None)


def stands_in(agent, absences):
    """Who works for ``agent``: himself, or who stands in; None: nobody.

    :param absences: {agent: substitute or None} of those who are away now
    """
    seen = set()
    while agent in absences:
        if agent in seen:
            return None
        seen.add(agent)
        agent = absences[agent]
    return agent
