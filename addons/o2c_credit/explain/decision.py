"""A decision document in words, in the language of who reads it."""

from types import SimpleNamespace

from ..domain.exposure import Part
from . import exposure, policy


def sealed(env):
    """Why a document is neither changed nor deleted."""
    return env._("A credit decision is a document: it is never changed or deleted.")


def text(decision):
    """All that the document shows: ``{"facts": [...], "hits": [...]}``."""
    env, currency = decision.env, decision.currency_id
    return {
        "facts": _facts(env, currency, decision.facts or {}),
        "score": _score(env, decision.score or {}),
        "hits": [_hit(env, currency, hit) for hit in decision.hits or []],
        "conditions": _conditions(env, currency, decision.conditions or {}),
    }


def _hit(env, currency, hit):
    reason = SimpleNamespace(code=hit["kind"], params=hit["params"])
    return {
        "name": hit["name"],
        "sentence": policy.sentence(env, currency, reason),
        "outcome": _outcome(env, hit),
        "holds": hit["holds"],
    }


def _outcome(env, hit):
    if hit.get("exemption"):
        return env._("exempt: %s", hit["exemption"])
    if hit["approved"]:
        return env._("let pass by a person")
    return env._("holds") if hit["holds"] else env._("warns")


def _facts(env, currency, facts):
    """[{label, value, strong}] in the order in which a reader asks for them."""

    def money(value):
        return currency.format(float(value))

    rows = [(env._("This order"), money(facts["order"]))] if "order" in facts else []
    if facts.get("document_currency") not in (None, facts.get("currency")):
        amount = f"{policy.number(facts['document'])} {facts['document_currency']}"
        rows.append((env._("In the currency of the order"), amount))
    if "limit" in facts:
        rows.append((env._("Credit limit"), money(facts["limit"])))
    elif facts:
        rows.append((env._("Credit limit"), exposure.limit_text(env, currency, None)))
    rows += _exposure(env, money, facts.get("exposure") or {})
    if facts.get("group"):
        rows.append((env._("Limit of the group"), money(facts["group_limit"])))
        rows.append((env._("Exposure of the group"), money(facts["group"]["total"])))
    rows += _behaviour(env, money, facts)
    return [{"label": label, "value": value} for label, value in rows]


def _exposure(env, money, parts):
    rows = [
        (exposure.part_name(env, part), money(parts[part.value]))
        for part in Part
        if part.value in parts
    ]
    if "total" in parts:
        rows.append((env._("Exposure"), money(parts["total"])))
    return rows


def _behaviour(env, money, facts):
    rows = []
    if overdue := facts.get("overdue"):
        value = env._(
            "%(amount)s, the oldest item %(days)s days",
            amount=money(overdue["amount"]),
            days=overdue["oldest"],
        )
        rows.append((env._("Overdue without disputes"), value))
    labels = {
        "risk_class": env._("Risk class"),
        "term": env._("Payment term"),
        "dunning_step": env._("Dunning step"),
        "limit_expired_days": env._("Days since the limit expired"),
        "broken_promise_days": env._("Days since a promise was broken"),
        "returned_payment_days": env._("Days since a payment was returned"),
        "last_payment_days": env._("Days since the last payment"),
        "forced_holds": env._("Holds of people"),
    }
    rows += [
        (label, str(facts[name])) for name, label in labels.items() if name in facts
    ]
    for name, label in (
        ("paid", env._("Paid of this order")),
        ("approved", env._("Let pass by a person up to")),
    ):
        if name in facts:
            rows.append((label, money(facts[name])))
    return rows


def _score(env, score):
    labels = {
        "points": env._("Points"),
        "risk_class": env._("Risk class"),
        "probability": env._("Probability of paying late"),
        "version": env._("Scorecard"),
        "date": env._("Scored on"),
    }
    return [
        {"label": label, "value": _score_text(name, score[name])}
        for name, label in labels.items()
        if score.get(name) not in (None, False)
    ]


def _score_text(name, value):
    return f"{float(value):.1%}" if name == "probability" else str(value)


def _conditions(env, currency, conditions):
    rows = []
    if conditions.get("deposit"):
        amount = currency.format(float(conditions["deposit"]))
        rows.append(env._("A deposit of %s is received first.", amount))
    if conditions.get("valid_until"):
        rows.append(env._("It counts until %s.", conditions["valid_until"]))
    if conditions.get("up_to"):
        up_to = policy.number(conditions["up_to"])
        rows.append(env._("The order may grow up to %s.", up_to))
    if conditions.get("text"):
        rows.append(conditions["text"])
    return rows
