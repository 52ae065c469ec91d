"""Sentences about perfect orders: components, evidence, cost, causal chain."""

from odoo.tools import format_date

from ..domain.causal_chain import Event
from ..domain.perfect_index import Band
from ..domain.perfect_order import Component, Evidence


def component_name(env, component):
    """The name of a component."""
    return {
        Component.COMPLETE: env._("Complete"),
        Component.ON_TIME: env._("On time"),
        Component.INVOICED_RIGHT: env._("Invoiced right"),
        Component.UNDAMAGED: env._("Undamaged"),
    }[component]


def verdict_name(env, verdict):
    """The name of a verdict."""
    return {"yes": env._("Yes"), "no": env._("No"), "open": env._("Not known yet")}[
        verdict
    ]


def evidence_text(env, judgements, only=("yes", "no", "open")):
    """The evidence of the judgements with these verdicts, in one line."""
    found = [
        evidence(env, proof)
        for judgement in judgements or ()
        if judgement["verdict"] in only
        for proof in judgement["evidence"]
    ]
    return " ".join(found)


def evidence(env, proof):
    """One piece of evidence, as a sentence."""
    values = dict(proof["params"])
    for name in ("planned", "actual", "until"):
        if values.get(name):
            values[name] = format_date(env, values[name])
    return _EVIDENCE[Evidence(proof["code"])](env, values)


def page(order, found, links):
    """What the page on the order shows: judgement, cost, chain. None: nothing."""
    if found is None and not links:
        return None
    currency = order.company_id.currency_id
    return {
        "measure": found and _measure(order.env, found, currency),
        "chain": [_link(order.env, link, currency) for link in links],
    }


def _measure(env, found, currency):
    _row, measure, cost, _complaints, witness = found
    told = witness or {}
    return {
        "verdict": measure.verdict.value,
        "components": [
            {
                "key": judgement.component.value,
                "name": component_name(env, judgement.component),
                "verdict": judgement.verdict.value,
                "verdict_name": verdict_name(env, judgement.verdict.value),
                "evidence": [
                    evidence(
                        env,
                        {"code": r.code.value, "params": _plain(r.params, currency)},
                    )
                    for r in judgement.evidence
                ],
                "customer": _told(env, told.get(judgement.component.value)),
                "differs": _differs(
                    told.get(judgement.component.value), judgement.verdict.value
                ),
            }
            for judgement in measure.judgements
        ],
        "costs": [
            {"name": name, "amount": currency.format(float(amount))}
            for name, amount in (
                (env._("Redelivery"), cost.redelivery),
                (env._("Credit notes"), cost.credit),
                (env._("Handling, %s minutes", cost.minutes), cost.handling),
            )
            if amount
        ],
        "total": currency.format(float(cost.total)) if cost.total else "",
    }


def _told(env, answer):
    if answer is None:
        return ""
    return env._("The customer says: yes") if answer else env._("The customer says: no")


def _differs(answer, verdict):
    return answer is not None and verdict != "open" and answer != (verdict == "yes")


def _plain(params, currency):
    values = {
        key: str(value) if hasattr(value, "isoformat") else value
        for key, value in params.items()
    }
    if "amount" in values:
        values["amount"] = currency.format(float(values["amount"]))
    return values


def _link(env, link, currency):
    happening = link.happening
    return {
        "kind": happening.kind.value,
        "name": event_name(env, happening.kind),
        "at": str(happening.at),
        "note": happening.note,
        "days": env._("%s days", happening.days) if happening.days else "",
        "cost": currency.format(float(happening.cost)) if happening.cost else "",
        "behind": currency.format(float(link.behind))
        if link.behind > happening.cost
        else "",
        "cause": -1 if link.cause is None else link.cause,
        "depth": link.depth,
        "record": list(happening.record),
    }


