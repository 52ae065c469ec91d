"""How many lines a dialler opens now: agents shall not wait, customers neither.

Progressive is one line for each free agent: nobody who answers finds no agent.
Predictive opens more, as many as the share of live answers calls for, and slows down
before too many of those who answer are left without an agent (abandoned). The
conservative estimate of that share decides, the upper end of its interval: little is
known of few calls. Shares are from 0 to 1, times in seconds.
"""

from dataclasses import dataclass
from enum import Enum
from math import floor, sqrt

from odoo.addons.o2c_customer_care.domain.care_figures import Share
from odoo.addons.o2c_orders.domain.decision import Reason

# one-sided: of a thousand decisions one lets more be abandoned than it reckoned with
Z_DECISION = 3.090232306167813
# lines for each agent that comes free, whatever was seen; a rate near 0 is no reason
MOST_PACE = 10.0


class Mode(str, Enum):
    """How calls are dialled."""

    PREVIEW = "preview"
    PROGRESSIVE = "progressive"
    PREDICTIVE = "predictive"


class Why(str, Enum):
    """Why no more lines were opened."""

    NO_AGENT = "no_agent"
    NO_TARGET = "no_target"
    PROGRESSIVE = "progressive"
    NO_HARBOUR = "no_harbour"
    FEW_AGENTS = "few_agents"
    UNPROVEN = "unproven"
    NEAR_CEILING = "near_ceiling"
    BUDGET = "budget"
    TARGETS = "targets"
    PACE = "pace"
    DOWN = "down"


@dataclass(frozen=True)
class Policy:
    """What a dialler keeps to.

    ``ceiling``: of those who answer live in a campaign in 30 days this share may be
    abandoned; 0 where the law knows no safe harbour. ``connect_within``: an agent
    speaks within so many seconds, else the call is abandoned. ``least_agents``: below
    so many at work one line for each free agent. ``target``: aimed at this part of
    both limits. ``most_change``: the pace changes by this share at most at a time.
    """

    ceiling: float = 0.03
    connect_within: float = 2.0
    least_agents: int = 10
    target: float = 0.8
    lowest_scale: float = 0.1
    highest_scale: float = 2.0
    most_change: float = 0.35


@dataclass(frozen=True)
class Past:
    """A campaign's last 30 days.

    ``live``: answered by a human being, ``abandoned``: those of them for whom no agent
    was free in time. ``wait``: how long live answered customers waited for an agent
    lately, None: nobody answered.
    """

    dialled: int = 0
    live: int = 0
    abandoned: int = 0
    wait: float | None = None

    @property
    def abandonment(self):
        """The share of live answered calls abandoned; None without any."""
        return Share(self.abandoned, self.live).value

    @property
    def estimate(self):
        """The conservative share: what it is at the most with 97.5 %.

        >>> round(Past(live=300, abandoned=2).estimate, 4), Past().estimate
        (0.024, 1.0)
        """
        interval = Share(self.abandoned, self.live).interval
        return interval[1] if interval else 1.0

    @property
    def least(self):
        """What the share is at the least with 97.5 %.

        >>> round(Past(live=300, abandoned=2).least, 4), Past().least
        (0.0018, 0.0)
        """
        interval = Share(self.abandoned, self.live).interval
        return interval[0] if interval else 0.0

    @property
    def answer_rate(self):
        """The share of dialled numbers answered live; 1 of none: one line an agent."""
        if not self.dialled:
            return 1.0
        return min(max(self.live / self.dialled, 1 / MOST_PACE), 1.0)

    @property
    def highest_answer_rate(self):
        """As ``answer_rate``, at the most: what is reckoned with against abandoning."""
        interval = Share(min(self.live, self.dialled), self.dialled).interval
        return interval[1] if interval else 1.0


@dataclass(frozen=True)
class Present:
    """This moment: ``agents`` at work, ``free`` of them, lines ``ringing``.

    ``waiting``: answered and without an agent yet. ``soon``: how many agents come free
    while a line rings. ``targets``: numbers that may be dialled now.
    """

    agents: int
    free: int
    ringing: int
    waiting: int
    targets: int
    soon: float = 0.0


@dataclass(frozen=True)
class Lines:
    """``count`` lines to open; ``mode`` in effect; why not more."""

    count: int
    mode: Mode
    reasons: tuple[Reason, ...] = ()


