"""Sentences about contested amounts."""

from ..domain.contest import Why


def contest_refused(invoice, reason):
    """Why an amount of ``invoice`` cannot be contested."""
    env, money = invoice.env, invoice.currency_id.format
    if reason.code == Why.MORE_THAN_FREE:
        return env._(
            "%(amount)s cannot be contested: %(free)s of “%(invoice)s” are open and"
            " not contested yet.",
            amount=money(float(reason.params["amount"])),
            free=money(float(reason.params["free"])),
            invoice=invoice.display_name,
        )
    return {
        Why.NOT_AN_INVOICE: env._("Only a posted invoice is contested."),
        Why.NOTHING: env._("How much is contested? Enter more than nothing."),
        Why.NO_WORDS: env._("Say what is wrong."),
    }[reason.code]


def contested(invoice, amount):
    """What the contact ledger says about a contested amount."""
    return invoice.env._(
        "Contests %(amount)s of %(invoice)s",
        amount=invoice.currency_id.format(amount),
        invoice=invoice.name,
    )
