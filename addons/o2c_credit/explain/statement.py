"""The statement of account as texts, in the language of the environment."""

from odoo.tools.misc import format_date

from ..domain.statement import Kind


def kinds(env):
    """What a line is, in words."""
    return {
        Kind.INVOICE: env._("Invoice"),
        Kind.CREDIT_NOTE: env._("Credit note"),
        Kind.PAYMENT: env._("Payment"),
        Kind.ENTRY: env._("Entry"),
        Kind.CLEARING: env._("Cleared against"),
    }


def headings(env):
    """The words of the workbook."""
    return {
        "title": env._("Statement of account"),
        "in_currency": env._("Amounts in %s"),
        "balance": env._("Balance"),
        "opening": env._("Opening balance"),
        "closing": env._("Closing balance"),
        "kind": env._("Document"),
        "number": env._("Number"),
        "reference": env._("Reference"),
        "date": env._("Date"),
        "due": env._("Due date"),
        "late": env._("Days late"),
        "amount": env._("Amount"),
        "open": env._("Open"),
        "held": env._("Disputed"),
        "promised": env._("Promised"),
        "kinds": kinds(env),
    }


def nothing(env):
    """When nothing is open and nothing happened."""
    return env._("Nothing is open.")


def period(env, statement):
    """The day, or the days, of the statement."""
    as_of = format_date(env, statement.as_of)
    if not statement.date_from:
        return env._("As of %s", as_of)
    first = format_date(env, statement.date_from)
    return env._("From %(first)s to %(last)s", first=first, last=as_of)


def texts(account, statement):
    """The whole statement: a dict of texts and lists of such dicts.

    Keys: ``as_of``, ``date_from`` (empty without activity), ``period``, ``sections``
    with ``currency``, ``total``, ``closing``, ``overdue``, ``credit``, ``held``,
    ``promised`` (empty where nothing), ``cells``, ``items``, ``credits``, ``opening``,
    ``movements``. Each item carries ``document`` (id of the move) and ``key`` (id of
    the receivable line) for links.
    """
    env = account.env
    names = bucket_names(account)
    return {
        "as_of": format_date(env, statement.as_of),
        "date_from": format_date(env, statement.date_from),
        "period": period(env, statement),
        "sections": [
            _section(env, section, statement, names) for section in statement.sections
        ],
    }


def file_name(account, as_of, ending):
    """How the file is called that the customer gets."""
    title = account.env._(
        "Statement %(customer)s %(day)s",
        customer=account.partner_id.name,
        day=as_of.isoformat(),
    )
    return f"{title}.{ending}".replace("/", "-")


def bucket_names(account):
    """The names of the buckets by which his debts are aged, in order."""
    scheme = account.env["o2c.ageing"]._of(account.company_id)
    buckets = scheme.bucket_ids.sorted("day_from")
    return buckets.mapped("display_name") or [account.env._("All")]


def _section(env, section, statement, names):
    currency = env["res.currency"].browse(section.currency)

    def money(amount):
        return currency.format(float(amount))

    def some(amount):
        return money(amount) if amount else ""

    activity = section.opening is not None
    return {
        "currency": currency.name,
        "currency_id": currency.id,
        "total": money(section.open_amount),
        "closing": money(section.closing),
        "in_favour": section.closing < 0,
        "overdue": some(section.overdue),
        "credit": some(section.credit_amount),
        "held": some(section.held),
        "promised": some(section.promised),
        "cells": [
            {"name": name, "amount": money(amount), "empty": not amount}
            for name, amount in zip(names, section.cells, strict=True)
        ],
        "items": [_item(env, item, statement, money, some) for item in section.items],
        "credits": [
            _item(env, item, statement, money, some) for item in section.credits
        ],
        "opening": money(section.opening) if activity else "",
        "movements": [_movement(env, move, money) for move in section.movements],
    }


def _item(env, item, statement, money, some):
    late = item.days_overdue(statement.as_of)
    return {
        "key": item.key,
        "document": item.document,
        "kind": kinds(env)[item.kind],
        "number": item.number,
        "reference": item.reference,
        "date": format_date(env, item.date),
        "due": format_date(env, item.due_date),
        "late": late if late > 0 and item.residual > 0 else 0,
        "amount": money(item.amount),
        "open": money(item.residual),
        "held": some(item.held),
        "promised": some(item.promised),
    }


def _movement(env, movement, money):
    return {
        "date": format_date(env, movement.date),
        "due": format_date(env, movement.due_date)
        if movement.kind == Kind.INVOICE
        else "",
        "kind": kinds(env)[movement.kind],
        "number": movement.number,
        "document": movement.document,
        "debit": money(movement.amount) if movement.amount > 0 else "",
        "credit": money(-movement.amount) if movement.amount < 0 else "",
        "balance": money(movement.balance),
    }


# ------------------------------------------------------------- sending
def no_address(env, contact):
    """Why a statement could not go out."""
    return env._("%s has no valid e-mail address.", contact.display_name)


def broken(env, error):
    """Why a statement could not go out: what came in between, for the administrator."""
    return env._("It could not be made: %s", error)


def sent(env, email):
    """The message after it was handed over."""
    return env._("The statement is on its way to %s.", email)


def not_allowed(env):
    """Who may send what a customer owes."""
    return env._("Statements are for collectors and accountants.")
