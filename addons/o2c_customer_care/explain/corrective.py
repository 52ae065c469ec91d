"""What is said about corrective actions and their effect."""

from ..domain.corrective import Why
from ..domain.effect import EffectFacts, Verdict, effect_of
from .choice import choice


def refused(action, reason):
    """Why an action does not go on."""
    env, code = action.env, reason.code
    if code is Why.NO_SUCH_MOVE:
        return env._(
            "%(action)s cannot go from “%(state)s” to “%(target)s”.",
            action=action.display_name,
            state=choice(action, "state", reason.params["state"].value),
            target=choice(action, "state", reason.params["target"].value),
        )
    if code is Why.TOO_EARLY:
        return env._(
            "That it worked can be said from %s on, when as many days have gone by as"
            " it is compared with.",
            reason.params["date"],
        )
    sentences = {
        Why.NO_ROOT_CAUSE: env._("Write down the root cause first."),
        Why.NO_ACTION: env._("Write down first what is changed."),
        Why.OWN_ACTION: env._("Nobody judges his own action: another leader does."),
        Why.NO_LEADER: env._("A care leader decides this."),
        Why.NO_NOTE: env._("Say why you judge so."),
    }
    return sentences[code]


def effect(action):
    """What the figures say of an action, in words that fit their number."""
    if not action.done_on or not action.measured_on:
        return False
    env = action.env
    facts = EffectFacts(
        action.before_count,
        action.after_count,
        action.before_exposure,
        action.after_exposure,
    )
    found = effect_of(facts)
    parts = [_counts(action, found), _verdict(env, found)]
    if action.check_date and action.measured_on < action.check_date:
        parts.append(_unfinished(action))
    if found.verdict in (Verdict.FEWER, Verdict.PERHAPS_FEWER):
        parts.append(
            env._(
                "An action is opened when there are many complaints; part of the fall"
                " may have come by itself."
            )
        )
    return " ".join(parts)


def _counts(action, found):
    env = action.env
    values = {
        "before": action.before_count,
        "after": action.after_count,
        "of_before": action.before_exposure,
        "of_after": action.after_exposure,
    }
    if found.verdict is Verdict.NO_EXPOSURE:
        return env._("%(before)s complaints before, %(after)s after.", **values)
    values["rate_before"] = f"{found.before_rate:.1f}"
    values["rate_after"] = f"{found.after_rate:.1f}"
    if action.exposure == "orders":
        return env._(
            "%(before)s complaints on %(of_before)s orders before, %(after)s on"
            " %(of_after)s after: %(rate_before)s and %(rate_after)s per 100 orders.",
            **values,
        )
    return env._(
        "%(before)s complaints in %(of_before)s days before, %(after)s in %(of_after)s"
        " days after: %(rate_before)s and %(rate_after)s per 100 days.",
        **values,
    )


def _verdict(env, found):
    chance = "" if found.chance is None else f"{100 * found.chance:.1f}"
    return {
        Verdict.FEWER: env._(
            "Fewer, and hardly by chance: without any change so few would come in"
            " %s %% of cases.",
            chance,
        ),
        Verdict.PERHAPS_FEWER: env._(
            "Fewer, but it may be chance: without any change so few would come in"
            " %s %% of cases.",
            chance,
        ),
        Verdict.NOT_FEWER: env._("Not fewer."),
        Verdict.TOO_FEW: env._(
            "Too few complaints to say anything: not even none at all would show that"
            " it worked. Judge by what was changed, or compare more days."
        ),
        Verdict.NO_EXPOSURE: env._("There is nothing yet to compare with."),
    }[found.verdict]


def _unfinished(action):
    days = (action.measured_on - action.done_on).days + 1
    return action.env._(
        "So far %(days)s of %(all)s days have been counted.",
        days=days,
        all=action.check_days,
    )
