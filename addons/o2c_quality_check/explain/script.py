"""Sentences about scripts, their questions and answers."""

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
