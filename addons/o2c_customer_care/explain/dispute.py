"""What is said of disputes."""

from ..domain.dispute import Why
from .choice import choice


def title(dispute):
    """The name of a dispute: whose ticket, which invoice."""
    return dispute.env._(
        "%(ticket)s on %(invoice)s",
        ticket=dispute.ticket_id.number,
        # the number of an invoice names the dispute, whoever may open the invoice
        invoice=dispute.sudo().invoice_id.name,
    )


def open_refused(invoice, reason):
    """Why an amount of ``invoice`` cannot be contested."""
    env = invoice.env
    name = invoice.name or env._("This document")
    left = invoice.currency_id.format(float(reason.params.get("left", 0)))
    return {
        Why.NOT_CUSTOMER_INVOICE: env._("%s is not a customer invoice.", name),
        Why.NOT_POSTED: env._("%s is not posted.", name),
        Why.OTHER_CUSTOMER: env._("%s is an invoice of another customer.", name),
        Why.FOREIGN_LINES: env._("Choose lines of %s only.", name),
        Why.ABOVE_LINES: env._("The chosen lines come to %s only.", left),
        Why.TICKET_CLOSED: env._("The ticket is closed. Reopen it first."),
        Why.NOT_POSITIVE: env._("The contested amount must be more than zero."),
        Why.TOO_MUCH: env._(
            "Of %(invoice)s only %(left)s can still be contested: the rest is paid or"
            " in dispute already.",
            invoice=name,
            left=left,
        ),
    }[reason.code]


def decision_refused(dispute, reason):
    """Why a dispute is not decided so, or not by this person."""
    env = dispute.env
    name = dispute.display_name
    threshold = dispute.company_currency_id.format(
        float(reason.params.get("threshold", 0))
    )
    state = choice(dispute, "state", dispute.state)
    return {
        Why.NO_SUCH_MOVE: env._(
            "%(dispute)s cannot be decided any more: %(state)s.",
            dispute=name,
            state=state,
        ),
        Why.OUT_OF_RANGE: env._(
            "Accept something between nothing and %s.",
            dispute.currency_id.format(dispute.amount),
        ),
        Why.NO_NOTE: env._("Say why you decide so."),
        Why.NO_RIGHT: env._("Only customer care decides disputes."),
        Why.NEEDS_LEADER: env._(
            "%(dispute)s is above %(threshold)s: a care leader decides it.",
            dispute=name,
            threshold=threshold,
        ),
        Why.OWN_REQUEST: env._(
            "You opened %(dispute)s yourself and it is above %(threshold)s: somebody"
            " else decides it.",
            dispute=name,
            threshold=threshold,
        ),
        **_again_refused(dispute, reason),
    }[reason.code]


def _again_refused(dispute, reason):
    """Why it is not taken up again, and the invoice not replaced."""
    env = dispute.env
    left = dispute.currency_id.format(float(reason.params.get("left", 0)))
    return {
        Why.TICKET_CLOSED: env._("The ticket is closed. Reopen it first."),
        Why.IN_COURT: env._("It is before a court."),
        Why.TOO_MUCH: env._(
            "Of the invoice only %s can still be contested: the rest is paid or in"
            " dispute already.",
            left,
        ),
        Why.OTHER_DISPUTES: env._(
            "Other amounts of this invoice are in dispute: decide them first, or the"
            " corrected invoice leaves them behind."
        ),
    }


def before_reopening(dispute):
    """What was decided before a dispute is taken up again."""
    return dispute.env._(
        "%(state)s by %(who)s: %(note)s",
        state=choice(dispute, "state", dispute.state),
        who=dispute.decided_by_id.name or dispute.env._("a rule"),
        note=dispute.decision_note or "-",
    )


def reopened(dispute, note, before):
    """The note on a dispute that was taken up again."""
    return dispute.env._(
        "Taken up again: %(note)s (before: %(before)s)", note=note, before=before
    )


def proposal_refused(dispute):
    """Why a proposal cannot be made."""
    return dispute.env._(
        "Propose something between nothing and %(amount)s while %(dispute)s is open.",
        amount=dispute.currency_id.format(dispute.amount),
        dispute=dispute.display_name,
    )


def hold_note(dispute):
    """The note on the hold that a dispute places on its invoice."""
    return dispute.env._("Contested in ticket %s.", dispute.ticket_id.number)


def over(dispute):
    """Why the hold of a dispute ends."""
    return dispute.env._(
        "Dispute of ticket %(ticket)s: %(state)s.",
        ticket=dispute.ticket_id.number,
        state=choice(dispute, "state", dispute.state),
    )


def credit_note_ref(dispute):
    """The reference on the credit note, in the customer's language."""
    customer = dispute.with_context(lang=dispute.partner_id.lang or dispute.env.lang)
    return customer.env._(
        "Complaint %(ticket)s about %(invoice)s",
        ticket=dispute.ticket_id.number,
        invoice=dispute.invoice_id.name,
    )
