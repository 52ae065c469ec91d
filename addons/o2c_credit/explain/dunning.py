"""Sentences about strategies, runs and what a run says about an item."""


def run_name(run):
    """How a run is called."""
    names = dict(run._fields["kind"]._description_selection(run.env))
    return f"{run.day or ''} · {names.get(run.kind, '')} · {run.company_id.name or ''}"


def strategy(record):
    """A strategy in words."""
    env = record.env
    if record.do_not_dun:
        return env._("Never reminded.")
    return "\n".join(
        f"{step.number}. {step.name}" for step in record.step_ids.sorted("days")
    )


def event(notice):
    """What the history of the customer says of a notice that left."""
    return notice.env._(
        "%(step)s, %(strategy)s: %(total)s",
        step=notice.step_id.name,
        strategy=notice.strategy_id.name,
        total=notice.currency_id.format(notice.total),
    )


def why(env, code, params, currency):
    """Why an item takes no step or a notice did not go out; empty without code."""
    return code or False
