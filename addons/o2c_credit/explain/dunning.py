"""Sentences about strategies, runs and what a run says about an item."""

from datetime import date

from odoo.tools import format_date

from ..domain.dunning import Why

# values of reasons that are amounts, and those that are days
AMOUNTS = frozenset({"credit", "held", "promised", "claimed", "least", "balance"})
DAYS = frozenset({"on", "until"})


def run_name(run):
    """How a run is called."""
    names = dict(run._fields["kind"]._description_selection(run.env))
    day = format_date(run.env, run.day) if run.day else ""
    return f"{day} · {names.get(run.kind, '')}"


def strategy(record):
    """A strategy in words, one line for each step."""
    env = record.env
    if record.do_not_dun:
        return env._("Customers with this strategy are never reminded.")
    return "\n".join([*map(_step, record.step_ids.sorted("days")), *_terms(record)])


def _step(step):
    env = step.env
    channels = dict(step._fields["channel"]._description_selection(env))
    values = {
        "number": step.number,
        "name": step.name or "",
        "days": abs(step.days),
        "channel": channels.get(step.channel, ""),
    }
    if step.days < 0:
        text = env._(
            "%(number)s. %(name)s: %(days)s days before it is due, %(channel)s",
            **values,
        )
    else:
        text = env._(
            "%(number)s. %(name)s: day %(days)s after the due date, %(channel)s",
            **values,
        )
    extras = [extra for extra in _extras(step) if extra]
    return ", ".join([text, *extras])


def _extras(step):
    env = step.env
    yield step.fee and env._("fee %s", step.currency_id.format(step.fee))
    yield step.charge_interest and env._("late interest")
    yield step.charge_compensation and env._("recovery compensation")
    yield step.approval and env._("after approval")


def _terms(record):
    env = record.env
    if record.quiet_days:
        yield env._(
            "Nothing within %s days of a contact about payment.", record.quiet_days
        )
    if record.max_contacts:
        yield env._(
            "At most %(most)s contacts in %(days)s days.",
            most=record.max_contacts,
            days=record.window_days,
        )
    if record.min_balance:
        yield env._(
            "Nothing below %s in all.", record.currency_id.format(record.min_balance)
        )


def event(notice):
    """What the history of the customer says of a notice that left."""
    return notice.env._(
        "%(step)s, %(strategy)s: %(total)s",
        step=notice.step_id.name,
        strategy=notice.strategy_id.name,
        total=notice.currency_id.format(notice.total),
    )


# ------------------------------------------------------------------ why not
def why_name(env, code):
    """The name of a reason, for the heading of a group."""
    return {
        Why.CREDIT: env._("A credit of the customer"),
        Why.COVERED: env._("Credits cover it"),
        Why.HELD: env._("Disputed or held"),
        Why.PROMISED: env._("Promised"),
        Why.HELD_AND_PROMISED: env._("Disputed in part, promised in part"),
        Why.EXCLUDED: env._("Excluded from follow-up"),
        Why.BLOCKED: env._("Payment blocked"),
        Why.LEFT_OUT: env._("Left out by hand"),
        Why.DAILY: env._("Waits for the daily run"),
        Why.NO_STRATEGY: env._("No strategy"),
        Why.DO_NOT_DUN: env._("Never to be reminded"),
        Why.NO_STEPS: env._("Strategy without steps"),
        Why.NOT_YET: env._("Not yet time"),
        Why.LAST_STEP: env._("Last step taken"),
        Why.PENDING: env._("A notice is on its way"),
        Why.BOUND: env._("Too early for the company's policy"),
        Why.SMALL_ITEM: env._("Small amount"),
        Why.SMALL_BALANCE: env._("Small balance"),
        Why.NO_WORK: env._("No working day"),
        Why.QUIET: env._("Quiet days"),
        Why.CAP: env._("Enough contacts"),
        Why.OPTED_OUT: env._("Opted out"),
        Why.NO_ADDRESS: env._("No address"),
        Why.ALREADY: env._("Another run was first"),
        Why.BY_HAND: env._("Dropped by hand"),
        Why.PAID: env._("Paid meanwhile"),
    }[Why(code)]


def why(env, code, params, currency):
    """Why an item takes no step or a notice did not go out; empty without code."""
    if not code:
        return False
    if code not in set(Why):
        return code
    text = _texts(env).get(Why(code))
    if text is None:
        return why_name(env, code)
    return text % _values(env, params or {}, currency)


