"""The only place of this module that turns reasons and events into sentences."""

from markupsafe import Markup

from .domain.closing import Missing
from .domain.contact_chain import Fault
from .domain.contest import Why
from .domain.hold import Phase, ReleaseReason


def phase_name(env, phase):
    """The name of a phase of order-to-cash."""
    return {
        Phase.CONFIRMATION: env._("Confirmation"),
        Phase.DELIVERY: env._("Delivery"),
        Phase.INVOICING: env._("Invoicing"),
        Phase.COLLECTION: env._("Collection"),
        Phase.CLOSING: env._("Closing"),
    }[phase]


def phases(env, stopped):
    """The names of several phases, in the order of the process."""
    return ", ".join(phase_name(env, phase) for phase in Phase if phase in stopped)


def release(hold, reason):
    """Why ``hold`` may not be released."""
    env = hold.env
    name = hold.sudo().display_name  # named in a refusal, whoever may read it
    return {
        ReleaseReason.ENDED: env._("“%s” has ended already.", name),
        ReleaseReason.FORCED: env._("“%s” was placed by a person.", name),
        ReleaseReason.NO_RIGHT: env._(
            "You may not release “%(hold)s”; members of “%(group)s” may.",
            hold=name,
            # the group is named so that the user knows whom to ask
            group=hold.sudo().reason_id.release_group_id.full_name,
        ),
        ReleaseReason.OWN_REQUEST: env._(
            "“%s” stopped your own request, so somebody else must release it.", name
        ),
        ReleaseReason.NO_NOTE: env._("Say why you release “%s”.", name),
    }[reason.code]


def hold_amount(hold):
    """The held amount as text, or nothing when everything is held."""
    if not hold.is_partial:
        return ""
    return hold.currency_id.format(hold.amount)


def hold_log(hold, event):
    """The note on the held document when a hold was placed or released."""
    env = hold.env
    values = {
        "reason": hold.reason_id.name,
        "phases": hold.phases,
        "amount": hold_amount(hold),
        "note": (hold.note if event == "placed" else hold.release_note) or "",
    }
    if event == "released":
        text = env._("Hold released: %(reason)s (%(phases)s). %(note)s", **values)
    elif hold.is_partial:
        text = env._("%(amount)s on hold: %(reason)s (%(phases)s). %(note)s", **values)
    else:
        text = env._("On hold: %(reason)s (%(phases)s). %(note)s", **values)
    return Markup("%s") % text.strip()


def holds_summary(holds):
    """One line about several open holds: amount, reason, what it stops, why."""
    return "; ".join(hold_line(hold) for hold in holds)


def hold_line(hold):
    """One open hold in one line."""
    values = {
        "amount": hold_amount(hold),
        "reason": hold.reason_id.name,
        "phases": hold.phases,
        "note": hold.note or "",
    }
    text = hold.env._("%(amount)s %(reason)s (stops: %(phases)s). %(note)s", **values)
    return text.strip()


def held_title(env, phase, count):
    """The title of the message that documents were held."""
    return env._(
        "%(phase)s: %(count)s on hold", phase=phase_name(env, phase), count=count
    )


def held(record, holds):
    """Why one document did not go through a phase."""
    return record.env._(
        "%(name)s is on hold: %(reasons)s",
        name=record.display_name,
        reasons="; ".join(
            f"{hold.reason_id.name}. {hold.note or ''}".strip() for hold in holds
        ),
    )


def held_list(stopped):
    """Why several documents did not go through: ``{record: holds}``, a line each."""
    return "\n".join(held(record, holds) for record, holds in stopped.items())


def portal_held(order):
    """What a customer reads when the reason has no text of its own for him."""
    return order.env._("We are checking your order and will come back to you.")


def missing(order, reason):
    """What keeps ``order`` from being closed, with the number that matters."""
    env = order.env
    count = reason.params.get("count")
    residual = reason.params.get("residual") or 0
    amount = order.company_id.currency_id.format(float(residual))
    return {
        Missing.CONFIRMATION: env._("Confirmation"),
        Missing.DELIVERY: env._("Goods to deliver: %s", count),
        Missing.SERVICE: env._("Services to fulfil: %s", count),
        Missing.RETURN: env._("Returns to receive: %s", count),
        Missing.INVOICE: env._("Lines to invoice or credit: %s", count),
        Missing.POSTING: env._("Draft invoices to post: %s", count),
        Missing.CREDIT_NOTE: env._("Draft credit notes to post: %s", count),
        Missing.PAYMENT: env._("To be settled: %s", amount),
        Missing.HOLD: env._("Open holds on closing: %s", count),
    }[reason.code]


def missing_owner(order, reason):
    """Who takes care of what is missing, as a name."""
    env = order.env
    by_code = {
        Missing.CONFIRMATION: order.user_id.name,
        Missing.DELIVERY: order.warehouse_id.name,
        Missing.SERVICE: order.user_id.name,
        Missing.RETURN: order.warehouse_id.name,
    }
    return by_code.get(reason.code) or env._("Accounting")


def contact_fault(env, number, fault):
    """What the verifier found wrong at an entry."""
    return {
        Fault.CONTENT: env._("Entry %s was changed after it was written.", number),
        Fault.LINK: env._("Entry %s does not follow the entry before it.", number),
        Fault.GAP: env._("Entry %s is missing.", number),
    }[fault]


def contact_intact(env, count):
    """The verifier found nothing wrong."""
    return env._("The chain of %s contacts is intact.", count)


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
