"""Promises to pay and payment plans, in words."""

from markupsafe import Markup

from ..domain.promise import State, Why


def name(promise):
    """The promise in one line."""
    env = promise.env
    return env._(
        "%(customer)s: %(amount)s until %(date)s",
        customer=promise.partner_id.display_name or "",
        amount=promise.currency_id.format(promise.amount)
        if promise.currency_id
        else promise.amount,
        date=_date(env, promise.date),
    )


def plan_name(plan):
    """The plan in one line."""
    env = plan.env
    amount = plan.currency_id.format(plan.amount) if plan.currency_id else plan.amount
    return env._(
        "%(customer)s: %(amount)s in %(count)s instalments",
        customer=plan.partner_id.display_name or "",
        amount=amount,
        count=plan.count,
    )


def standing(promise):
    """How a promise stands, with the figure that matters."""
    env, money = promise.env, promise.currency_id.format
    if promise.state == State.OPEN.value:
        return env._(
            "%(missing)s to come until %(day)s",
            missing=money(promise.missing),
            day=_date(env, promise.last_day),
        )
    if promise.state == State.KEPT.value:
        if promise.broken_on:
            return env._(
                "Paid on %(day)s; was judged broken on %(broken)s",
                day=_date(env, promise.kept_on),
                broken=_date(env, promise.broken_on),
            )
        return env._("Paid on %s", _date(env, promise.kept_on))
    if promise.state == State.PARTLY.value:
        return env._(
            "%(paid)s of %(due)s came in time",
            paid=money(promise.paid),
            due=money(promise.due),
        )
    if promise.state == State.BROKEN.value:
        return env._("Nothing of %s came in time", money(promise.due))
    ends = dict(promise._fields["end_reason"]._description_selection(env))
    return ends.get(promise.end_reason, "")


def refused(env, currency, reason):
    """Why a promise cannot be taken."""
    params = reason.params
    if reason.code == Why.MORE_THAN_OPEN:
        return env._(
            "%(amount)s cannot be promised: %(open)s are open and not promised yet.",
            amount=currency.format(float(params["amount"])),
            open=currency.format(float(params["open"])),
        )
    if reason.code == Why.TOO_FAR:
        return _too_far(env, params)
    return {
        Why.NOTHING: env._("How much is promised? Enter more than nothing."),
        Why.PAST: env._("%s is over.", _date(env, params.get("day"))),
        Why.OTHER_CURRENCY: env._("Promise one currency at a time."),
        Why.OTHER_ITEMS: env._("These are not open items of this customer."),
    }[reason.code]


def _too_far(env, params):
    furthest = _date(env, params["furthest"])
    if env.user.share:  # the customer himself, in the portal
        return env._("Choose a day until %s, or ask for instalments.", furthest)
    return env._(
        "%(day)s is too far ahead: until %(furthest)s you may agree, beyond it a"
        " credit manager.",
        day=_date(env, params["day"]),
        furthest=furthest,
    )


def stands(env):
    """That promises are kept for ever."""
    return env._("A promise is never deleted. End it and say why.")


def only_collectors(env):
    """Who may enter promises."""
    return env._("Collectors enter promises to pay.")


def not_open(promise):
    """That a promise cannot be ended any more."""
    return promise.env._("%s was judged already.", promise.display_name)


def log_made(promise):
    """What stands in the chatter of the account when a promise was made."""
    env = promise.env
    return env._(
        "Promised %(amount)s until %(date)s: %(items)s",
        amount=promise.currency_id.format(promise.amount),
        date=_date(env, promise.date),
        items=", ".join(promise.line_ids.invoice_id.mapped("name")),
    )


def log_failed(promise):
    """What stands in the chatter of the account when a promise was not kept."""
    env = promise.env
    return env._(
        "Promise not kept: %(missing)s of %(due)s did not come until %(day)s",
        missing=promise.currency_id.format(promise.missing),
        due=promise.currency_id.format(promise.due),
        day=_date(env, promise.last_day),
    )


def event_note(promise):
    """The note of the credit event about a broken promise."""
    env = promise.env
    return env._(
        "Promised on %(made)s to pay %(amount)s until %(date)s",
        made=_date(env, promise.made_on),
        amount=promise.currency_id.format(promise.amount),
        date=_date(env, promise.date),
    )


def contact(env, currency, amount, day):
    """What the contact ledger says about a promise."""
    return env._(
        "Promised to pay %(amount)s until %(date)s",
        amount=currency.format(float(amount)),
        date=_date(env, day),
    )


def contact_plan(env, currency, amount, count):
    """What the contact ledger says about a payment plan."""
    return env._(
        "Payment plan: %(amount)s in %(count)s instalments",
        amount=currency.format(float(amount)),
        count=count,
    )


def plan_stands(env):
    """That a plan is decided already."""
    return env._("This payment plan is decided already.")


def plan_not_ones_own(env):
    """That nobody agrees to what he asked for himself."""
    return env._("Somebody else must agree to a payment plan that you asked for.")


def plan_needs_manager(env, furthest):
    """That a plan is too long for a collector."""
    return env._(
        "A payment plan beyond %s is agreed by a credit manager.", _date(env, furthest)
    )


def _date(env, day):
    return env["ir.qweb.field.date"].value_to_html(day, {}) if day else ""


def schedule(env, currency, parts):
    """The instalments of a plan as a list: [(day, amount)]; empty for none."""
    items = Markup("").join(
        Markup("<li>%s</li>")
        % env._(
            "%(amount)s until %(day)s",
            amount=currency.format(float(amount)),
            day=_date(env, day),
        )
        for day, amount in parts
    )
    return Markup("<ol class='mb-0 ps-3'>%s</ol>") % items if parts else ""
