"""Sentences about exceptions: what is wrong, with the number that matters."""

from datetime import datetime

from odoo.tools import format_date, format_datetime

from ..domain.exceptions import Kind, Refusal


def what(found):
    """What is wrong, for the list of exceptions."""
    return _SENTENCES[Kind(found.kind)](found, found.details or {})


def _day(found, text):
    """A moment of the details, in the reader's time zone."""
    if not text:
        return ""
    return format_datetime(found.env, datetime.fromisoformat(text), dt_format="short")


def _since(found):
    return format_date(found.env, found.since)


def _amount(found, details):
    currency = found.env["res.currency"].browse(details.get("currency"))
    return currency.format(float(details.get("amount") or 0))


def _name_of(found, model, field, value):
    """The name of a value of a selection, in the reader's language."""
    names = dict(found.env[model]._fields[field]._description_selection(found.env))
    return names.get(value, "")


def _stage_stuck(found, details):
    return found.env._(
        "In stage “%(stage)s” since %(day)s",
        stage=_name_of(found, "sale.order", "o2c_stage", details.get("stage")),
        day=_since(found),
    )


def _quote_silent(found, details):
    if details.get("until"):
        return found.env._(
            "No answer since %(day)s; valid until %(until)s",
            day=_since(found),
            until=format_date(found.env, details["until"]),
        )
    return found.env._("No answer since %s", _since(found))


def _hold_old(found, details):
    # the reason's name, whoever reads the queue
    reason = found.env["o2c.hold.reason"].sudo().browse(details.get("reason")).exists()
    return found.env._(
        "On hold since %(day)s: %(reason)s",
        day=_since(found),
        reason=reason.name or "",
    )


def _goods_missing(found, details):
    return found.env._(
        "Goods missing for %(count)s lines, ordered on %(day)s",
        count=details.get("lines"),
        day=_since(found),
    )


def _picking_late(found, details):
    return found.env._("Was to leave the shelf on %s", _day(found, details.get("plan")))


def _promise_overdue(found, details):
    return found.env._(
        "Promised for %s, nothing has left", _day(found, details.get("plan"))
    )


def _delivery_late(found, details):
    return found.env._(
        "On the way, was to arrive on %s", _day(found, details.get("plan"))
    )


def _status(found, details):
    return _name_of(found, "o2c.shipment", "status", details.get("status"))


def _delivery_failed(found, details):
    return found.env._(
        "%(status)s on %(day)s; attempts so far: %(count)s",
        status=_status(found, details),
        day=_since(found),
        count=details.get("attempts") or 0,
    )


def _not_received(found, details):
    if details.get("text"):
        return found.env._(
            "The customer says on %(day)s that it never came: %(text)s",
            day=_since(found),
            text=details["text"],
        )
    return found.env._("The customer says on %s that it never came", _since(found))


def _tracking_missing(found, details):
    # the carrier's name, whoever reads the queue
    carrier = found.env["delivery.carrier"].sudo().browse(details.get("carrier"))
    return found.env._(
        "Left on %(day)s with %(carrier)s, no tracking reference",
        day=_since(found),
        carrier=carrier.exists().name or "",
    )


def _courier_silent(found, details):
    return found.env._(
        "Nothing heard since %(day)s of %(ref)s (%(status)s)",
        day=_since(found),
        ref=details.get("ref") or found.record_name,
        status=_status(found, details),
    )


def _not_invoiced(found, details):
    return found.env._(
        "Delivered on %(day)s, not invoiced; order of %(amount)s",
        day=_since(found),
        amount=_amount(found, details),
    )


def _invoice_missing(found, details):
    return found.env._(
        "Could be invoiced since %(day)s; order of %(amount)s",
        day=_since(found),
        amount=_amount(found, details),
    )


def _invoice_draft(found, details):
    return found.env._(
        "Draft of %(amount)s since %(day)s, not posted",
        amount=_amount(found, details),
        day=_since(found),
    )


def _price_mismatch(found, details):
    return found.env._(
        "Invoiced otherwise than ordered: %(amount)s on %(count)s lines",
        amount=_amount(found, details),
        count=details.get("lines"),
    )


