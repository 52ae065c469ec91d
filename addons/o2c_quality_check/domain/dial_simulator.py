"""A call centre in a seed: what each way of dialling makes of the same day.

Agents come one after another, calls ring, some are answered live, talks and wrap-ups
last as long as they are drawn. Times in seconds from the start. The same setting and
seed give the same day.
"""

import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from math import log, sqrt
from random import Random

from .pacing import Mode, Past, Policy, Present, lines, next_pace, soon_free

HOUR = 3600.0
# how often the dialler looks whether to open lines
BEAT = 1.0
# nobody can say hello and good-bye in less
SHORTEST_TALK = 5.0
# an answer comes after the first ring
FIRST_RING = 3.0


@dataclass(frozen=True)
class Setting:
    """The call centre. ``arrival``: in so many seconds all agents have come.

    ``talks``: seconds of talks to draw from, as they were somewhere; without any they
    are drawn around the mean ``talk``, the longer the more seldom (log-normal with
    ``spread``). ``ring``: how long it rings before nobody is there. ``miss``: what an
    agent needs to record that nobody answered when he dials himself. ``history``: the
    campaign's 30 days before.
    """

    mode: Mode = Mode.PREDICTIVE
    agents: int = 20
    hours: float = 4.0
    arrival: float = 600.0
    answer_rate: float = 0.3
    ring: float = 20.0
    talk: float = 180.0
    spread: float = 0.7
    wrap: float = 30.0
    preview: float = 15.0
    miss: float = 5.0
    targets: int = 100_000
    interval: float = 60.0
    talks: tuple[float, ...] = ()
    history: Past = field(default_factory=Past)
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True)
class Point:
    """Where the day stood at ``at``: shares until then, the pace of the moment.

    ``utilisation`` is that since the point before, the others are of the whole window.
    """

    at: float
    abandonment: float | None
    estimate: float
    utilisation: float | None
    pace: float


@dataclass(frozen=True)
class Day:
    """What came of it. ``utilisation``: talk and wrap-up of the time agents were there.

    ``idle``: mean seconds an agent waited for a call; ``wait``: mean seconds of a
    customer for an agent. ``served``: customers spoken to.
    """

    dialled: int
    live: int
    abandoned: int
    served: int
    utilisation: float
    idle: float
    wait: float
    hours: float
    worst: float
    points: tuple[Point, ...]

    @property
    def abandonment(self):
        """The share of live answered calls abandoned on this day; 0 without any."""
        return self.abandoned / self.live if self.live else 0.0

    @property
    def per_hour(self):
        """Customers spoken to in an hour of the centre."""
        return self.served / self.hours


def simulate(setting, seed):
    """Play one day.

    :return: a :class:`Day`

    >>> day = simulate(Setting(mode=Mode.PROGRESSIVE, agents=2, hours=0.5), 7)
    >>> day.abandoned, day.served == day.live > 0
    (0, True)
    """
    return _Centre(setting, seed).day()


def compared(setting, seed):
    """The same day dialled in each of the three ways: ``{mode: Day}``."""
    return {mode: simulate(_with_mode(setting, mode), seed) for mode in Mode}


def _with_mode(setting, mode):
    return Setting(**{**setting.__dict__, "mode": mode})


