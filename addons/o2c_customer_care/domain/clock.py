"""The clocks of a ticket: when each is due, what stops it, how it stands.

A clock is never counted on: each time it is read anew from when it started, from the
stays of the ticket in its stages and from the target that holds now. So time that has
passed is kept when another target is chosen, and nothing is lost by a missed run.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import Enum
from itertools import islice

from . import work_time
from .ticket import Stage


class Measure(str, Enum):
    """What a clock measures."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    UPDATE = "update"
    RESOLUTION = "resolution"
    STATUTORY = "statutory"


class ClockState(str, Enum):
    """How a clock stands; missed ones can still be open or done too late."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    VOID = "void"


class Unit(str, Enum):
    """What the time of a target is counted in."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


SECONDS = {Unit.MINUTE: 60, Unit.HOUR: 3600}
MINUTES_A_DAY = 1440
OVER = frozenset({Stage.ANSWERED, Stage.CLOSED})


@dataclass(frozen=True, slots=True)
class Target:
    """The time a clock is given.

    ``working``: counted in working time, or in days with working time; else all hours
    and all days count. ``pauses``: for whom a waiting ticket stops it. ``warn``: after
    how many hundredths of the time it is at risk.
    """

    amount: int
    unit: Unit
    working: bool = False
    pauses: frozenset = frozenset()
    warn: int = 75


@dataclass(frozen=True, slots=True)
class Stay:
    """A ticket's stay in a stage; ``end`` is None while it lasts."""

    stage: Stage
    start: datetime
    end: datetime | None = None
    waiting_for: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock to be read.

    ``done``: when what it waits for happened, None while it has not. ``stays``: of its
    ticket, in order. ``work``: the joined intervals of working time from ``started``
    on, for a target that is counted in working time. ``day_ends``: the ends of its
    days, where they are known; else they are found. ``zone``: where its days begin.
    """

    measure: Measure
    target: Target
    started: datetime
    zone: tzinfo
    done: datetime | None = None
    stays: tuple = ()
    work: tuple = ()
    day_ends: tuple | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock stands at a moment.

    ``due`` and ``warn`` are None while it is paused. ``left``: minutes of its target
    (whole days as minutes) that remain, negative when it is late. ``paused``: minutes
    that it stood still.
    """

    state: ClockState
    due: datetime | None
    warn: datetime | None
    left: int
    paused: int


def pauses(clock):
    """The intervals in which the clock stands still; a lasting one has no end.

    A resolution clock also rests between an answer and the customer's "not solved".
    """
    stopping = [stay for stay in clock.stays if _stops(clock, stay)]
    intervals = [
        (max(stay.start, clock.started), stay.end or work_time.FOREVER)
        for stay in stopping
    ]
    return work_time.joined(intervals)


def _stops(clock, stay):
    if clock.done and stay.start >= clock.done:
        return False
    if stay.stage is Stage.WAITING:
        return stay.waiting_for in clock.target.pauses
    return clock.measure is Measure.RESOLUTION and stay.stage in OVER


def due(clock):
    """When the time of the clock is over.

    :return: None while it stands still, or when ``work`` does not reach so far
    """
    stopped = pauses(clock)
    if clock.target.unit is Unit.DAY:
        moment = next(
            islice(_ticks(clock, stopped), clock.target.amount - 1, None), None
        )
    else:
        seconds = clock.target.amount * SECONDS[clock.target.unit]
        running = work_time.without(_time(clock), stopped)
        moment = work_time.moment_after(running, clock.started, seconds)
    return moment and moment.replace(microsecond=0)


def is_still(clock):
    """Whether the clock stands still with no end in sight."""
    stopped = pauses(clock)
    return bool(stopped) and stopped[-1][1] == work_time.FOREVER


def read(clock, now):
    """How the clock stands at ``now``. Needs ``work`` up to its due moment.

    >>> from zoneinfo import ZoneInfo
    >>> start = datetime(2026, 3, 2, 8)
    >>> clock = Clock(
    ...     Measure.FIRST_REPLY, Target(4, Unit.HOUR), start, ZoneInfo("Europe/Rome")
    ... )
    >>> reading = read(clock, start + timedelta(hours=1))
    >>> reading.state.value, reading.due.hour, reading.left
    ('running', 12, 180)
    """
    deadline = due(clock)
    until = clock.done or now
    return Reading(
        state=_state(clock, deadline, now),
        due=deadline,
        warn=_warning(clock, deadline),
        left=_left(clock, deadline, until),
        paused=_minutes(work_time.seconds_between(pauses(clock), clock.started, until)),
    )


def _state(clock, deadline, now):
    late = deadline is not None and (clock.done or now) > deadline
    if late:
        return ClockState.MISSED
    if clock.done:
        return ClockState.MET
    return ClockState.PAUSED if deadline is None else ClockState.RUNNING


def _warning(clock, deadline):
    if deadline is None:
        return None
    share = clock.target.warn / 100
    if clock.target.unit is Unit.DAY:
        moment = clock.started + (deadline - clock.started) * share
    else:
        seconds = clock.target.amount * SECONDS[clock.target.unit] * share
        running = work_time.without(_time(clock), pauses(clock))
        moment = work_time.moment_after(running, clock.started, seconds)
    return moment.replace(microsecond=0)


