"""Sentences about scripts, their questions and answers."""

from ..domain.answers import Verdict, fill
from .call import label


def _language(env, code):
    return env["res.lang"]._get_data(code=code).name or code


def other_language(env, lang, missing):
    """The script lacks the customer's language."""
    return env._(
        "The customer speaks %(missing)s, which the script does not have: it is shown"
        " in %(lang)s.",
        missing=_language(env, missing),
        lang=_language(env, lang),
    )


def lacks_language(env, lang):
    """A script is tried in a language that it lacks."""
    return env._(
        "The script is not translated to %s: what lacks is shown in English.",
        _language(env, lang),
    )


def try_leader_only(env):
    """Who may not try a script."""
    return env._("Only a call leader tries scripts.")


def verdict(env, said):
    """What the order's timeline would say after these answers."""
    return {
        Verdict.OK: env._("The customer accepted the order."),
        Verdict.NOT_OK: env._("The customer did not accept the order."),
        Verdict.UNKNOWN: env._("Not known yet: the script is not at its end."),
    }[said]


def no_such_question(call):
    """A question that the script of the call does not have."""
    return call.env._("This question is not in the script of “%s”.", call.display_name)


def not_asked(answer):
    """A question in a branch that the answers so far do not lead to."""
    return answer.env._("“%s” is not asked after these answers.", answer.title)


def invalid(answer, error):
    """What the survey says against an answer, with the question it is about."""
    return f"“{answer.title}”: {error}"


def wrong_choice(answer):
    """A choice of another question."""
    return answer.env._("This is no answer to “%s”.", answer.title)


def bad_moment(answer):
    """Words where a day or a moment is asked for."""
    if answer.question_type == "date":
        return answer.env._("“%s”: a day, please.", answer.title)
    return answer.env._("“%s”: a day and an hour, please.", answer.title)


def after(effect):
    """By which answer an effect follows, in a few words."""
    if effect.condition == "choice":
        return ", ".join(filter(None, effect.choice_ids.mapped("value")))
    if effect.condition == "given":
        return effect.env._("whatever is said")
    sign = "≤" if effect.condition == "at_most" else "≥"
    return f"{sign} {effect.limit:g}"


def wrong_condition(effect):
    """A condition that does not suit the question."""
    return effect.env._(
        "“%(condition)s” does not suit the question “%(question)s”.",
        condition=label(effect, "condition", effect.condition),
        question=effect.question_id.title,
    )


def wrong_question(effect):
    """A kind of effect that needs another kind of question."""
    return effect.env._(
        "“%(effect)s” needs the words or the day itself; “%(question)s” does not ask"
        " for them.",
        effect=label(effect, "kind", effect.kind),
        question=effect.question_id.title,
    )


def would_follow(effect, answer):
    """An effect as it would follow an answer that is tried: there is no order."""
    names = {
        "order": effect.env._("sample order"),
        "customer": effect.env._("sample customer"),
        "answer": answer.answer_text or "",
    }
    return what_follows(effect, fill(effect.title or "", names))


def what_follows(effect, title=None):
    """An effect in one sentence, as a leader says it.

    :param title: the subject of a ticket with its names filled in
    """
    env = effect.env
    details = {
        "ticket": lambda: title or effect.title,
        "witness": lambda: label(effect, "word", effect.word),
        "leader": lambda: env._("in %s day(s)", effect.days) if effect.days else "",
        "interested": lambda: env._("in %s day(s)", effect.days) if effect.days else "",
        "contact_data": lambda: label(effect, "contact_field", effect.contact_field),
    }
    what = label(effect, "kind", effect.kind) if effect.kind else ""
    more = details.get(effect.kind, lambda: "")()
    text = f"{what} ({more})" if more else what
    return env._("%s, photos are asked for", text) if effect.ask_photos else text
