"""What a customer reads when he pays, promises or contests in the portal."""

from odoo.tools import format_date


def not_yours(env):
    """That an item is not his, or open no more."""
    return env._("Choose among your open invoices.")


def one_at_a_time(env):
    """That currencies and companies are not mixed in one payment."""
    return env._("Pay invoices of one currency and one company at a time.")


def credits_cover(env):
    """That unmatched credits are as much as is overdue."""
    return env._(
        "Your credits cover everything that is overdue. Nothing is to be paid."
    )


def nothing_to_pay(env):
    """That none of the chosen invoices can be paid online."""
    return env._("Nothing of this can be paid online now.")


def no_promises(env):
    """That the company wants to be called instead."""
    return env._("Please call us to agree on a payment.")


def asked_already(env):
    """That a request waits for its answer."""
    return env._("We are looking at your first request; please wait for our answer.")


def name_and_address(env):
    """That a contact has a name and an address."""
    return env._("Enter a name and a valid e-mail address.")


def no_date(env):
    """That a day is missing."""
    return env._("On which day? Choose a date.")


def no_amount(env):
    """That an amount is no number."""
    return env._("Enter an amount, for example 120.50.")


def contact_changed(env, contact):
    """What stands in the chatter of the account."""
    return env._(
        "The customer wants to be written to about payments at: %(name)s, %(email)s",
        name=contact.name,
        email=contact.email,
    )


def done(env, code):
    """What the page says after something was done; empty for anything else."""
    return {
        "paid": env._("Thank you. Your payment is on its way to us."),
        "promise": env._("Thank you. We noted your promise and wait until then."),
        "plan": env._("Thank you. We look at your request and answer you."),
        "dispute": env._("Thank you. We look into it; this amount can wait."),
        "contact": env._("We will write to this address about payments."),
        "calendar": env._("Your calendar has a new address; none before it works."),
    }.get(code, "")


def promise(record):
    """One promise as the customer reads it: a dict of texts, without the tolerance."""
    env, money = record.env, record.currency_id.format
    if record.state == "open":
        text = env._("%s to come", money(record.missing))
    elif record.state == "partly":
        text = env._(
            "%(paid)s of %(due)s came in time",
            paid=money(record.paid),
            due=money(record.due),
        )
    else:
        states = dict(record._fields["state"]._description_selection(env))
        text = states[record.state]
    return {
        "day": format_date(env, record.date),
        "amount": money(record.amount),
        "text": text,
    }


def due_title(account, line):
    """The title of an item in a calendar."""
    return account.env._(
        "%(company)s: %(amount)s due, %(number)s",
        company=account.company_id.name,
        amount=line.currency_id.format(line.amount_residual_currency),
        number=line.move_id.name,
    )


def due_text(account, line):
    """What an item in a calendar says besides."""
    reference = line.move_id.payment_reference
    return account.env._("Payment reference: %s", reference) if reference else ""


def promise_title(account, promise):
    """The title of a promise in a calendar."""
    return account.env._(
        "%(company)s: %(amount)s promised",
        company=account.company_id.name,
        amount=promise.currency_id.format(promise.missing),
    )


def calendar_name(account):
    """How the calendar is called."""
    return account.env._("Due dates: %s", account.company_id.name)