def _refusal_open(found, details):
    return found.env._(
        "Refused on %(day)s (%(reason)s), nothing decided",
        day=_since(found),
        reason=_name_of(found, "o2c.refusal", "reason", details.get("reason")),
    )


def _return_missing(found, details):
    return found.env._(
        "Goods expected until %s have not come back",
        format_date(found.env, details.get("expected") or found.since),
    )


def _refund_late(found, details):
    return found.env._(
        "Withdrawn: to be refunded by %s", format_date(found.env, details.get("due"))
    )


def _appointment_open(found, details):
    return found.env._(
        "Appointment for %(day)s: %(state)s",
        day=_day(found, details.get("plan")),
        state=_name_of(found, "o2c.appointment", "state", details.get("state")),
    )


def _activation_failed(found, details):
    return found.env._(
        "%(task)s failed on %(day)s after %(count)s tries. %(error)s",
        task=details.get("name"),
        day=_since(found),
        count=details.get("tries") or 0,
        error=details.get("error") or "",
    ).strip()


def _task_late(found, details):
    return found.env._(
        "%(task)s was to be done by %(day)s",
        task=details.get("name"),
        day=_day(found, details.get("plan")),
    )


_SENTENCES = {
    Kind.STAGE_STUCK: _stage_stuck,
    Kind.QUOTE_SILENT: _quote_silent,
    Kind.HOLD_OLD: _hold_old,
    Kind.GOODS_MISSING: _goods_missing,
    Kind.PICKING_LATE: _picking_late,
    Kind.PROMISE_OVERDUE: _promise_overdue,
    Kind.DELIVERY_LATE: _delivery_late,
    Kind.DELIVERY_FAILED: _delivery_failed,
    Kind.NOT_RECEIVED: _not_received,
    Kind.TRACKING_MISSING: _tracking_missing,
    Kind.COURIER_SILENT: _courier_silent,
    Kind.NOT_INVOICED: _not_invoiced,
    Kind.INVOICE_MISSING: _invoice_missing,
    Kind.INVOICE_DRAFT: _invoice_draft,
    Kind.PRICE_MISMATCH: _price_mismatch,
    Kind.REFUSAL_OPEN: _refusal_open,
    Kind.RETURN_MISSING: _return_missing,
    Kind.REFUND_LATE: _refund_late,
    Kind.APPOINTMENT_OPEN: _appointment_open,
    Kind.ACTIVATION_FAILED: _activation_failed,
    Kind.TASK_LATE: _task_late,
}


def only_job(env, names):
    """Refusal: the queue is kept by the job."""
    return env._("Only the search for exceptions writes these: %s", ", ".join(names))


def not_open(env):
    """Refusal: nobody takes what is settled."""
    return env._("Only open exceptions can be taken.")


def not_aside(found, reason):
    """Why an exception may not be put aside."""
    env = found.env
    name = found.display_name
    return {
        Refusal.CLOSED: env._("“%s” is not open any more.", name),
        Refusal.NO_REASON: env._("Say why “%s” is no exception.", name),
        Refusal.NOT_YOURS: env._(
            "“%s” belongs to somebody else: its owner or the order desk may put it"
            " aside.",
            name,
        ),
    }[reason.code]


def no_order(env):
    """Refusal: there is no order to write about."""
    return env._("This exception is about no order: write to the customer directly.")


def title(found, mark):
    """The subject of the message to an owner about ``found``."""
    count = len(found)
    if mark == "escalated_at":
        return found.env._("Exceptions overdue: %s", count)
    return found.env._("New exceptions for you: %s", count)


def line(found):
    """One exception in a line."""
    return found.env._(
        "%(name)s: %(text)s. %(action)s",
        name=found.display_name,
        text=found.text,
        action=found.next_action or "",
    ).strip()


def more(env, count):
    """What follows the first exceptions of a message."""
    return env._("and %s more", count)


def queue(env):
    """The name of the link to the queue."""
    return env._("Open the queue")