def _left(clock, deadline, until):
    if deadline is not None and until > deadline:
        return -_minutes((until - deadline).total_seconds())
    stopped = pauses(clock)
    if clock.target.unit is Unit.DAY:
        gone = 0
        for tick in islice(_ticks(clock, stopped), clock.target.amount):
            gone += tick <= until
        return (clock.target.amount - gone) * MINUTES_A_DAY
    running = work_time.without(_time(clock), stopped)
    gone = work_time.seconds_between(running, clock.started, until)
    return _minutes(clock.target.amount * SECONDS[clock.target.unit] - gone)


def _minutes(seconds):
    return int(seconds // 60)


def _time(clock):
    return clock.work if clock.target.working else [(clock.started, work_time.FOREVER)]


def _ticks(clock, stopped):
    """The ends of the days that count: after the first one, when it does not rest.

    Without end for all days of the year, except while it rests with no end.
    """
    first = work_time.local(clock.started, clock.zone).date()
    if clock.target.working:
        ends = clock.day_ends
        if ends is None:
            ends = work_time.day_ends(clock.work, clock.zone)
    else:
        ends = work_time.every_day_end(first, clock.zone)
    for end in ends:
        if work_time.local(end, clock.zone).date() <= first:
            continue
        rest = next((p for p in stopped if p[0] < end <= p[1]), None)
        if rest is None:
            yield end
        elif rest[1] == work_time.FOREVER:
            return


# ------------------------------------------------------------- the rounds of a ticket
@dataclass(frozen=True, slots=True)
class Round:
    """One clock that a ticket has or should have. ``over``: nobody waits any more."""

    measure: Measure
    number: int
    started: datetime
    done: datetime | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What the clocks of a ticket are read from.

    ``first_came``: the first of the tickets merged into it, where one is older.
    ``rounds``: that it has already.
    """

    opened: datetime
    first_came: datetime | None = None
    stays: tuple = ()
    first_reply: datetime | None = None
    last_in: datetime | None = None
    last_out: datetime | None = None
    merged: bool = False
    rounds: tuple = field(default=())


def rounds(facts):
    """The rounds that a ticket should have now, the earlier ones included."""
    return [
        *_first_reply(facts),
        *_next_reply(facts),
        *_update(facts),
        *_resolution(facts),
        *_statutory(facts),
    ]


def _stage(facts):
    return facts.stays[-1].stage if facts.stays else Stage.RECEIVED


def _first_answer(facts):
    return next((stay.start for stay in facts.stays if stay.stage in OVER), None)


def _first_reply(facts):
    found = [m for m in (facts.first_reply, _first_answer(facts)) if m]
    done = min(found, default=None)
    over = facts.merged and not facts.first_reply
    yield Round(Measure.FIRST_REPLY, 1, facts.opened, None if over else done, over)


def _next_reply(facts):
    """From a customer's message until the next one to him, after the first reply."""
    known = [r for r in facts.rounds if r.measure is Measure.NEXT_REPLY]
    closed = _stage(facts) is Stage.CLOSED
    for one in known:
        answered = facts.last_out and facts.last_out >= one.started
        done = one.done or (facts.last_out if answered else None)
        yield Round(one.measure, one.number, one.started, done, closed and not done)
    waits_since = _waits_since(facts)
    taken = any(r.started >= waits_since for r in known) if waits_since else True
    still_open = any(not r.done and not _replied(facts, r) for r in known)
    if waits_since and not closed and not taken and not still_open:
        yield Round(Measure.NEXT_REPLY, len(known) + 1, waits_since)


def _replied(facts, one):
    return facts.last_out is not None and facts.last_out >= one.started


def _waits_since(facts):
    """Since when the customer waits for another answer; None: he does not."""
    if not facts.last_in or not facts.first_reply:
        return None
    answered = facts.last_out or facts.first_reply
    return facts.last_in if facts.last_in > answered else None


def _update(facts):
    """From one message to the customer to the next, as long as it is worked on."""
    known = [r for r in facts.rounds if r.measure is Measure.UPDATE]
    over = _stage(facts) in OVER
    working = False
    for one in known:
        told = facts.last_out and facts.last_out > one.started
        done = one.done or (facts.last_out if told else None)
        ended = not done and (over or one.over)
        working = working or not (done or ended)
        yield Round(one.measure, one.number, one.started, done, ended)
    if not over and not working:
        yield Round(Measure.UPDATE, len(known) + 1, _told_last(facts))


def _told_last(facts):
    """When the customer was told last, or when work on it began again after that."""
    begun = facts.opened
    for before, stay in zip(facts.stays, facts.stays[1:], strict=False):
        if before.stage in OVER and stay.stage not in OVER:
            begun = stay.start
    return max(begun, facts.last_out or begun)


def _resolution(facts):
    """From opening, and from every reopening, until the last answer before closing."""
    number, started, done = 1, facts.opened, None
    before = None
    for stay in facts.stays:
        if before is Stage.CLOSED and stay.stage is not Stage.CLOSED:
            yield Round(Measure.RESOLUTION, number, started, done)
            number, started, done = number + 1, stay.start, None
        if stay.stage in OVER:
            done = done or stay.start
        else:
            done = None
        before = stay.stage
    yield Round(Measure.RESOLUTION, number, started, done, facts.merged)


def _statutory(facts):
    came = min(facts.opened, facts.first_came or facts.opened)
    done = None if facts.merged else _first_answer(facts)
    yield Round(Measure.STATUTORY, 1, came, done, facts.merged)


# ------------------------------------------------------------- how far to look
def horizon(target, started):
    """Until when working time is looked for first; doubled when it is not enough."""
    days = target.amount if target.unit is Unit.DAY else 1 + _hours(target) // 6
    return started + timedelta(days=2 * days + 14)


def _hours(target):
    return target.amount * SECONDS[target.unit] // 3600
