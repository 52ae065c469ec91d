"""Sentences of the review of a credit judgement."""


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


def decision(hold):
    """One decision as the file shows it: a dict of texts."""
    env = hold.env
    if hold.state == "open":
        result, who, why = env._("On hold"), "", ""
    elif hold.released_by_rule:
        result, who, why = env._("Released"), automatic(env), hold.release_note
    else:
        result, who, why = (
            env._("Released"),
            hold.released_by_id.name,
            hold.release_note,
        )
    return {
        "at": hold.date_from.isoformat(),
        "document": hold._target().display_name,
        "reason": hold.note or hold.reason_id.name,
        "placed_by": hold.placed_by_id.name if hold.forced else automatic(env),
        "result": result,
        "decided_by": who,
        "note": why or "",
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
