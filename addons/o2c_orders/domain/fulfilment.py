"""Fulfilment tasks: which may begin, and when a line is fulfilled.

Tasks run side by side; one waits only for those it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class State(str, Enum):
    """Where a task stands."""

    WAITING = "waiting"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


SETTLED = frozenset({State.DONE, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task: its state, the keys of the tasks it needs, and whether something
    else (an unsigned contract) keeps it waiting."""

    state: State
    needs: frozenset = frozenset()
    gated: bool = False


def beginning(tasks: Mapping):
    """The keys of the waiting tasks that may begin now.

    A need that is not among ``tasks`` stops nothing; one that was cancelled is not
    needed any more; one that failed stops.

    >>> beginning({1: TaskFacts(State.DONE), 2: TaskFacts(State.WAITING, {1})})
    {2}
    """
    return {
        key
        for key, task in tasks.items()
        if task.state is State.WAITING
        and not task.gated
        and all(tasks[need].state in SETTLED for need in task.needs if need in tasks)
    }


def fulfilled(states):
    """Whether tasks in these states mean: everything was done. No task, no answer.

    >>> fulfilled([State.DONE, State.CANCELLED]), fulfilled([State.CANCELLED])
    (True, False)
    """
    states = list(states)
    return State.DONE in states and all(state in SETTLED for state in states)


def circle(needs: Mapping):
    """Keys that wait for each other, in order, or None.

    >>> circle({"a": {"b"}, "b": {"a"}})
    ('a', 'b')
    """
    free = set()
    for start in needs:
        if found := _circle_from(start, needs, free, ()):
            return found
    return None


def _circle_from(key, needs, free, path):
    if key in path:
        return path[path.index(key) :]
    if key in free:
        return None
    for need in sorted(needs.get(key, ())):
        if found := _circle_from(need, needs, free, (*path, key)):
            return found
    free.add(key)
    return None