class _Centre:
    """The state of a day; events are (time, number, what happens, with whom)."""

    def __init__(self, setting, seed):
        self.setting, self.random = setting, Random(seed)
        self.events, self.numbers = [], count()
        self.end = setting.hours * HOUR
        self.now = 0.0
        self.agents = self.talking = self.wrapping = self.ringing = 0
        self.free, self.waiting = deque(), deque()
        self.dialled = self.live = self.abandoned = self.served = 0
        self.busy = self.present = self.idle = self.waited = 0.0
        self.recent = deque(maxlen=100)
        self.pace, self.worst, self.points = 1.0, 0.0, []
        self.last_point = (0.0, 0.0)

    def day(self):
        """Let everything happen until the end of the day."""
        setting = self.setting
        step = setting.arrival / max(setting.agents, 1)
        for number in range(setting.agents):
            self.later(number * step, self.arrive)
        self.later(0.0, self.beat)
        self.later(setting.interval, self.adapt)
        while self.events and self.events[0][0] <= self.end:
            at, _number, happens, args = heapq.heappop(self.events)
            self.pass_to(at)
            happens(*args)
        self.pass_to(self.end)
        return self.result()

    def pass_to(self, at):
        """Time goes by: agents are there, some of them at work."""
        self.present += self.agents * (at - self.now)
        self.busy += (self.talking + self.wrapping) * (at - self.now)
        self.now = at

    def later(self, at, happens, *args):
        heapq.heappush(self.events, (at, next(self.numbers), happens, args))

    def after(self, seconds, happens, *args):
        self.later(self.now + seconds, happens, *args)

    # ------------------------------------------------------------- agents
    def arrive(self):
        self.agents += 1
        self.release()

    def release(self):
        """An agent is free: for whoever waits, else he waits himself."""
        if self.waiting:
            self.connect(self.waiting.popleft())
        elif self.setting.mode is Mode.PREVIEW:
            self.after(self.setting.preview, self.dial, self.now)
        else:
            self.free.append(self.now)

    def connect(self, answered):
        """Somebody who answered at ``answered`` speaks to an agent."""
        self.waited += self.now - answered
        self.recent.append(self.now - answered)
        self.served += 1
        self.talking += 1
        self.after(self.talk(), self.hang_up)

    def hang_up(self):
        self.talking -= 1
        self.wrapping += 1
        self.after(self.random.expovariate(1 / self.setting.wrap), self.wrapped)

    def wrapped(self):
        self.wrapping -= 1
        self.release()

    # ------------------------------------------------------------- lines
    def dial(self, since=None):
        """Open a line; ``since``: an agent holds it, free since then."""
        if self.dialled == self.setting.targets:
            return
        self.dialled += 1
        self.ringing += 1
        alive = self.random.random() < self.setting.answer_rate
        ring = self.random.uniform(FIRST_RING, self.setting.ring)
        if alive:
            self.after(ring, self.answer, since)
        else:
            self.after(self.setting.ring, self.no_answer, since)

    def answer(self, since):
        self.ringing -= 1
        self.live += 1
        if since is not None:
            self.idle += self.now - since
            self.connect(self.now)
        elif self.free:
            self.idle += self.now - self.free.popleft()
            self.connect(self.now)
        else:
            self.waiting.append(self.now)
            self.after(self.setting.policy.connect_within, self.give_up, self.now)

    def no_answer(self, since):
        self.ringing -= 1
        if since is not None:
            self.after(self.setting.miss, self.release)

    def give_up(self, answered):
        if answered in self.waiting:
            self.waiting.remove(answered)
            self.abandoned += 1
            self.recent.append(self.setting.policy.connect_within)
            past = self.past()
            self.worst = max(self.worst, past.abandonment)

    # ------------------------------------------------------------- the dialler
    def beat(self):
        if self.setting.mode is not Mode.PREVIEW:
            setting, past = self.setting, self.past()
            decided = lines(
                setting.policy, setting.mode, past, self.moment(), self.pace
            )
            for _line in range(decided.count):
                self.dial()
            self.after(BEAT, self.beat)

    def adapt(self):
        past = self.past()
        self.pace = next_pace(self.setting.policy, past, self.pace)
        busy, present = (now - then for now, then in zip(*self.worked(), strict=True))
        used = busy / present if present else None
        self.points.append(
            Point(self.now, past.abandonment, past.estimate, used, self.pace)
        )
        self.last_point = (self.busy, self.present)
        self.after(self.setting.interval, self.adapt)

    def worked(self):
        """Seconds at work and seconds there, until now and until the last point."""
        return (self.busy, self.present), self.last_point

    def moment(self):
        setting = self.setting
        ahead = (FIRST_RING + setting.ring) / 2
        soon = soon_free(self.talking, self.wrapping, ahead, setting.talk, setting.wrap)
        left = setting.targets - self.dialled
        return Present(
            self.agents, len(self.free), self.ringing, len(self.waiting), left, soon
        )

    def past(self):
        before = self.setting.history
        wait = sum(self.recent) / len(self.recent) if self.recent else before.wait
        return Past(
            before.dialled + self.dialled,
            before.live + self.live,
            before.abandoned + self.abandoned,
            wait,
        )

    # ------------------------------------------------------------- draws
    def talk(self):
        setting = self.setting
        if setting.talks:
            return max(float(self.random.choice(setting.talks)), SHORTEST_TALK)
        middle = log(setting.talk) - setting.spread**2 / 2
        return max(self.random.lognormvariate(middle, setting.spread), SHORTEST_TALK)

    def result(self):
        return Day(
            dialled=self.dialled,
            live=self.live,
            abandoned=self.abandoned,
            served=self.served,
            utilisation=self.busy / self.present if self.present else 0.0,
            idle=self.idle / self.served if self.served else 0.0,
            wait=self.waited / self.served if self.served else 0.0,
            hours=self.setting.hours,
            worst=self.worst,
            points=tuple(self.points),
        )


def spread_of(talks):
    """The spread of a log-normal that fits these talks.

    >>> round(spread_of([60, 120, 240]), 3)
    0.693
    """
    logs = [log(max(seconds, SHORTEST_TALK)) for seconds in talks]
    mean = sum(logs) / len(logs)
    return sqrt(sum((value - mean) ** 2 for value in logs) / max(len(logs) - 1, 1))
