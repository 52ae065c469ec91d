"""What is said of canned answers."""


def unknown(answer, names):
    """Why a text cannot be filled in."""
    return answer.env._(
        "“%(answer)s” cannot fill in %(names)s. What can be filled in: %(allowed)s",
        answer=answer.name,
        names=", ".join(names),
        allowed=answer.placeholders,
    )