def soon_free(talking, wrapping, ahead, talk, wrap):
    """How many agents come free within ``ahead`` seconds.

    :param talk, wrap: mean seconds of talk and of wrap-up

    >>> soon_free(10, 3, 10, 180, 30), soon_free(3, 3, 90, 180, 30)
    (1.0, 4.0)
    """
    finished = wrapping * min(1.0, ahead / wrap) if wrap else wrapping
    rest = max(ahead - wrap, 0)
    return finished + (talking * min(1.0, rest / talk) if talk else 0.0)


def scale(policy, past):
    """By how much the pace differs from one live answer for each free agent.

    The limit that is nearer decides: the customers' wait, or the estimated share of
    abandoned calls; both are aimed at with ``target`` of what is allowed.

    >>> round(scale(Policy(), Past(1000, 300, 0, wait=0.0)), 3)
    1.898
    >>> round(scale(Policy(), Past(1000, 300, 30, wait=0.0)), 2)
    0.17
    """
    room = policy.target * policy.ceiling / past.estimate
    if past.wait:
        room = min(room, policy.target * policy.connect_within / past.wait)
    return min(max(room, policy.lowest_scale), policy.highest_scale)


def next_pace(policy, past, last):
    """Lines for each agent coming free, for the next interval.

    :param last: the pace until now, None: it begins, with one line an agent

    >>> next_pace(Policy(), Past(1000, 500, 0, wait=0.0), 1.0)
    1.35
    >>> next_pace(Policy(), Past(1000, 500, 25, wait=3.0), 2.0)
    1.3
    """
    base = 1 / past.answer_rate
    wanted = min(base * scale(policy, past), MOST_PACE)
    last = last or 1.0
    low, high = last * (1 - policy.most_change), last * (1 + policy.most_change)
    return min(max(wanted, low), high)


def lines(policy, mode, past, present, pace):
    """How many lines to open now.

    Never fewer than one for each free agent while there is somebody to call: those
    cannot be abandoned, so they bring the share of abandoned calls down.

    >>> lines(Policy(), Mode.PREDICTIVE, Past(), Present(20, 3, 1, 0, 50), 2.0).count
    2
    >>> past = Past(2000, 600, 2, wait=0.1)
    >>> lines(Policy(), Mode.PREDICTIVE, past, Present(20, 3, 1, 0, 50), 3.0).count
    8
    """
    stop = _nobody(present)
    if stop:
        return Lines(0, Mode.PROGRESSIVE, (Reason(stop),))
    single = max(present.free - present.ringing - present.waiting, 0)
    limit = _single_only(policy, mode, past, present)
    if limit:
        count, reason, mode = single, limit, Mode.PROGRESSIVE
    else:
        count, reason = _paced(policy, past, present, pace)
        count, mode = max(count, single), Mode.PREDICTIVE
    if count > present.targets:
        count, reason = present.targets, Reason(Why.TARGETS)
    return Lines(count, mode, (reason,))


def one_at_a_time(policy, mode, past, agents):
    """Why only one line is opened for each free agent, or None."""
    return _single_only(policy, mode, past, Present(agents, 0, 0, 0, 0))


def _nobody(present):
    if not present.agents:
        return Why.NO_AGENT
    return None if present.targets else Why.NO_TARGET


def _single_only(policy, mode, past, present):
    if mode is not Mode.PREDICTIVE:
        return Reason(Why.PROGRESSIVE)
    if policy.ceiling <= 0:
        return Reason(Why.NO_HARBOUR)
    if present.agents < policy.least_agents:
        return Reason(Why.FEW_AGENTS, {"agents": policy.least_agents})
    if past.estimate >= policy.ceiling:
        few = past.abandoned < policy.target * policy.ceiling * past.live
        params = {"estimate": past.estimate, "ceiling": policy.ceiling}
        known = past.live and not (few or not past.abandoned)
        return Reason(Why.NEAR_CEILING if known else Why.UNPROVEN, params)
    return None


def _paced(policy, past, present, pace):
    """(lines, what limits them) by the pace and by what may yet be abandoned."""
    ready = present.free + present.soon
    wanted = floor(pace * ready) - present.ringing - present.waiting
    affordable = policy.ceiling * past.live - past.abandoned
    rate = past.highest_answer_rate
    count = wanted
    while count > 0 and _worst(count, rate, present) > affordable:
        count -= 1
    why = Why.PACE if count == wanted else Why.BUDGET
    return max(count, 0), Reason(why, {"pace": pace, "left": floor(affordable)})


def _worst(count, rate, present):
    """How many more answer than there are agents, at the worst of a thousand times."""
    rung = present.ringing + count
    mean = rung * rate + present.waiting - present.free - present.soon
    return mean + Z_DECISION * sqrt(rung * rate * (1 - rate) + present.soon)
