"""What is said of remedies."""

from ..domain.remedy import MONEY, Fault, Kind, State, Why
from .choice import choice

SHOWN = 5


def title(remedy):
    """The name of a remedy: its number and what it is."""
    return remedy.env._(
        "%(number)s %(kind)s",
        number=remedy.name or "",
        kind=choice(remedy, "kind", remedy.kind) if remedy.kind else "",
    )


def document_state(document):
    """The state of a document in words; nothing when it has none."""
    if "state" not in document._fields:
        return False
    return choice(document, "state", document.state)


def fault(ticket, reason):
    """Why a remedy cannot be given on ``ticket``."""
    env, params = ticket.env, reason.params
    left = params.get("left", 0)
    return {
        Fault.TICKET_CLOSED: env._("The ticket is closed. Reopen it first."),
        Fault.NO_NOTE: env._("Say why the customer gets this."),
        Fault.NO_AMOUNT: env._("Give an amount of more than zero."),
        Fault.NO_INVOICE: env._("Choose a posted invoice of this customer."),
        Fault.NO_ORDER: env._("Choose an order of this customer."),
        Fault.NO_LINES: env._("Say how many of which goods."),
        Fault.NO_PRODUCT: env._("Say which product is repaired."),
        Fault.NO_REASON: env._("Say why the goods come back."),
        Fault.TOO_MUCH: env._(
            "Only %(left)s of the invoice can still be credited: the rest is credited,"
            " promised or in dispute.",
            left=f"{left:.2f}",
        ),
        Fault.TOO_MUCH_OF_PRODUCT: env._(
            "Of %(name)s only %(left)s can still be credited.",
            name=params.get("name"),
            left=f"{left:.2f}",
        ),
        Fault.TOO_MANY: env._(
            "%(name)s: only %(free)s can still be given.",
            name=params.get("name"),
            free=f"{params.get('free', 0):g}",
        ),
    }[reason.code]


def refused(remedy, reason):
    """Why a remedy is not granted by this person."""
    env = remedy.env
    name = remedy.name
    value = remedy.company_currency_id.format(remedy.amount_company)
    return {
        Why.NOT_OPEN: env._("%s is decided already.", name),
        Why.NO_RIGHT: env._("A care leader decides about %s.", name),
        Why.OWN_REQUEST: env._(
            "You asked for %s yourself: somebody else decides.", name
        ),
        Why.SAME_PERSON: env._(
            "You approved %s already: a second person has to agree.", name
        ),
        Why.ABOVE_TIER: env._(
            "%(name)s is worth %(value)s: that is above your limit.",
            name=name,
            value=value,
        ),
        Why.NO_TIER: env._(
            "%(name)s is worth %(value)s: nobody may grant that. Ask who sets up the"
            " approval of remedies.",
            name=name,
            value=value,
        ),
    }[reason.code]


def no_such_step(remedy, state):
    """Why a remedy does not go there."""
    return remedy.env._(
        "%(name)s is “%(state)s” and cannot become “%(target)s”.",
        name=remedy.name,
        state=choice(remedy, "state", remedy.state),
        target=choice(remedy, "state", state),
    )


def _names(users):
    # named to be asked, whoever may read users
    return ", ".join(users.sudo()[:SHOWN].mapped("name"))


def offer(remedy):
    """What the customer is offered, in one line."""
    env = remedy.env
    lines = remedy.sudo().line_ids  # told to the customer whose goods they are
    goods = ", ".join(f"{line.quantity:g} x {line.name}" for line in lines)
    kind = choice(remedy, "kind", remedy.kind)
    amount = remedy.currency_id.format(remedy.amount)
    if Kind(remedy.kind) in MONEY:
        return env._("%(kind)s over %(amount)s", kind=kind, amount=amount)
    what = goods or remedy.product_id.display_name
    if what:
        return env._("%(kind)s: %(goods)s", kind=kind, goods=what)
    return kind


def at_once(ticket):
    """What happens to a remedy that nobody else has to grant."""
    return ticket.env._("It is done at once: nobody else has to approve it.")


def to_be_approved(ticket, users):
    """Who has to grant a remedy."""
    names = _names(users)
    if not names:
        return ticket.env._("Nobody may approve this.")
    return ticket.env._("To be approved by %s.", names)


