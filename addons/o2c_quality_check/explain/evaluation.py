"""Sentences about evaluations, calibrations and coaching."""

from odoo.tools import formatLang

from ..domain.uplift import Verdict


def _number(env, value):
    return formatLang(env, value, digits=1)


def summary(evaluation, scored):
    """A done form in one line: the score, and what knocked it out."""
    env = evaluation.env
    if scored.total is None:
        return env._("Nothing is marked yet.")
    if scored.failed:
        return env._(
            "Failed: %(what)s. Without it the score would be %(earned)s %%.",
            what=", ".join(scored.failed),
            earned=_number(env, scored.earned or 0.0),
        )
    parts = [
        env._("%(name)s %(score)s %%", name=name, score=_number(env, value))
        for name, value in scored.sections.items()
        if value is not None
    ]
    return " · ".join(parts)


def not_marked(evaluation, marks):
    """What still wants a mark."""
    if not evaluation.mark_ids:
        return evaluation.env._("The form has no criteria.")
    return evaluation.env._("Not marked yet: %s", ", ".join(marks.mapped("name")))


def bad_mark(mark):
    """Which marks a criterion takes."""
    return mark.env._(
        "“%(name)s”: a whole number from 0 to %(highest)s, or - if it did not arise.",
        name=mark.name,
        highest=mark.highest,
    )


def agent_answered(evaluation):
    """The evaluator's task after an agent's answer."""
    return evaluation.env._(
        "Read the answer of %s to your evaluation", evaluation.agent_id.name
    )


def change(env, changed):
    """What coaching brought, no more than the numbers allow."""
    if not (changed.before and changed.after):
        return env._(
            "Evaluations before: %(before)s, after: %(after)s. There is nothing to"
            " compare yet.",
            before=changed.before,
            after=changed.after,
        )
    figures = {
        "before": _number(env, changed.mean_before),
        "after": _number(env, changed.mean_after),
        "n": changed.before,
        "m": changed.after,
    }
    told = env._(
        "%(before)s %% in %(n)s evaluations before, %(after)s %% in %(m)s after.",
        **figures,
    )
    return f"{told} {_judged(env, changed)}"


def _judged(env, changed):
    verdict = changed.verdict
    if verdict is Verdict.TOO_FEW:
        return env._("Too few to tell a change from chance.")
    interval = {
        "low": _number(env, changed.difference.low),
        "high": _number(env, changed.difference.high),
    }
    return {
        Verdict.BETTER: lambda: env._(
            "Better, by %(low)s to %(high)s points.", **interval
        ),
        Verdict.WORSE: lambda: env._(
            "Worse: the difference lies between %(low)s and %(high)s points.",
            **interval,
        ),
        Verdict.OPEN: lambda: env._(
            "It may be chance: the change lies between %(low)s and %(high)s points.",
            **interval,
        ),
    }[verdict]()


def drawn(env, count, agents, few):
    """What a draw of calls to evaluate brought."""
    text = env._(
        "Calls to evaluate: %(count)s, of agents: %(agents)s.",
        count=count,
        agents=agents,
    )
    if not few:
        return text
    return env._(
        "%(text)s Fewer calls than wanted: %(names)s.",
        text=text,
        names=", ".join(few),
    )
