"""Sentences of the review of a credit judgement."""

from . import score


def asked(review):
    """What stands in the contact ledger when a review is asked for."""
    return review.env._("Review of the credit judgement asked for")


def answered(review):
    """What stands in the contact ledger when it was answered."""
    return review.env._("Review of the credit judgement: %s", outcome(review))


def outcome(review):
    """The outcome in words; of an open one until when it is answered."""
    if review.state == "answered":
        names = dict(review._fields["outcome"]._description_selection(review.env))
        return names[review.outcome]
    return review.env._("To be answered until %s", review.due_date)


def to_do(env):
    """The title of the activity."""
    return env._("Review a credit judgement")


def decided_himself(user):
    """Why somebody may not review it."""
    return user.env._(
        "%s decided about this customer. Somebody else has to look at it.", user.name
    )


def no_manager(user):
    """Why somebody may not review it."""
    return user.env._("%s is no credit manager.", user.name)


def no_credit_user(env):
    """Why somebody may not print the file."""
    return env._("Only collectors and credit managers hand out the review file.")


def incomplete(env):
    """What is missing to answer a review."""
    return env._("An open review is answered with an outcome and an answer.")


def meaning(account, result):
    """What the score says, in a sentence."""
    env, card = account.env, account.score_run_id.scorecard_id
    return env._(
        "%(points)s of 1000 points by the scorecard %(card)s on %(date)s: class"
        " %(risk_class)s, chance of paying late %(chance)s.",
        points=result.points,
        card=card.display_name,
        date=account.score_date,
        risk_class=result.risk_class,
        chance=score.probability_text(env, result.probability),
    )


def factors(account, result):
    """Each factor: what was found, its points, and what would give others."""
    env, card = account.env, account.score_run_id.scorecard_id
    named = {factor.id: factor for factor in card.factor_ids}
    rows = [_start(env, card)]
    for line in result.contributions:
        factor = named.get(line.factor)
        rows.append(
            {
                "name": factor.display_name if factor else line.feature.value,
                "found": score.figure(env, account.currency_id, line),
                "points": line.points,
                "alternatives": _alternatives(env, factor, line),
            }
        )
    return rows


def _start(env, card):
    values = {"found": "", "points": card.base_points, "alternatives": ""}
    return {"name": env._("Everybody starts with"), **values}


def _alternatives(env, factor, line):
    """The other ranges of a factor and what they are worth, in one sentence."""
    others = factor.bin_ids.filtered(lambda b: b.id != line.bin) if factor else []
    return "; ".join(
        env._(
            "%(range)s: %(points)s",
            range=_range(env, factor.ranked, known),
            points=known.points,
        )
        for known in others
    )


def _range(env, ranked, known):
    if known.missing or not known.limited or not ranked:
        return known.display_name
    return env._("worse than up to %s of the customers", f"{known.upper:.0%}")


def decision(document):
    """One decision as the file shows it: a dict of texts."""
    env = document.env
    kinds = dict(document._fields["kind"]._description_selection(env))
    by_rule = document.by_rule
    return {
        "at": document.date.isoformat(),
        "number": document.number,
        "document": document.order_name,
        "result": kinds[document.kind],
        "decided_by": automatic(env) if by_rule else document.decided_by_name,
        "reason": document.summary or "",
        "note": document.note or "",
    }


def release(hold):
    """A hold that a person ended, as the file shows it: a dict of texts."""
    env = hold.env
    return {
        "at": hold.released_at.isoformat(),
        "number": "",
        "document": hold._target().display_name,
        "result": env._("Released"),
        "decided_by": hold.released_by_id.name,
        "reason": hold.note or hold.reason_id.name,
        "note": hold.release_note or "",
    }


def automatic(env):
    """Who decided when no person did."""
    return env._("Automatically, by the rules of the credit policy")


def rights(env, company):
    """What the person may do about it."""
    return [
        env._(
            "The score adds up points; an automatic hold is looked at by a person"
            " before the order is refused."
        ),
        env._(
            "You may give your own view, ask that a person reviews the judgement and"
            " contest it. Write to %(company)s%(email)s; you are answered within one"
            " month by somebody who did not take the decision.",
            company=company.name,
            email=f" ({company.email})" if company.email else "",
        ),
        env._("You may complain to the data protection authority of your country."),
    ]