def free(remedy):
    """Why nobody had to grant it."""
    return remedy.env._("Nobody has to approve this.")


def alone(remedy, tier):
    """Why nobody else had to grant it."""
    rule = tier.sudo()  # told to everybody whom it concerns
    return remedy.env._(
        "Within what %(user)s grants alone: %(tier)s, up to %(amount)s.",
        user=remedy.requested_by_id.name,
        tier=rule.name,
        amount=remedy.company_currency_id.format(rule.alone_amount),
    )


def granted(remedy):
    """By whom it was granted."""
    env = remedy.env
    if remedy.first_by_id:
        return env._(
            "Approved by %(first)s and %(second)s.",
            first=remedy.first_by_id.name,
            second=env.user.name,
        )
    return env._("Approved by %s.", env.user.name)


def to_approve(remedy):
    """What an approver is asked."""
    return remedy.env._(
        "Approve %(remedy)s of %(amount)s for %(customer)s",
        remedy=remedy.display_name,
        amount=remedy.currency_id.format(remedy.amount),
        customer=remedy.partner_id.name,
    )


def waits_for(remedy, deciders):
    """What an open remedy waits for, False when it waits for nothing."""
    env = remedy.env
    if remedy.state == State.PROPOSED.value:
        names = _names(deciders or env["res.users"])
        return env._("Approval by %s", names or env._("nobody: no one is allowed to"))
    if remedy.state == State.APPROVED.value:
        if remedy.ask_customer and not remedy.answer:
            return env._("The customer's answer")
        return env._("Somebody who carries it out")
    if remedy.state == State.MADE.value:
        return env._(
            "%(document)s (%(state)s)",
            document=remedy.document_name or "",
            state=remedy.document_state or "",
        )
    return False


def was_refused(remedy):
    """What is told to who asked for a refused remedy."""
    return remedy.env._(
        "%(remedy)s was refused: %(note)s",
        remedy=remedy.display_name,
        note=remedy.decision_note,
    )


def not_offered(remedy):
    """Why the customer cannot answer."""
    return remedy.env._("This offer is not open any more.")


def not_accepted(remedy):
    """Why it is not carried out."""
    return remedy.env._("%s waits for the answer of the customer.", remedy.name)


def declined(remedy):
    """What is told of an offer that the customer does not want."""
    return remedy.env._("The customer declines %s.", remedy.display_name)


def answer_summary(remedy):
    """The line in the contact ledger about the answer."""
    env = remedy.env
    if remedy.answer == "accepted":
        return env._("Accepts %s", remedy.display_name)
    return env._("Declines %s", remedy.display_name)


def failed(remedy, error):
    """What the owner is told when an accepted remedy could not be carried out."""
    return remedy.env._(
        "%(remedy)s is accepted but could not be carried out: %(error)s",
        remedy=remedy.display_name,
        error=error,
    )


def document_gone(remedy, name):
    """What the owner is told when the document was cancelled."""
    return remedy.env._(
        "%(document)s is gone, so %(remedy)s is not given yet. Carry it out again or"
        " cancel it.",
        document=name,
        remedy=remedy.display_name,
    )


def said_already(remedy):
    """Why an explanation is not taken back."""
    return remedy.env._("The customer has read it already.")


def too_late(document):
    """Why the document of a remedy cannot be undone."""
    return document.env._(
        "%s is too far to be undone: the customer has it already.",
        document.display_name,
    )


def still_owed(ticket, remedies):
    """Why a ticket is not closed."""
    env = ticket.env
    names = "\n".join(f"- {r.display_name}: {r.waits_for}" for r in remedies)
    return env._(
        "%(ticket)s cannot be closed: the customer still gets something. See that it is"
        " done, or cancel it and say why.\n%(names)s",
        ticket=ticket.display_name,
        names=names,
    )


def credit_note_ref(remedy):
    """The reference on the document, in the customer's language."""
    customer = remedy.with_context(lang=remedy._lang())
    return customer.env._(
        "Complaint %(ticket)s, %(remedy)s",
        ticket=remedy.ticket_id.number,
        remedy=customer.display_name,
    )
