"""Sentences about calls, their lists and what became of them."""

from odoo.tools import format_date
from odoo.tools import format_datetime as _format_datetime

from ..domain import calls, campaign
from . import target


def moment(env, value):
    """A moment for people: their time zone and language, no seconds."""
    return _format_datetime(env, value, dt_format="short")


def label(record, field, value):
    """The translated name of one choice of a selection field."""
    return dict(record._fields[field]._description_selection(record.env))[value]


# part of the same words: why a call is not made
not_called = target.not_called


def campaign_refused(record, reason):
    """Why the campaign ``record`` does not change its state."""
    env, params, why = record.env, reason.params, campaign.Why
    return {
        why.TRANSITION: lambda: env._(
            "“%(name)s” cannot go from “%(old)s” to “%(new)s”.",
            name=record.name,
            old=label(record, "state", params["old"].value),
            new=label(record, "state", params["new"].value),
        ),
        why.WRONG_SOURCE: lambda: env._(
            "“%(kind)s” calls are not made from “%(list)s”.",
            kind=label(record, "kind", params["kind"].value),
            list=label(record, "source", params["source"].value),
        ),
        why.NO_AGENT: lambda: env._("“%s” has no agent.", record.name),
        why.NO_QUESTION: lambda: env._("The script asks no question."),
        why.QUESTION_KIND: lambda: env._(
            "The question “%s” is a table, which nobody can ask on the phone: ask one"
            " question for each of its rows.",
            params["title"],
        ),
        why.SCRIPT_MIXED: lambda: env._(
            "The script is used for “%s” calls: serving and selling do not share a"
            " script.",
            label(record, "kind", params["kind"].value),
        ),
    }[reason.code]()


def not_recorded(call, reason):
    """Why a result of ``call`` is not recorded."""
    env, params, why = call.env, reason.params, calls.Why
    # named in a refusal, whoever may read it
    name = call.sudo().display_name
    return {
        why.NOT_YOURS: lambda: env._(
            "“%(call)s” is being called by %(agent)s.",
            call=name,
            agent=call.sudo().agent_id.name,  # as above
        ),
        why.NOT_TAKEN: lambda: env._("“%s” is not being called: take it first.", name),
        why.NO_MOMENT: lambda: env._("Say when the customer wants to be called back."),
        why.PAST_MOMENT: lambda: env._(
            "%s is over: choose a later moment to call back.",
            moment(env, params["at"]),
        ),
        why.AFTER_END: lambda: env._(
            "The campaign is over by %s: choose an earlier moment to call back.",
            moment(env, params["at"]),
        ),
        why.UNANSWERED: lambda: env._(
            "Not answered yet: %s", ", ".join(params["titles"])
        ),
        why.NO_LANGUAGE: lambda: env._("Say which language the customer speaks."),
    }[reason.code]()


def no_call(env, next_at):
    """Nobody is due; ``next_at`` is when somebody will be, or None."""
    if next_at:
        return env._(
            "Nobody is due now. The next call is due at %s.",
            moment(env, next_at),
        )
    return env._("Nobody is left to call.")


def refreshed(env, added, excluded, reopened):
    """What bringing the list up to date changed."""
    return env._(
        "%(added)s added, %(excluded)s taken out, %(reopened)s back on the list.",
        added=added,
        excluded=excluded,
        reopened=reopened,
    )


def contact_summary(attempt):
    """The ledger's one line about an attempt."""
    kind = label(attempt.campaign_id, "kind", attempt.campaign_id.kind)
    order = attempt.call_id.order_id
    if not order:  # a call about the customer himself
        return kind
    return attempt.env._("%(kind)s: %(order)s", kind=kind, order=order.name)


def contact_outcome(attempt):
    """How the attempt ended and what the customer said of the order."""
    result = label(attempt, "result", attempt.result)
    verdict = attempt.call_id.verdict
    if attempt.result != calls.Result.ANSWERED.value or verdict == "unknown":
        return result
    said = label(attempt.call_id, "verdict", verdict)
    return attempt.env._("%(result)s: %(verdict)s", result=result, verdict=said)


def contact_next(call):
    """What follows on an attempt, or nothing."""
    if call.state != calls.State.TO_CALL.value:
        return ""
    when = moment(call.env, call.next_try_at)
    if call.is_call_back:
        return call.env._("Call back on %s, as agreed", when)
    return call.env._("Try again on %s", when)


def bad_number(answer):
    """Why an answer is no valid number for its question."""
    question = answer.question_id
    if question.question_type == "scale":
        return answer.env._(
            "“%(question)s”: a whole number from %(low)s to %(high)s, please.",
            question=question.title,
            low=question.scale_min,
            high=question.scale_max,
        )
    return answer.env._("“%s”: a number, please.", question.title)


def card_section(calls):
    """The customer card's part about calls: the last ones and what came of them."""
    env = calls.env
    lines = [
        {
            "label": call.sudo().order_id.name,  # named to whoever may read the call
            "value": env._(
                "%(outcome)s, %(day)s",
                outcome=call_outcome(call),
                day=format_date(env, call.finished_at or call.next_try_at),
            ),
            "record": [call._name, call.id],
        }
        for call in calls
    ]
    title = env._("Quality calls")
    return {"key": "quality", "sequence": 60, "title": title, "lines": lines}


def call_outcome(call):
    """What came of a call: the customer's verdict, else how the last attempt ended."""
    if call.verdict != "unknown":
        return label(call, "verdict", call.verdict)
    return label(call, "last_result", call.last_result)


def not_refreshed(env, error):
    """What a leader reads when the job could not bring a list up to date."""
    return env._("The list could not be brought up to date: %s", str(error)[:200])
