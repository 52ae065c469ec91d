"""What the import of receivables says."""

from ..domain.history_columns import Column
from ..domain.history_file import Problem


def column_name(env, column):
    """The name of a column as the screens show it."""
    return {
        Column.NUMBER: env._("Invoice number"),
        Column.CUSTOMER: env._("Customer number"),
        Column.INVOICE_DATE: env._("Invoice date"),
        Column.DUE_DATE: env._("Due date"),
        Column.AMOUNT: env._("Amount"),
        Column.SETTLED_DATE: env._("Settled on"),
        Column.CURRENCY: env._("Currency"),
        Column.RATE: env._("Rate (company currency for one unit)"),
        Column.OPEN_AMOUNT: env._("Open amount"),
        Column.COMPANY: env._("Company"),
        Column.CUSTOMER_NAME: env._("Customer name"),
        Column.VAT: env._("VAT number"),
        Column.EXTERNAL_ID: env._("External ID (else the invoice number)"),
        Column.DISPUTED: env._("Disputed (yes/no)"),
        Column.DUNNING_STEP: env._("Dunning step"),
        Column.BROKEN_PROMISE: env._("Promise broken on"),
        Column.RETURNED_PAYMENT: env._("Payment returned on"),
    }[column]


def problem(env, finding):
    """What is wrong in a line of the file, in a sentence."""
    value = finding.value
    return {
        Problem.EMPTY: env._("Nothing is written here."),
        Problem.BAD_DATE: env._("“%s” is no date.", value),
        Problem.BAD_AMOUNT: env._("“%s” is no amount.", value),
        Problem.BAD_ANSWER: env._("“%s” is neither yes nor no.", value),
        Problem.BAD_STEP: env._("“%s” is no dunning step.", value),
        Problem.BAD_RATE: env._("“%s” is no rate.", value),
        Problem.TOO_WIDE: env._("The line has %s cells, more than headers.", value),
        Problem.DOUBLE: env._("The same item as in line %s.", value),
        Problem.OPEN_TOO_MUCH: env._(
            "%s cannot be open: it is not within the amount.", value
        ),
        Problem.OPEN_THOUGH_SETTLED: env._(
            "%s is open although a settlement is given.", value
        ),
        Problem.UNKNOWN_CURRENCY: env._("There is no currency “%s”.", value),
        Problem.NO_RATE: env._(
            "No rate of %s is known for the day of the invoice.", value
        ),
        Problem.UNKNOWN_COMPANY: env._("No company is chosen for “%s”.", value),
        Problem.UNKNOWN_CUSTOMER: env._("No customer is known for “%s”.", value),
        Problem.AMBIGUOUS_CUSTOMER: env._("More than one customer fits “%s”.", value),
        Problem.SETTLED_EARLY: env._(
            "Settled on %s, before the date of the invoice.", value
        ),
        Problem.CREDIT_NOTE: env._("%s is taken for a credit note.", value),
        Problem.EMPTY_LINE: env._("The line is empty and left out."),
    }[finding.problem]


def note(env, kind, count):
    """Something worth knowing about many lines."""
    return {
        Problem.SETTLED_EARLY: env._(
            "%s items were settled before the date of their invoice.", count
        ),
        Problem.CREDIT_NOTE: env._(
            "%s items have negative amounts and are taken for credit notes.", count
        ),
        Problem.EMPTY_LINE: env._("%s empty lines are left out.", count),
    }[kind]


def missing_columns(env, columns):
    """Nothing can be read without these."""
    names = ", ".join(column_name(env, column) for column in columns)
    return env._("Say which column of the file is: %s", names)


def unsure(env, name):
    """What a person has to choose, because the file shows it nowhere."""
    return {
        "date_order": env._(
            "All dates of the file can be read both ways: choose whether the day or"
            " the month stands first."
        ),
        "decimal": env._(
            "The amounts of the file can be read both ways: choose the decimal sign."
        ),
    }[name]


def unreadable(env):
    """The file is nothing that can be imported."""
    return env._(
        "The file cannot be read. Save it as CSV or as an Excel workbook (.xlsx)."
    )


def refused(env, count):
    """Why nothing of a file was imported."""
    return env._("Nothing was imported: %s errors in the file.", count)


def not_allowed(env):
    """Who may import receivables and settle or undo them."""
    return env._("Only credit managers import receivables.")


def not_undone(env, name):
    """Why an import cannot be taken back."""
    return env._(
        "This import cannot be undone: “%s” came later for the same ledger. Undo that"
        " one first.",
        name,
    )


def not_undone_settled(env, count):
    """Why an import cannot be taken back: somebody worked with it."""
    return env._(
        "This import cannot be undone: %s of its items were settled by hand since.",
        count,
    )


def event_note(env, number):
    """What stands on an event that a file brought."""
    return env._("Imported with invoice %s.", number)
