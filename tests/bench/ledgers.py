"""The two public ledgers, read from the folder O2C_DATASETS, and what became of them.

Nothing of them is kept here; without the folder a benchmark says so and stops. An as-of
date t knows what was issued and paid up to t; a customer is asked about when he has
an open balance or was invoiced in the last 60 days, and is not more than X days overdue
at t; he is bad when an invoice becomes more than X days overdue within (t, t + 90].
"""

import csv
import os
from collections import namedtuple
from datetime import date, datetime, timedelta
from pathlib import Path

Item = namedtuple("Item", "number customer currency issued due amount settled disputed")
ACTIVE_DAYS = 60
B2B = "ledger_b2b/receivables_2018-11_2019-07.csv"
IBM = "ibm_late_payments/WA_Fn-UseC_-Accounts-Receivable.csv"


def folder():
    """The folder of the data sets, None when it is not given."""
    path = os.environ.get("O2C_DATASETS")
    return Path(path) if path else None


def read_b2b():
    with (folder() / B2B).open(encoding="utf-8") as file:
        return [
            Item(
                row["invoice"],
                row["customer"],
                row["currency"],
                _iso(row["invoice_date"]),
                _iso(row["due_date"]),
                float(row["amount"]),
                _iso(row["settled_date"]),
                False,
            )
            for row in csv.DictReader(file)
        ]


def read_ibm():
    with (folder() / IBM).open(encoding="utf-8") as file:
        return [
            Item(
                row["invoiceNumber"],
                row["customerID"],
                None,
                _american(row["InvoiceDate"]),
                _american(row["DueDate"]),
                float(row["InvoiceAmount"]),
                _american(row["SettledDate"]),
                row["Disputed"] == "Yes",
            )
            for row in csv.DictReader(file)
        ]


def by_customer(items):
    found = {}
    for item in items:
        found.setdefault(item.customer, []).append(item)
    return found


def asked(items, day, late):
    """Whether the customer of ``items`` belongs to the population of ``day``."""
    known = [item for item in items if item.issued <= day]
    due = [item.due for item in known if is_open(item, day)]
    recent = any((day - item.issued).days <= ACTIVE_DAYS for item in known)
    return bool(due or recent) and all((day - d).days <= late for d in due)


def has_open(items, day):
    return any(item.issued <= day and is_open(item, day) for item in items)


def is_bad(items, day, late, horizon):
    """1 when one of ``items`` becomes too late within the horizon, else 0."""
    last = day + timedelta(days=horizon)
    for item in items:
        turns = item.due + timedelta(days=late + 1)
        if day < turns <= last and (item.settled is None or item.settled >= turns):
            return 1
    return 0


def is_open(item, day):
    return item.settled is None or item.settled > day


def _iso(text):
    return date.fromisoformat(text) if text else None


def _american(text):
    return datetime.strptime(text, "%m/%d/%Y").date()