def event_name(env, kind):
    """The name of an event of the causal chain."""
    return {
        Event.ENTRY_REFERENCE: env._("Entry error: reference"),
        Event.ENTRY_QUANTITY: env._("Entry error: quantity"),
        Event.ENTRY_TIME: env._("Entry error: time"),
        Event.ENTRY_ADDRESS: env._("Entry error: address"),
        Event.FAILED_ADDRESS: env._("Delivery failed: address"),
        Event.FAILED_ABSENT: env._("Delivery failed: nobody there"),
        Event.WRONG_DELIVERY: env._("Wrong delivery"),
        Event.LATE: env._("Late delivery"),
        Event.REFUSED: env._("Delivery refused"),
        Event.LOST: env._("Goods lost"),
        Event.RETURN: env._("Goods came back"),
        Event.COMPLAINT: env._("Complaint"),
        Event.CONTESTED: env._("Amount contested"),
        Event.CREDIT_NOTE: env._("Credit note"),
        Event.LATE_PAYMENT: env._("Late payment"),
    }[kind]


def band(env, found, low, high):
    """Where a figure stands to its band."""
    return {
        Band.BELOW: env._("below the target of %(low)g to %(high)g %%"),
        Band.WITHIN: env._("within the target of %(low)g to %(high)g %%"),
        Band.ABOVE: env._("above the target of %(low)g to %(high)g %%"),
        Band.UNKNOWN: env._("no order yet; the target is %(low)g to %(high)g %%"),
    }[found] % {"low": low, "high": high}


def _in_window(env, v):
    if v["days"] and v.get("actual"):
        return env._("Planned for %(planned)s, done on %(actual)s: in the window.", **v)
    return env._("Done on the planned day, %(planned)s.", **v)


def _late(env, v):
    if v.get("actual"):
        return env._(
            "Planned for %(planned)s, done on %(actual)s: %(days)s days late.", **v
        )
    return env._("Planned for %(planned)s: %(days)s days late by now.", **v)


def _waiting(env, v):
    if v.get("planned"):
        return env._("Planned for %(planned)s.", **v)
    return env._("Not done yet.")


_EVIDENCE = {
    Evidence.IN_FULL: lambda env, v: env._("All that was ordered has arrived."),
    Evidence.SHORT: lambda env, v: env._("Lines with too little: %(lines)s.", **v),
    Evidence.OVER: lambda env, v: env._("Lines with too much: %(lines)s.", **v),
    Evidence.IN_PARTS: lambda env, v: env._(
        "It came in %(deliveries)s deliveries.", **v
    ),
    Evidence.UNDELIVERED: lambda env, v: env._("Not delivered yet."),
    Evidence.IN_WINDOW: _in_window,
    Evidence.LATE: _late,
    Evidence.EARLY: lambda env, v: env._(
        "Planned for %(planned)s, done on %(actual)s: %(days)s days early.", **v
    ),
    Evidence.NO_PLAN: lambda env, v: env._("No date was agreed."),
    Evidence.WAITING: _waiting,
    Evidence.MATCHES: lambda env, v: env._(
        "The invoices agree with order and delivery."
    ),
    Evidence.PRICE_DIFFERS: lambda env, v: env._(
        "Lines invoiced at another price: %(count)s.", **v
    ),
    Evidence.QUANTITY_DIFFERS: lambda env, v: env._(
        "Lines invoiced over what is due: %(count)s.", **v
    ),
    Evidence.CREDITED: lambda env, v: env._(
        "Credited beyond what came back: %(amount)s.", **v
    ),
    Evidence.CONTESTED: lambda env, v: env._(
        "Amounts that the customer contested: %(count)s.", **v
    ),
    Evidence.INVOICE_LATE: lambda env, v: env._(
        "Invoiced %(days)s days after the delivery.", **v
    ),
    Evidence.NOT_INVOICED: lambda env, v: env._("Not invoiced yet."),
    Evidence.NOTHING_BACK: lambda env, v: env._(
        "Nothing came back, was refused or complained about."
    ),
    Evidence.RETURNED: lambda env, v: env._("Lines that came back: %(count)s.", **v),
    Evidence.REFUSED: lambda env, v: env._("Refused deliveries: %(count)s.", **v),
    Evidence.LOST: lambda env, v: env._("Lost on the way: %(count)s.", **v),
    Evidence.COMPLAINED: lambda env, v: env._(
        "Complaints about the goods: %(count)s.", **v
    ),
    Evidence.STILL_WATCHED: lambda env, v: env._(
        "Nothing came back so far; watched until %(until)s.", **v
    ),
}
