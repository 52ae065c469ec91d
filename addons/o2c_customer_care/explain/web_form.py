"""What the sender of the public form is told."""

from ..domain.web_form import Objection


def consent(company):
    """The words that the sender agrees to, kept with his message."""
    return company.env._(
        "I agree that %s keeps and uses what I write here to answer me.",
        company.name,
    )


def objection(env, code):
    """What is wrong with what was sent."""
    return {
        Objection.EXPIRED: env._("This page was open for too long. Please send again."),
        Objection.TOO_MANY: env._(
            "Many messages came from you already. Please try again in an hour."
        ),
        Objection.NO_NAME: env._("Please tell us your name."),
        Objection.BAD_EMAIL: env._("This is no e-mail address we could answer to."),
        Objection.NO_SUBJECT: env._("Please say in a few words what it is about."),
        Objection.NO_TEXT: env._("Please write your message."),
        Objection.NO_CONSENT: env._("Please agree that we may use what you write."),
        Objection.BAD_FILES: env._(
            "Please attach at most five pictures or documents of 5 MB each."
        ),
    }[code]
