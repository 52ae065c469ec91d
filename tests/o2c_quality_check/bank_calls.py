"""What calls of a bank's campaigns were like: UCI "Bank Marketing", CC BY 4.0.

The file is in the folder that O2C_DATASETS names; nothing of it is kept here.
"""

import csv
import os
from functools import cache
from pathlib import Path

FOLDER = os.environ.get("O2C_DATASETS")
PATH = Path(FOLDER or "") / "bank_marketing" / "bank-full.csv"
AVAILABLE = bool(FOLDER) and PATH.is_file()


@cache
def bank_calls():
    """(seconds of each talk, share of attempts that reached somebody).

    A row is a customer, with the attempts that it took to speak to him.
    """
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = [
            (int(row["duration"]), int(row["campaign"]))
            for row in csv.DictReader(file, delimiter=";")
        ]
    talks = tuple(float(seconds) for seconds, _attempts in rows)
    return talks, len(rows) / sum(attempts for _seconds, attempts in rows)
