"""Sentences of the hold queue: what is asked, what was decided, who may not."""

from odoo.tools import format_date

from ..domain.tier import Objection


def _name(hold):
    # named in a refusal, whoever may read the order
    return hold.sudo().order_id.display_name or hold.sudo().display_name


def objections(hold, decision):
    """Why the present user may not let this order pass."""
    return "\n".join(_objection(hold, reason) for reason in decision.reasons)


def _objection(hold, reason):
    env = hold.env
    values = {
        "order": _name(hold),
        "amount": hold.currency_id.format(float(reason.params.get("stake", 0))),
        # the tier is named so that one knows whom to ask
        "tier": hold.sudo().credit_tier_id.name or env._("none"),
    }
    return {
        Objection.ABOVE_TIER: env._(
            "%(order)s: %(amount)s are at stake, that is above your tier. Somebody of"
            " the tier “%(tier)s” or a higher one must decide.",
            **values,
        ),
        Objection.NO_TIER: env._(
            "%(order)s: %(amount)s are at stake, and no approval tier covers that.",
            **values,
        ),
        Objection.SAME_PERSON: env._(
            "%(order)s: you have approved it already; another person must approve it"
            " too.",
            **values,
        ),
    }[reason.code]


def is_rejected(hold):
    """Why a rejected order cannot be released."""
    return hold.env._("%s was rejected. Open it again first.", _name(hold))


def not_rejected(hold):
    """Why an order cannot be opened again."""
    return hold.env._("%s was not rejected.", _name(hold))


def impossible(hold, agreed, today):
    """Why these conditions cannot be agreed on: a list of sentences."""
    env, problems = hold.env, []
    # its total, whoever may read the order
    order = hold.sudo().order_id
    currency = hold.credit_document_currency_id or hold.currency_id
    if agreed.valid_until and agreed.valid_until < today:
        problems.append(
            env._("%s: the day until which it counts is over.", _name(hold))
        )
    up_to = float(agreed.up_to or 0)
    if up_to and currency.compare_amounts(up_to, order.amount_total) < 0:
        problems.append(
            env._(
                "%(order)s comes to %(amount)s already, more than what would be"
                " allowed.",
                order=_name(hold),
                amount=currency.format(order.amount_total),
            )
        )
    if agreed.deposit and hold.forced:
        problems.append(
            env._(
                "%s is held by a person, so no payment releases it by itself.",
                _name(hold),
            )
        )
    return problems


def conditions(hold):
    """The conditions on which an order was let pass, in words; False without."""
    env, found = hold.env, []
    if hold.credit_deposit:
        amount = hold.currency_id.format(hold.credit_deposit)
        found.append(env._("%s received first", amount))
    if hold.credit_valid_until:
        until = format_date(env, hold.credit_valid_until)
        found.append(env._("counts until %s", until))
    if hold.credit_up_to:
        currency = hold.credit_document_currency_id or hold.currency_id
        found.append(env._("up to %s", currency.format(hold.credit_up_to)))
    return ", ".join(found) or False


def tier_used(hold):
    """Which approval tier a decision needed."""
    # the tier is named in the document, whoever may read tiers
    return hold.env._("Tier needed: %s", hold.sudo().credit_tier_id.name)


def deposit_proposal(hold):
    """The simplest thing that would make an order pass."""
    amount = hold.currency_id.format(hold.credit_excess)
    return hold.env._("A deposit of %s", amount)


def deposit_arrived(hold):
    """Why a hold ended that waited for money."""
    return hold.env._(
        "The deposit of %(amount)s was received, as %(user)s had agreed.",
        amount=hold.currency_id.format(hold.credit_deposit),
        # the name of who agreed, whoever reads it
        user=hold.sudo().credit_decided_by_id.name,
    )


def lapsed(hold):
    """Why an order waits again that had been let pass on condition."""
    return hold.env._(
        "The condition was not met in time: %s.", hold.credit_condition_text
    )


