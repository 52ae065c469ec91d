"""A calculation sheet as JSON, so that a claim keeps what it was computed from."""

from datetime import date

DATES = {"as_of", "due", "invoice_date", "date_from", "date_to", "rate_date", "date"}
DATES |= {"day"}
TEXTS = {"invoice", "source", "currency", "basis", "law_source", "code", "law"}


def as_dict(line, item, law, sheet):
    """The sheet of ``line`` with all that a reader needs to check it."""
    sources = {rate.id: rate.source for rate in law.rate_ids} if law else {}
    return {
        "invoice": line.move_id.name,
        "invoice_date": _iso(line.move_id.invoice_date),
        "due": _iso(sheet.due_date),
        "as_of": _iso(sheet.as_of),
        "principal": str(sheet.principal),
        "payments": [
            {"date": _iso(day), "amount": str(amount)}
            for day, amount in sorted(item.payments)
            if day <= sheet.as_of
        ],
        "segments": [_segment(part, sources) for part in sheet.segments],
        "gaps": [_gap(part) for part in sheet.gaps],
        "disputed": bool(item.disputes),
        "fixed": _fixed(sheet.fixed),
        "accrued": str(sheet.accrued),
        "claimed_interest": str(sheet.claimed_interest),
        "claimed_compensation": str(sheet.claimed_compensation),
        "interest": str(sheet.interest),
        "compensation": str(sheet.compensation),
        "total": str(sheet.total),
        "day_base": sheet.day_base,
        "law_id": law.id if law else False,
        "law_source": law.source if law else False,
        "reasons": [_reason(reason) for reason in sheet.reasons],
    }


def restored(value, key=None):
    """What :func:`as_dict` made, with dates and numbers, to be shown."""
    if isinstance(value, dict):
        return {name: restored(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [restored(inner, key) for inner in value]
    if not isinstance(value, str) or key in TEXTS:
        return value
    return date.fromisoformat(value) if key in DATES else float(value)


def _segment(part, sources):
    return {
        **_gap(part),
        "percent": str(part.percent),
        "interest": str(part.interest),
        "source": sources.get(part.rate_key, False),
    }


def _gap(part):
    return {
        "date_from": _iso(part.date_from),
        "date_to": _iso(part.date_to),
        "days": part.days,
        "principal": str(part.principal),
    }


def _fixed(fixed):
    if not fixed:
        return False
    return {
        "amount": str(fixed.amount),
        "base": str(fixed.base),
        "currency": fixed.currency,
        "rate": str(fixed.rate),
        "rate_date": _iso(fixed.rate_date),
    }


def _reason(reason):
    params = {
        name: _iso(value) if isinstance(value, date) else value
        for name, value in reason.params.items()
    }
    return {"code": reason.code.value, "params": params}


def _iso(day):
    return day.isoformat() if day else False
