"""Sentences about couriers: what cannot be read, what is not believed."""

from ..domain.courier import Refused
from ..domain.courier_report import Fault


def faults(env, reasons):
    """What is wrong with one report or file, in one line."""
    return " ".join(fault(env, reason) for reason in reasons)


def fault(env, reason):
    """One thing that is wrong with a report."""
    params = reason.params
    return {
        Fault.NOT_JSON: env._("This is no JSON."),
        Fault.NOT_TEXT: env._("This is no text file."),
        Fault.NO_REPORTS: env._("There is no report in it."),
        Fault.NOT_AN_OBJECT: env._("A report is an object with named values."),
        Fault.NO_COLUMN: env._("The column “%s” is missing.", params.get("column")),
        Fault.MISSING: env._("“%s” is empty.", params.get("column")),
        Fault.TOO_LONG: env._("“%s” is too long.", params.get("column")),
        Fault.BAD_MOMENT: env._(
            "“%s” is no moment; write 2026-03-02T14:30:00+01:00.", params.get("value")
        ),
        Fault.BAD_POSITION: env._("The position is not on earth."),
        Fault.BAD_PICTURE: env._("A picture is JPEG, PNG or WebP in base64."),
    }[reason.code]


def refused(env, reason):
    """Why a message is not believed. Says nothing that helps to forge one."""
    return {
        Refused.NO_SIGNATURE: env._("The signature is missing."),
        Refused.NO_TIMESTAMP: env._("The timestamp is missing or no number."),
        Refused.STALE: env._(
            "The timestamp is %s seconds away from now.", reason.params.get("seconds")
        ),
        Refused.BAD_SIGNATURE: env._("The signature is wrong."),
        Refused.TOO_LARGE: env._("The message is too large."),
    }[reason.code]


def to_handle(message):
    """What the responsible has to do about a message."""
    env = message.env
    return {
        "unknown_code": env._("Say what the code “%s” means", message.code),
        "unknown_shipment": env._("Find the parcel “%s”", message.tracking_ref),
        "unreadable": env._("Ask the courier: a report cannot be read"),
        "refused": env._("Check the secret: a message was refused"),
    }[message.outcome]


def waiting(message):
    """Why a report of a file was kept but not entered, or only half."""
    env = message.env
    return {
        "unknown_code": env._("Kept: the code “%s” is unknown.", message.code),
        "unknown_shipment": env._("Kept: no parcel “%s”.", message.tracking_ref),
    }.get(message.outcome) or message.detail


def imported(env, faulty, rows):
    """What became of the lines of a file."""
    new = [message for _report, message, is_new in rows if is_new]
    if faulty and not rows:
        return env._("%s lines have errors. Nothing was entered.", len(faulty))
    return env._(
        "%(entered)s reports entered, %(kept)s kept to be handled, %(known)s known"
        " already, %(faulty)s lines left out.",
        entered=len([message for message in new if message.outcome == "entered"]),
        kept=len([message for message in new if message.outcome != "entered"]),
        known=len(rows) - len(new),
        faulty=len(faulty),
    )
