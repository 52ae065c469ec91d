"""Sentences about what would let a held order pass, and what was written for it."""

from markupsafe import Markup

from ..domain.policy import Kind
from ..domain.proposal import Change


def title(order, proposal):
    """A proposal in a few words."""
    env = order.env
    amount = money(order, proposal.amount)
    names = {
        Change.DEPOSIT: env._("Deposit of %s", deposit(order, proposal)),
        Change.SPLIT: env._("Split: %s on a second quotation", amount),
        Change.DROP: env._("Leave out %s", amount),
        Change.PAYMENT: env._("%s of what is overdue is paid first", amount),
        Change.COVER: env._("Guarantee or credit insurance of %s", amount),
    }
    return names.get(proposal.change) or env._(
        "Payment term: %s", term_name(order, proposal)
    )


def text(order, proposal):
    """What exactly would be done: a list of sentences."""
    return [*_before(order, proposal), *_WORDS[proposal.change](order, proposal)]


def _before(order, proposal):
    env, found = order.env, []
    if proposal.payment:
        found.append(
            env._(
                "First %s of what is overdue has to be paid.",
                money(order, proposal.payment),
            )
        )
    if proposal.term and proposal.change != Change.TERM:
        found.append(env._("The payment term becomes %s.", term_name(order, proposal)))
    return found


def _deposit(order, proposal):
    env = order.env
    return [
        env._(
            "The quotation asks for %s in advance. It passes when the money is here,"
            " not before.",
            deposit(order, proposal),
        )
    ]


def _term(order, proposal):
    return [
        order.env._(
            "%(term)s instead of %(present)s.",
            term=term_name(order, proposal),
            present=order.payment_term_id.name or order.env._("no payment term"),
        )
    ]


def _split(order, proposal):
    return [
        order.env._("Later, on a second quotation: %s", taken_out(order, proposal)),
        _staying(order, proposal),
    ]


def _drop(order, proposal):
    return [
        order.env._("Without: %s", taken_out(order, proposal)),
        _staying(order, proposal),
    ]


def _staying(order, proposal):
    staying = order._o2c_credit_amount() - proposal.amount
    return order.env._("About %s stay on this quotation.", money(order, staying))


def _payment(order, proposal):
    return [
        order.env._("The order is looked at again as soon as the payment is matched.")
    ]


def _cover(order, proposal):
    return [
        order.env._(
            "When a guarantee or an insurance of this amount is entered, the order"
            " passes as it is. The credit manager enters it."
        )
    ]


_WORDS = {
    Change.DEPOSIT: _deposit,
    Change.TERM: _term,
    Change.SPLIT: _split,
    Change.DROP: _drop,
    Change.PAYMENT: _payment,
    Change.COVER: _cover,
}


def need(env, reason, sentence):
    """What has to happen when no change of the order helps.

    :param sentence: why the rule was hit, in words
    """
    texts = {
        Kind.FORCED_HOLD: env._("Whoever placed the hold, or his chief, releases it."),
        Kind.LIMIT_EXPIRED: env._("The credit manager renews the limit."),
        Kind.RISK_CLASS: env._(
            "The credit manager decides, or sets the class by hand."
        ),
        Kind.DUNNING_STEP: env._("The dunned invoices are paid first."),
        Kind.BETTER_TERM: env._("The payment term is the customer's own."),
        Kind.BETTER_DISCOUNT: env._("The discount is brought down."),
        Kind.LAST_PAYMENT: env._("The customer pays something first."),
    }
    remedy = texts.get(reason.code) or env._("The credit manager has to decide.")
    return f"{sentence} {remedy}"


def money(order, amount):
    """An amount in company currency as text."""
    return order.company_id.currency_id.format(float(amount))


def deposit(order, proposal):
    """The deposit as the customer is asked for it, in the order's currency."""
    return order.currency_id.format(order._o2c_deposit(proposal.amount))


def term_name(order, proposal):
    """The name of the payment term that is proposed."""
    return order.env["account.payment.term"].browse(proposal.term.id).name


def taken_out(order, proposal):
    """What is taken out: quantities and products."""
    line_of = {line.id: line for line in order.order_line}
    return ", ".join(
        f"{float(quantity):g} x {line_of[line_id].product_id.display_name}"
        for line_id, quantity in proposal.removed
    )


# ------------------------------------------------------------- what was written
def written(order, proposal, other=None):
    """What stands in the chatter of the revised quotation."""
    lines = [order.env._("Revised so that it passes the credit check:")]
    lines += [title(order, proposal), *text(order, proposal)]
    body = Markup("<br/>").join(lines)
    if other:
        body += Markup("<br/>%s %s") % (
            order.env._("What was taken out is on"),
            other._get_html_link(),
        )
    return body


def split_off(order):
    """What stands in the chatter of the second quotation."""
    return Markup("%s %s") % (
        order.env._("Taken out so that this quotation passes the credit check:"),
        order._get_html_link(),
    )


def outdated(env):
    """Why a proposal is not written: something changed since it was made."""
    return env._("The figures have changed meanwhile. Look at the proposals again.")


def not_writable(env):
    """Why nothing is written by somebody who may only read the quotation."""
    return env._("Only quotations that you may change are revised.")
