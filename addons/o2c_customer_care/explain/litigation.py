"""What is said of lawsuits."""

from ..domain.litigation import Why
from .choice import choice


def refused(lawsuit, reason):
    """Why a lawsuit is not opened, filed or ended so."""
    env = lawsuit.env
    sentence = {
        Why.NO_RIGHT: lambda: env._("Only a care leader goes to court and ends that."),
        Why.NOTHING: lambda: env._("Choose the rejected amounts that it is about."),
        Why.NOT_REJECTED: lambda: env._("Only a rejected dispute is brought to court."),
        Why.IN_COURT: lambda: env._("One of them is before a court already."),
        Why.MIXED: lambda: env._("All of them must be in one currency and company."),
        Why.PAID: lambda: env._(
            "What is paid or contested anew is not brought to court."
        ),
        Why.NO_SUCH_MOVE: lambda: env._(
            "%s has ended or is filed already.", lawsuit.name
        ),
        Why.OUT_OF_RANGE: lambda: env._(
            "Something between nothing and %s can be awarded.",
            lawsuit.currency_id.format(lawsuit.amount),
        ),
        Why.NOT_THIS_AMOUNT: lambda: _not_this_amount(lawsuit, reason),
        Why.NO_NOTE: lambda: env._("Say what was decided."),
    }[reason.code]
    return sentence()


def _not_this_amount(lawsuit, reason):
    return lawsuit.env._(
        "“%(outcome)s” does not fit this amount: everything is at issue when it is won"
        " or not pursued, nothing when it is lost.",
        outcome=choice(lawsuit, "outcome", reason.params["outcome"].value),
    )


def decided(lawsuit, note):
    """The reason of a dispute's decision that came from a court."""
    return lawsuit.env._(
        "%(lawsuit)s: %(outcome)s. %(note)s",
        lawsuit=lawsuit.name,
        outcome=choice(lawsuit, "outcome", lawsuit.outcome),
        note=note,
    )


def paid(lawsuit):
    """What the responsible is told when the money came."""
    return lawsuit.env._("Paid: nothing is left to claim in %s", lawsuit.name)