# ------------------------------------------------------------- to-dos
def to_decide(hold):
    """Title of the to-do of whoever is to decide."""
    return hold.env._(
        "Credit: decide about %(order)s of %(customer)s", **_of_order(hold)
    )


def second_wanted(hold):
    """The same for the second of two people."""
    return hold.env._(
        "Credit: second approval for %(order)s of %(customer)s", **_of_order(hold)
    )


def review_passed(hold):
    """The same when nobody decided until the review."""
    return hold.env._(
        "Credit: the review of %(order)s of %(customer)s was due on %(date)s",
        date=format_date(hold.env, hold.credit_review_date),
        **_of_order(hold),
    )


def on_condition(hold):
    """The same while money is waited for."""
    return hold.env._(
        "Credit: has the deposit for %(order)s of %(customer)s arrived?",
        **_of_order(hold),
    )


def _of_order(hold):
    return {
        "order": hold.order_id.display_name,
        "customer": hold.partner_id.display_name,
    }


# ------------------------------------------------------------- what came out
def outcome_title(hold):
    """Subject of the message to whoever wanted the order."""
    return hold.env._("Credit of %(order)s (%(customer)s)", **_of_order(hold))


def outcome(hold, kind):
    """What was decided about an order and why, in a sentence or two."""
    env = hold.env
    values = {
        "order": hold.order_id.display_name,
        "user": hold.credit_decided_by_id.name or env.user.name,
        "conditions": hold.credit_condition_text,
        "reason": hold.credit_reason_id.name,
    }
    text = {
        "released": env._("%(user)s lets %(order)s pass.", **values),
        "released_on_condition": env._(
            "%(user)s lets %(order)s pass on condition: %(conditions)s.", **values
        ),
        "condition_met": env._(
            "The condition is met, %(order)s may go on: %(conditions)s.", **values
        ),
        "lapsed": env._(
            "The condition was not met in time, %(order)s waits again.", **values
        ),
        "rejected": env._(
            "%(user)s rejected %(order)s. It can be asked for again when it was"
            " changed.",
            **values,
        ),
        "second": env._(
            "%(user)s approved %(order)s; a second person must approve it.", **values
        ),
        "reopened": env._("%(order)s waits for a decision again.", **values),
    }[kind]
    words = [text, hold.credit_reason_id.name, hold.credit_decision_note]
    return " ".join(_sentence(word) for word in words if word)


def _sentence(text):
    text = text.strip()
    return text if text[-1:] in ".!?" else f"{text}."


def standing(hold):
    """How it stands with an order that waits, for those who read the order."""
    if not hold or hold.credit_state in (False, "released", "gone"):
        return False
    env = hold.env
    values = {
        "responsible": hold.credit_responsible_id.name or env._("nobody"),
        "user": hold.credit_decided_by_id.name or env._("nobody"),
        "conditions": hold.credit_condition_text,
        "why": _why(hold),
    }
    return {
        "waiting": env._("Waits for a credit decision of %(responsible)s.", **values),
        "second": env._(
            "%(user)s has approved it; it waits for %(responsible)s to approve it too.",
            **values,
        ),
        "condition": env._(
            "Let pass by %(user)s on condition: %(conditions)s. %(why)s", **values
        ),
        "rejected": env._(
            "Rejected by %(user)s. %(why)s Change the order to ask again.", **values
        ),
    }[hold.credit_state]


def _why(hold):
    words = [hold.credit_reason_id.name, hold.credit_decision_note]
    return " ".join(_sentence(word) for word in words if word)


# ------------------------------------------------------------- the wizard
def left_out(holds):
    """Which orders of a batch the user may not decide about, and why."""
    lines = []
    for hold, why in holds:
        lines.append(f"{_name(hold)}: {why}" if _name(hold) not in why else why)
    return "\n".join(lines)


def left_out_title(env, done, count):
    """Title of the notice after a batch of which some were left out."""
    return env._(
        "%(done)s decided, %(count)s left out: you may not decide about them",
        done=done,
        count=count,
    )


def waits_for_second(env, count):
    """Title of the notice when another person must agree too."""
    return env._("Approved; a second person must approve %s of them too", count)
