"""Words of the check-up: what is proposed and why."""

from ..domain.checkup import Why


def proposals(checkup, found):
    """The values of the proposals that the rule made."""
    return [_proposal(checkup, proposal) for proposal in found]


def _proposal(checkup, proposal):
    env = checkup.env
    describe = _PARAMETERS.get(proposal.key) or _check_parameter
    title, current, proposed, payload = describe(
        env, checkup.company_id, proposal.values
    )
    return {
        "key": proposal.key,
        "name": title,
        "current": current,
        "proposed": proposed,
        "why": _WHY[proposal.why](env, proposal.params),
        "payload": payload,
    }


def _range(low, high):
    return f"{low:g}–{high:g} %"  # noqa: RUF001


def _perfect_band(env, company, values):
    return (
        env._("Target of perfect orders"),
        _range(company.o2c_perfect_low, company.o2c_perfect_high),
        _range(values["low"], values["high"]),
        {
            "company": {
                "o2c_perfect_low": values["low"],
                "o2c_perfect_high": values["high"],
            }
        },
    )


def _entry_band(env, company, values):
    return (
        env._("Target of orders taken well"),
        _range(company.o2c_entry_low, company.o2c_entry_high),
        _range(values["low"], values["high"]),
        {"company": {"o2c_entry_low": values["low"], "o2c_entry_high": values["high"]}},
    )


def _late_days(env, company, values):
    return (
        env._("Days late that are still on time"),
        str(company.o2c_on_time_late),
        str(values["days"]),
        {"company": {"o2c_on_time_late": values["days"]}},
    )


def _invoice_days(env, _company, values):
    return (
        env._("An invoice must follow the delivery"),
        env._("not looked at"),
        env._("within %s days", values["days"]),
        {"company": {"o2c_invoice_in_time": True, "o2c_invoice_days": values["days"]}},
    )


def _watch_days(env, company, values):
    return (
        env._("Days until an order counts as undamaged"),
        str(company.o2c_damage_days),
        str(values["days"]),
        {"company": {"o2c_damage_days": values["days"]}},
    )


def _check_parameter(env, _company, values):
    check = env["o2c.entry.check"].browse(values["check"])
    effects = dict(check._fields["effect"]._description_selection(env))
    return (
        env._("Check: %s", check.name),
        effects[check.effect] if check.active else env._("switched off"),
        effects[values["effect"]],
        {"check": values["check"], "effect": values["effect"]},
    )


_PARAMETERS = {
    "perfect": _perfect_band,
    "entry": _entry_band,
    "late_days": _late_days,
    "invoice_days": _invoice_days,
    "watch_days": _watch_days,
}
_WHY = {
    Why.USUAL_BAND: lambda env, v: env._(
        "You are at %(value)s %%: the usual target of %(low)s to %(high)s %% is within"
        " reach.",
        **v,
    ),
    Why.STEP_BAND: lambda env, v: env._(
        "You are at %(value)s %%: a target that can be reached is better than one that"
        " nobody believes in. Raise it with the next check-up.",
        **v,
    ),
    Why.WINDOW: lambda env, v: env._(
        "%(now)s %% arrive on the day, %(then)s %% within %(days)s days. If customers"
        " accept that, count it as on time and promise more exactly later.",
        **v,
    ),
    Why.LATE_INVOICES: lambda env, v: env._(
        "Half of the invoices leave more than %(median)s days after the delivery. Each"
        " of these days is a day later that you are paid.",
        **v,
    ),
    Why.RETURNS_COME: lambda env, v: env._(
        "%(returns)s orders came back, nine of ten within %(days)s days: wait so long"
        " before you call an order undamaged.",
        **v,
    ),
    Why.WOULD_HOLD_FEW: lambda env, v: env._(
        "%(failed)s of %(seen)s past orders would have failed: few enough to hold them"
        " until they are put right.",
        **v,
    ),
    Why.WOULD_HOLD_MANY: lambda env, v: env._(
        "%(failed)s of %(seen)s past orders would have failed: enter them in the log"
        " first, hold when there are fewer.",
        **v,
    ),
}
