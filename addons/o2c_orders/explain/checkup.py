"""Words of the check-up: its name, its figures."""

from odoo.tools import format_date, formatLang

from ..domain.perfect_index import in_band
from . import perfect

LEG_NAMES = {
    ("captured", "confirmed"): lambda env: env._("From capture to confirmation"),
    ("confirmed", "shipped"): lambda env: env._("From confirmation to shipping"),
    ("shipped", "delivered"): lambda env: env._("From shipping to delivery"),
    ("delivered", "invoiced"): lambda env: env._("From delivery to invoice"),
    ("invoiced", "paid"): lambda env: env._("From invoice to payment"),
    ("captured", "paid"): lambda env: env._("Order to cash, all in all"),
}


def name(checkup):
    """What a check-up is called."""
    env = checkup.env
    return env._(
        "%(company)s, %(start)s to %(stop)s",
        company=checkup.company_id.name or "",
        start=format_date(env, checkup.date_from),
        stop=format_date(env, checkup.date_to),
    )


def figure(record):
    """A figure with its unit."""
    env = record.env
    if not record.is_known:
        return env._("not known yet")
    if record.unit == "money":
        return record.checkup_id.currency_id.format(record.value)
    if record.unit == "count":
        return formatLang(env, record.value, digits=0)
    text = formatLang(env, record.value, digits=1)
    return env._("%s days", text) if record.unit == "days" else f"{text} %"


def value(section, title, number, unit, count=0, **more):
    """The values of one figure; ``number`` None: not known."""
    return {
        "section": section,
        "name": title,
        "is_known": number is not None,
        "value": float(number or 0),
        "unit": unit,
        "count": count or 0,
        **more,
    }


def figures(checkup, baseline, facts):
    """The figures of the spine, as the report shows them."""
    env = checkup.env
    return [
        *_cycle(env, facts["cycle"]),
        *_quality(checkup, facts),
        *_entry(checkup, baseline),
        *_returns(env, facts),
    ]


def _cycle(env, legs):
    return [
        value(
            "cycle",
            LEG_NAMES[first, last](env),
            median,
            "days",
            count,
            key=f"{first}-{last}",
            comment=env._("Median"),
        )
        for first, last, median, count in legs
    ]


def _quality(checkup, facts):
    env, company, index = checkup.env, checkup.company_id, facts["index"]
    low, high = company.o2c_perfect_low, company.o2c_perfect_high
    band = in_band(index.joint, low, high)
    cost, imperfect = facts["cost"]
    judged = {
        "comment": perfect.band(env, band, low, high),
        "verdict": {"below": "bad", "within": "good", "above": "good"}.get(band.value),
    }
    rows = [
        value(
            "quality",
            env._("Perfect orders (SCOR, jointly)"),
            index.joint,
            "percent",
            index.orders,
            key="joint",
            **judged,
        ),
        value(
            "quality",
            env._("Perfect orders (APQC, product of the rates)"),
            index.product,
            "percent",
            index.orders,
            key="product",
        ),
    ]
    rows += [
        value(
            "quality",
            perfect.component_name(env, component),
            rate if index.orders else None,
            "percent",
            index.orders,
            key=component.value,
        )
        for component, rate in index.rates.items()
    ]
    rows.append(
        value(
            "quality",
            env._("Cost of imperfection"),
            cost if index.orders or imperfect else None,
            "money",
            imperfect,
            key="cost",
        )
    )
    return rows


def _entry(checkup, baseline):
    env, company = checkup.env, checkup.company_id
    low, high = company.o2c_entry_low, company.o2c_entry_high
    band = in_band(baseline.accuracy, low, high)
    comment = perfect.band(env, band, low, high)
    if baseline.accuracy is None and baseline.orders:
        comment = env._(
            "Nobody has entered an error yet; below, what checks would find."
        )
    rows = [
        value(
            "entry",
            env._("Orders taken well"),
            baseline.accuracy,
            "percent",
            baseline.orders,
            key="accuracy",
            comment=comment,
            verdict={"below": "bad", "within": "good", "above": "good"}.get(band.value),
        )
    ]
    checks = env["o2c.entry.check"].browse(c.number for c in baseline.checks)
    names = {check.id: check.name for check in checks}
    rows += [
        value(
            "entry",
            env._("Would fail: %s", names[check.number]),
            check.share,
            "percent",
            check.seen,
            key=f"check-{check.number}",
        )
        for check in baseline.checks
        if check.seen
    ]
    return rows


def _returns(env, facts):
    delivered, back, _days = facts["returns"]
    tried, first, refused = facts["attempts"]
    return [
        value(
            "returns",
            env._("Orders of which something came back"),
            100.0 * back / delivered if delivered else None,
            "percent",
            delivered,
            key="returns",
        ),
        value(
            "returns",
            env._("Delivered at the first try"),
            100.0 * first / tried if tried else None,
            "percent",
            tried,
            key="first_attempt",
        ),
        value(
            "returns",
            env._("Refused deliveries"),
            100.0 * refused / tried if tried else None,
            "percent",
            tried,
            key="refused",
        ),
    ]
