"""The public form: what a stranger may send, and how a machine gives itself away."""

import re
from dataclasses import dataclass
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

QUICKEST = 4  # seconds a person needs at least
OLDEST = 24 * 3600  # seconds a form lives
MOST_FROM_PLACE = 10  # messages from one network address in an hour
MOST_OF_ADDRESS = 5  # of one e-mail address in an hour
EMAIL = re.compile(r"^[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]{2,}$")
LONGEST = {"name": 100, "email": 200, "phone": 40, "order": 60, "subject": 150}
LONGEST_TEXT = 10_000
ENDINGS = frozenset(
    "pdf jpg jpeg png webp heic gif txt csv doc docx xls xlsx odt ods".split()
)
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_SUM = 10 * 1024 * 1024
MOST_FILES = 5


class Objection(str, Enum):
    """What is wrong with what was sent."""

    TRAP = "trap"
    TOO_QUICK = "too_quick"
    EXPIRED = "expired"
    TOO_MANY = "too_many"
    NO_NAME = "no_name"
    BAD_EMAIL = "bad_email"
    NO_SUBJECT = "no_subject"
    NO_TEXT = "no_text"
    NO_CONSENT = "no_consent"
    BAD_FILES = "bad_files"


# the sender sees nothing of these: he is no person
SILENT = frozenset({Objection.TRAP, Objection.TOO_QUICK})


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent; ``age`` are the seconds since the form was shown, None: its
    stamp is not ours. ``files_left`` counts files that were not accepted."""

    values: dict
    age: float | None
    trap: str = ""
    consent: bool = False
    files_left: int = 0
    from_place: int = 0
    of_address: int = 0


def read(form):
    """The texts of a form, each on one line and not too long.

    >>> read({"name": " Rita\\n Neri ", "text": "a"})["name"]
    'Rita Neri'
    """
    values = {
        name: " ".join((form.get(name) or "").split())[:longest]
        for name, longest in LONGEST.items()
    }
    text = (form.get("text") or "").replace("\0", "").strip()
    return {**values, "email": values["email"].lower(), "text": text[:LONGEST_TEXT]}


def judge(sent):
    """Whether it becomes a ticket; a machine hears one reason, a person all.

    >>> judge(Sent({}, age=60, trap="x")).reasons[0].code.value
    'trap'
    """
    machine = _machine(sent)
    if machine:
        return Decision((Reason(machine, {}),))
    return Decision(tuple(Reason(code, {}) for code in _objections(sent)))


def _machine(sent):
    if sent.trap:
        return Objection.TRAP
    if sent.age is not None and 0 <= sent.age < QUICKEST:
        return Objection.TOO_QUICK
    many = sent.from_place >= MOST_FROM_PLACE or sent.of_address >= MOST_OF_ADDRESS
    return Objection.TOO_MANY if many else None


def _objections(sent):
    values = sent.values
    old = sent.age is None or not 0 <= sent.age <= OLDEST
    checks = (
        (old, Objection.EXPIRED),
        (not values.get("name"), Objection.NO_NAME),
        (not EMAIL.match(values.get("email", "")), Objection.BAD_EMAIL),
        (not values.get("subject"), Objection.NO_SUBJECT),
        (not values.get("text"), Objection.NO_TEXT),
        (sent.files_left, Objection.BAD_FILES),
        (not sent.consent, Objection.NO_CONSENT),
    )
    return [code for wrong, code in checks if wrong]
