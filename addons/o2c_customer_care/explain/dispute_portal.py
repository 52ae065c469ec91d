"""What a customer reads of what he contests, in his words."""

from ..domain.dispute import State


def told(dispute):
    """Where a dispute is and what it means for the customer."""
    return _TEXTS[State(dispute.state)](dispute)


def _money(dispute, amount):
    return dispute.currency_id.format(amount)


def _open(dispute):
    return dispute.env._(
        "We are looking into it. Until we have decided you need not pay this amount,"
        " and we send no reminder about it."
    )


def _granted(dispute):
    env = dispute.env
    if dispute.resolution == "rebill":
        return env._(
            "You are right. We cancel the invoice and send you a corrected one; until"
            " then you need not pay it."
        )
    amount = _money(dispute, dispute.accepted_amount)
    if dispute.accepted_amount < dispute.amount:
        return env._(
            "We credit %s; the credit note follows. The rest is due again.", amount
        )
    return env._("You are right: we credit %s; the credit note follows.", amount)


def _rejected(dispute):
    if dispute.in_court:
        return dispute.env._("Lawyers are dealing with this amount.")
    return dispute.env._(
        "We could not accept it, the amount is due again. If you have something new"
        " to tell, please answer here."
    )


def _settled(dispute):
    note, rebill = dispute.credit_note_id, dispute.rebill_id
    if note.state == "posted" and rebill.state == "posted":
        return dispute.env._(
            "Cancelled with %(note)s and replaced by %(invoice)s.",
            note=note.name,
            invoice=rebill.name,
        )
    if note.state == "posted":
        return dispute.env._("Credited with %s.", note.name)
    return dispute.env._("Settled.")


def _withdrawn(dispute):
    return dispute.env._("Withdrawn; the amount is due again.")


_TEXTS = {
    State.OPEN: _open,
    State.ACCEPTED: _granted,
    State.PARTIAL: _granted,
    State.REJECTED: _rejected,
    State.SETTLED: _settled,
    State.CANCELLED: _withdrawn,
}