def _texts(env):
    return {
        Why.CREDIT: env._(
            "Not matched yet: it is taken off what the customer is asked for, oldest"
            " first."
        ),
        Why.COVERED: env._("Unmatched credits of %(credit)s cover it."),
        Why.HELD: env._("%(held)s are disputed or held; nothing else is open."),
        Why.PROMISED: env._("%(promised)s are promised; nothing else is open."),
        Why.HELD_AND_PROMISED: env._(
            "%(held)s are disputed or held and %(promised)s promised."
        ),
        Why.EXCLUDED: env._("Odoo's mark “No Follow-Up” is set on it."),
        Why.BLOCKED: env._("Its payment is blocked on the invoice."),
        Why.LEFT_OUT: env._("Somebody took it out of this run."),
        Why.DAILY: env._("Its strategy waits for the daily run."),
        Why.NO_STRATEGY: env._("No rule fits and the company has no default strategy."),
        Why.NOT_YET: env._("Next: %(step)s on %(on)s."),
        Why.LAST_STEP: env._("Level %(level)s was the last one of its strategy."),
        Why.PENDING: env._("A notice about it waits and has not left yet."),
        Why.BOUND: env._("The company allows “%(step)s” from %(on)s on."),
        Why.SMALL_ITEM: env._("%(claimed)s is less than the %(least)s of the step."),
        Why.SMALL_BALANCE: env._(
            "The customer owes %(balance)s, less than the %(least)s of the strategy."
        ),
        Why.NO_WORK: env._("%(on)s is no working day."),
        Why.QUIET: env._(
            "Last contact about payment on %(on)s: quiet until %(until)s."
        ),
        Why.CAP: env._("%(count)s contacts in %(days)s days; %(most)s are allowed."),
        Why.OPTED_OUT: env._(
            "The customer does not want to be contacted by %(channel)s."
        ),
        Why.NO_ADDRESS: env._("There is no way to reach the customer by %(channel)s."),
        Why.BY_HAND: env._("Dropped by %(who)s."),
        Why.PAID: env._("It was paid before the notice left."),
    }


def _values(env, params, currency):
    return {name: _value(env, name, value, currency) for name, value in params.items()}


def _value(env, name, value, currency):
    if name in AMOUNTS:
        return currency.format(float(value))
    if name in DAYS:
        return format_date(env, date.fromisoformat(value))
    if name == "step":
        return env["o2c.dunning.step"].browse(value).name or ""
    if name == "channel":
        return channel(env, value)
    return value


def channel(env, name):
    """The name of a channel."""
    field = env["o2c.dunning.step"]._fields["channel"]
    return dict(field._description_selection(env)).get(name, name)


def goes(env, step, name):
    """What an item that goes out takes."""
    return env._(
        "%(step)s (%(strategy)s), %(channel)s",
        step=step.name or "",
        strategy=step.strategy_id.name or "",
        channel=channel(env, name),
    )


# ------------------------------------------------------------------ the summary
def summary(env, groups):
    """A simulation in a few rows, what goes out first.

    :param groups: [(step, channel, code, currency, items, amount, customers)]
    :return: [{goes, label, items, customers, amount, domain}]
    """
    rows = [_summary_row(env, *group) for group in groups]
    return sorted(rows, key=lambda row: (not row["goes"], -row["items"], row["label"]))


def _summary_row(env, step, name, code, currency, items, amount, customers):
    label = goes(env, step, name) if step else why_name(env, code)
    return {
        "goes": bool(step),
        "label": label,
        "items": items,
        "customers": customers,
        "amount": currency.format(amount or 0.0),
        "domain": [
            ["step_id", "=", step.id or False],
            ["channel", "=", name or False],
            ["code", "=", code or False],
            ["currency_id", "=", currency.id],
        ],
    }


# ------------------------------------------------------------------ refusals
def wrong_state(run):
    """Why a button does nothing now."""
    states = dict(run._fields["state"]._description_selection(run.env))
    return run.env._(
        "The run of %(day)s cannot do this: its state is “%(state)s”.",
        day=format_date(run.env, run.day),
        state=states[run.state],
    )


def not_a_manager(env):
    """Who approves notices."""
    return env._("Only credit managers approve notices.")


def not_a_collector(env):
    """Who drops notices."""
    return env._("Only collectors and credit managers drop notices.")


def own_run(env):
    """Nobody approves what he made himself."""
    return env._("You made these notices yourself: somebody else has to approve them.")


def has_left(env):
    """What left stays."""
    return env._("A notice that has left, or was dropped, cannot be dropped.")
