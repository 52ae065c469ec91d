"""Sentences about who is called: conditions, sources, samples and what was left out."""

from odoo.tools import format_amount, format_date, formatLang

from ..domain import calling_law, targeting
from ..domain.targeting import Source, Why
from . import law, retention

# how many names a sentence lists before it only counts
NAMES = 4


def label(record, field, value):
    """The translated name of one choice of a selection field."""
    return dict(record._fields[field]._description_selection(record.env)).get(value, "")


def names(records):
    """The first names, and how many more there are."""
    shown = ", ".join(records[:NAMES].mapped("display_name"))
    more = len(records) - NAMES
    return (
        records.env._("%(names)s and %(n)s more", names=shown, n=more)
        if (more > 0)
        else shown
    )


def condition(line):
    """A condition in plain words: what is true of those who are called."""
    said = _CONDITIONS[line.kind](line) if line.kind else ""
    return line.env._("Not: %s", said) if line.is_not else said


def _area(line):
    parts = [names(line.country_ids), names(line.state_ids)]
    if prefixes := line._zip_prefixes():
        parts.append(line.env._("postcode %s…", "…, ".join(prefixes)))
    return line.env._("Area: %s", "; ".join(filter(None, parts)))


def _product(line):
    parts = filter(None, [names(line.categ_ids), names(line.product_ids)])
    said = "; ".join(parts)
    if line.campaign_id.source == Source.CUSTOMER.value:
        return line.env._("Has bought %s", said)
    return line.env._("Ordered %s", said)


def _last_order(line):
    days = {"low": line.days_from, "high": line.days_to}
    if line.days_to:
        return line.env._("Last order %(low)s to %(high)s days ago", **days)
    return line.env._("Last order at least %s days ago", line.days_from)


def _churn(line):
    env = line.env
    return {
        "gap": lambda: env._(
            "Silent for more than %s times the usual interval",
            formatLang(env, line.factor, digits=1),
        ),
        "basket": lambda: env._(
            "Last three orders below %s%% of those before",
            formatLang(env, line.percent, digits=0),
        ),
        "not_ok": lambda: env._(
            "Did not accept a delivery in the last %s days", line.days_to
        ),
        "complained": lambda: env._("Complained in the last %s days", line.days_to),
    }.get(line.signal, lambda: "")()


def _money(line):
    return format_amount(line.env, line.amount, line.currency_id)


_CONDITIONS = {
    "area": _area,
    "carrier": lambda line: line.env._("Courier: %s", names(line.carrier_ids)),
    "warehouse": lambda line: line.env._("Warehouse: %s", names(line.warehouse_ids)),
    "product": _product,
    "order_amount": lambda line: line.env._("Order of at least %s", _money(line)),
    "first_order": lambda line: line.env._("The customer's first order"),
    "last_order": _last_order,
    "turnover": lambda line: line.env._(
        "Ordered for at least %s in twelve months", _money(line)
    ),
    "tier": lambda line: line.env._(
        "Service level: %s or better", label(line, "tier", line.tier)
    ),
    "tag": lambda line: line.env._("Tagged %s", names(line.tag_ids)),
    "salesperson": lambda line: line.env._("Salesperson: %s", names(line.user_ids)),
    "language": lambda line: line.env._("Language: %s", names(line.lang_ids)),
    "risk_class": lambda line: line.env._(
        "Payment class %s or better", line.risk_class
    ),
    "headroom": lambda line: line.env._(
        "May still order for at least %s", _money(line)
    ),
    "consent": lambda line: line.env._("Has agreed to be called for selling"),
    "churn": _churn,
}


def rule_sentence(campaign):
    """The whole rule read back."""
    env = campaign.env
    parts = [_source(campaign)]
    parts += [line.sentence for line in campaign.rule_ids if line.sentence]
    if campaign.quiet_days:
        parts.append(env._("not phoned in the last %s days", campaign.quiet_days))
    scope = campaign.complaint_scope == "order"
    parts.append(
        env._("no open complaint about it") if scope else env._("no open complaint")
    )
    return "; ".join(parts) + "."


def _source(campaign):
    env = campaign.env
    days = {"low": campaign.min_days, "high": campaign.max_days}
    return {
        Source.DELIVERED: lambda: env._(
            "Orders delivered %(low)s to %(high)s days ago", **days
        ),
        Source.CONFIRMED: lambda: env._(
            "Orders confirmed %(low)s to %(high)s days ago", **days
        ),
        Source.QUOTATION: lambda: env._(
            "Open quotations made %(low)s to %(high)s days ago", **days
        ),
        Source.APPOINTMENT: lambda: env._(
            "Deliveries and pick-ups whose appointment is to be confirmed by phone"
        ),
        Source.CUSTOMER: lambda: env._("Customers who ordered before"),
    }[Source(campaign.source)]()


def _early(env, params):
    day = format_date(env, params["ready"])
    days = params["days"]
    return {
        Source.CONFIRMED: lambda: env._(
            "Confirmed %(days)s day(s) ago: from %(ready)s", days=days, ready=day
        ),
        Source.QUOTATION: lambda: env._(
            "Offered %(days)s day(s) ago: from %(ready)s", days=days, ready=day
        ),
    }.get(
        Source(params.get("source", Source.DELIVERED)),
        lambda: env._(
            "Delivered %(days)s day(s) ago: from %(ready)s", days=days, ready=day
        ),
    )()


