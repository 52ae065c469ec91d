"""The only place of this module that turns reasons and events into sentences."""

from .domain.dispute import Why as DisputeWhy
from .domain.ticket import Why


def choice(record, field, value):
    """The name of a value of a selection field, in the user's language."""
    return dict(record._fields[field]._description_selection(record.env))[value]


# ----------------------------------------------------------------- tickets
def move_refused(ticket, reason):
    """Why ``ticket`` does not go to another stage."""
    env = ticket.env
    if reason.code is Why.OPEN_DISPUTE:
        return env._(
            "%(ticket)s cannot be closed: %(count)s dispute(s) still to be decided.",
            ticket=ticket.display_name,
            count=reason.params["count"],
        )
    return env._(
        "%(ticket)s cannot go from “%(stage)s” to “%(target)s”.",
        ticket=ticket.display_name,
        stage=choice(ticket, "stage", reason.params["stage"].value),
        target=choice(ticket, "stage", reason.params["target"].value),
    )


def other_customer(ticket, document):
    """Why a ticket is not about a document."""
    return ticket.env._(
        "%(document)s belongs to another customer than %(ticket)s.",
        document=document.display_name,
        ticket=ticket.display_name,
    )


def complaint_hold(ticket):
    """The note on the hold that an open ticket places on its order."""
    return ticket.env._("Ticket %s is open.", ticket.number)


def complaint_over(ticket):
    """Why the hold of a ticket ends."""
    return ticket.env._("Ticket %s no longer stands in the way.", ticket.number)


# ----------------------------------------------------------------- disputes
def dispute_name(dispute):
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
        DisputeWhy.NOT_CUSTOMER_INVOICE: env._("%s is not a customer invoice.", name),
        DisputeWhy.NOT_POSTED: env._("%s is not posted.", name),
        DisputeWhy.OTHER_CUSTOMER: env._("%s is an invoice of another customer.", name),
        DisputeWhy.FOREIGN_LINES: env._("Choose lines of %s only.", name),
        DisputeWhy.ABOVE_LINES: env._("The chosen lines come to %s only.", left),
        DisputeWhy.TICKET_CLOSED: env._("The ticket is closed. Reopen it first."),
        DisputeWhy.NOT_POSITIVE: env._("The contested amount must be more than zero."),
        DisputeWhy.TOO_MUCH: env._(
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
        DisputeWhy.NO_SUCH_MOVE: env._(
            "%(dispute)s cannot be decided any more: %(state)s.",
            dispute=name,
            state=state,
        ),
        DisputeWhy.OUT_OF_RANGE: env._(
            "Accept something between nothing and %s.",
            dispute.currency_id.format(dispute.amount),
        ),
        DisputeWhy.NO_NOTE: env._("Say why you decide so."),
        DisputeWhy.NO_RIGHT: env._("Only customer care decides disputes."),
        DisputeWhy.NEEDS_LEADER: env._(
            "%(dispute)s is above %(threshold)s: a care leader decides it.",
            dispute=name,
            threshold=threshold,
        ),
        DisputeWhy.OWN_REQUEST: env._(
            "You opened %(dispute)s yourself and it is above %(threshold)s: somebody"
            " else decides it.",
            dispute=name,
            threshold=threshold,
        ),
    }[reason.code]


def proposal_refused(dispute):
    """Why a proposal cannot be made."""
    return dispute.env._(
        "Propose something between nothing and %(amount)s while %(dispute)s is open.",
        amount=dispute.currency_id.format(dispute.amount),
        dispute=dispute.display_name,
    )


def dispute_hold(dispute):
    """The note on the hold that a dispute places on its invoice."""
    return dispute.env._("Contested in ticket %s.", dispute.ticket_id.number)


def dispute_over(dispute):
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


# ----------------------------------------------------------------- customer card
def card_lines(partner, tickets):
    """What the customer card says of open tickets and contested amounts."""
    env = partner.env
    lines = [
        {"label": t.number, "value": _card_ticket(t), "record": [t._name, t.id]}
        for t in tickets[:5]
    ]
    disputed = tickets.dispute_ids.filtered(lambda d: d._at_stake())
    for company, disputes in disputed.grouped("company_id").items():
        amount = sum(float(dispute._held_value()) for dispute in disputes)
        lines.append(
            {
                "label": env._("In dispute (%s)", company.name),
                "value": company.currency_id.format(amount),
                **_opened(disputes),
            }
        )
    return lines or [{"label": env._("Tickets"), "value": env._("No open ticket")}]


def _opened(records):
    """Where a click on a line of the card leads: a sum of several leads nowhere."""
    return {"record": [records._name, records.id]} if len(records) == 1 else {}


def _card_ticket(ticket):
    return ticket.env._(
        "%(subject)s (%(stage)s)",
        subject=ticket.name,
        stage=choice(ticket, "stage", ticket.stage),
    )


# ----------------------------------------------------------------- portal
def portal_subject(document):
    """The subject of a ticket whose customer gave none."""
    return document.env._("About %s", document.display_name)


def portal_move(ticket, move):
    """What the customer did with a ticket in the portal."""
    env = ticket.env
    if move == "close":
        return env._("Closed by the customer: the answer is satisfactory.")
    return env._("Taken up again by the customer.")
