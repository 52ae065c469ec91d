"""What a customer reads about his own credit in the portal."""


def figures(env, limit, used, headroom):
    """The figures of his credit: list of (label, text)."""
    found = [(env._("Credit limit"), limit), (env._("Used"), used)]
    if headroom is not None:
        found.append((env._("You can still order for"), headroom))
    return found


def what_raises(env, overdue, over):
    """What would let him order more, in sentences.

    :param overdue: text of the amount, None when nothing is overdue
    :param over: he uses more than his limit
    """
    found = []
    if overdue:
        found.append(env._("Pay what is overdue: %s.", overdue))
    if over:
        found.append(
            env._(
                "Your limit is used up: each payment makes room for further orders, and"
                " an order paid in advance needs none."
            )
        )
    found.append(env._("Paying on or before the due date improves your credit."))
    return found


def review(record):
    """One review he asked for, as a dict of texts."""
    env = record.env
    if record.state == "open":
        text = env._(
            "Asked for on %(date)s. You are answered until %(until)s.",
            date=record.asked_on,
            until=record.due_date,
        )
    else:
        text = env._("Answered on %s:", record.answered_on)
    return {"text": text, "answer": record.answer if record.answered_on else ""}