def _late(env, params):
    days = {"days": params["days"], "max_days": params["max_days"]}
    return {
        Source.CONFIRMED: lambda: env._(
            "Confirmed %(days)s days ago, more than %(max_days)s", **days
        ),
        Source.QUOTATION: lambda: env._(
            "Offered %(days)s days ago, more than %(max_days)s", **days
        ),
    }.get(
        Source(params.get("source", Source.DELIVERED)),
        lambda: env._("Delivered %(days)s days ago, more than %(max_days)s", **days),
    )()


def _condition_failed(env, params):
    number = params["rule"]
    # who reads why a call was not made need not read the campaign's settings
    line = env["o2c.target.rule"].sudo().browse(max(number, 0)).exists()
    if not line:
        return env._("A condition that the rule no longer has")
    return env._("Does not meet: %s", line.sentence)


def not_called(env, code, params):
    """Why somebody is not called; ``params`` as kept in the database."""
    return {
        Why.NOT_DELIVERED: lambda: env._("Not delivered"),
        Why.NOT_CONFIRMED: lambda: env._("The order is not confirmed any more"),
        Why.QUOTATION_CLOSED: lambda: env._("The quotation is no longer open"),
        Why.APPOINTMENT_SETTLED: lambda: env._("The appointment is settled"),
        Why.NO_CUSTOMER: lambda: env._("The customer is archived"),
        Why.TOO_EARLY: lambda: _early(env, params),
        Why.TOO_LATE: lambda: _late(env, params),
        Why.CALLED: lambda: env._("Called already"),
        Why.CONDITION: lambda: _condition_failed(env, params),
        Why.COMPLAINT: lambda: env._("Open complaint %s", params["ticket"]),
        Why.CONTACTED: lambda: env._(
            "Called %(days)s day(s) ago, on %(on)s",
            days=params["days"],
            on=format_date(env, params["on"]),
        ),
        Why.SAME_CUSTOMER: lambda: env._(
            "The customer is called about %s", params["order"]
        ),
        Why.NO_PHONE: lambda: env._("No phone number"),
        Why.OPTED_OUT: lambda: env._("%s does not want calls", params["phone"]),
        Why.LAW: lambda: _law(env, params),
        Why.HOLDOUT: lambda: retention.left_alone(env, params["name"]),
        Why.NOT_DRAWN: lambda: env._("Not drawn for the sample"),
        Why.CELL_FULL: lambda: env._("Enough answers for this courier and area"),
        Why.BY_HAND: lambda: env._("Taken out by hand: %s", params.get("note", "")),
        Why.ENDED: lambda: env._("The campaign is over"),
    }[targeting.Why(code)]()


def _law(env, params):
    said = [
        law.not_allowed(env, calling_law.Why(code), values)
        for code, values in params["reasons"]
    ]
    # why a call is forbidden is no secret to who may read the call
    rule = env["o2c.calling.rule"].sudo().browse(params["by"] or 0).exists()
    if rule:
        said.append(env._("Rule: %s.", rule.name))
    return " ".join(said)


def left_out(campaign, code, number, n):
    """One line of the list of those who are not called: why, and how many."""
    env = campaign.env
    general = {
        Why.CONDITION: lambda: _line_failed(campaign, number),
        Why.TOO_EARLY: lambda: env._("Too early"),
        Why.TOO_LATE: lambda: env._("Too late"),
        Why.COMPLAINT: lambda: env._("Open complaint"),
        Why.CONTACTED: lambda: env._("Phoned lately"),
        Why.SAME_CUSTOMER: lambda: env._("The customer is called about something else"),
        Why.OPTED_OUT: lambda: env._("Does not want calls"),
        Why.LAW: lambda: env._("Forbidden by the calling rules"),
        Why.HOLDOUT: lambda: env._("Left alone to compare with"),
        Why.BY_HAND: lambda: env._("Taken out by hand"),
    }.get(Why(code))
    return {"text": general() if general else not_called(env, code, {}), "count": n}


def _line_failed(campaign, number):
    line = campaign._lines().get(number)
    if not line:
        return not_called(campaign.env, Why.CONDITION, {"rule": number})
    return campaign.env._("Does not meet: %s", line.sentence)


def matched(env, called, refused):
    """The live count in one sentence."""
    return env._(
        "%(called)s to call today, %(refused)s left out",
        called=called,
        refused=refused,
    )


def cell(campaign, code, size):
    """A row of the table of cells: courier and area, and what was drawn of them."""
    env = campaign.env
    carrier, country, state = (int(part) for part in code.split("/"))
    # who sets up the sample need not read couriers
    courier = env["delivery.carrier"].sudo().browse(carrier).name
    places = env["res.country.state"].browse(state).name or (
        env["res.country"].browse(country).name
    )
    return {
        "courier": courier or env._("No courier"),
        "area": places or env._("Unknown area"),
        "population": size.population,
        "sample": size.sample,
        "margin": None if size.margin is None else round(100 * size.margin, 1),
    }
