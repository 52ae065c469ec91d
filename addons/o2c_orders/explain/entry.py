"""Sentences about entry checks and entry errors."""

from ..domain.entry_check import Problem


def to_json(reasons):
    """Reasons as they are kept with an error."""
    return [{"code": r.code.value, "params": dict(r.params)} for r in reasons]


def description(error):
    """What is wrong, in a line: what the check found, or a person's words."""
    found = [problem(error.env, finding) for finding in error.findings or ()]
    return " ".join(found) or (error.note or "").strip().split("\n")[0]


def problem(env, finding):
    """One thing that a check found, as a sentence."""
    values = dict(finding["params"])
    if "parts" in values:
        values["parts"] = ", ".join(_part(env, part) for part in values["parts"])
    return _SENTENCES[Problem(finding["code"])](env, values)


def _part(env, part):
    return {
        "street": env._("street"),
        "zip": env._("postcode"),
        "city": env._("city"),
        "country": env._("country"),
    }[part]


def right_now(env):
    """Why the hold of the entry checks ends by itself."""
    return env._("The entry checks find nothing wrong any more.")


def changed(env):
    """Why the hold of the entry checks is replaced."""
    return env._("The entry checks find something else.")


def failed_address(env, text):
    """The note of an error that the driver found."""
    return env._("The delivery failed because of the address. %s", text or "").strip()


_SENTENCES = {
    Problem.ADDRESS_PARTS: lambda env, v: env._(
        "The delivery address lacks: %(parts)s.", **v
    ),
    Problem.NO_EMAIL: lambda env, v: env._("The customer has no e-mail address."),
    Problem.NO_PHONE: lambda env, v: env._("The customer has no phone number."),
    Problem.NO_REACH: lambda env, v: env._(
        "The customer has neither e-mail address nor phone number."
    ),
    Problem.NO_REFERENCE: lambda env, v: env._("The customer's reference is missing."),
    Problem.REFERENCE_FORM: lambda env, v: env._(
        "The reference “%(reference)s” does not have the form of this customer's"
        " references.",
        **v,
    ),
    Problem.REFERENCE_TWICE: lambda env, v: env._(
        "The reference “%(reference)s” stands on %(order)s already.", **v
    ),
    Problem.NO_QUANTITY: lambda env, v: env._("%(line)s has no quantity.", **v),
    Problem.UNUSUAL_QUANTITY: lambda env, v: env._(
        "%(line)s: %(quantity)s, usually %(usual)s.", **v
    ),
    Problem.NO_DATE: lambda env, v: env._("The delivery date is missing."),
    Problem.DATE_PAST: lambda env, v: env._(
        "The delivery date %(date)s is in the past.", **v
    ),
    Problem.DATE_TOO_SOON: lambda env, v: env._(
        "Delivery on %(date)s is in %(days)s days; %(limit)s are needed.", **v
    ),
    Problem.DATE_TOO_FAR: lambda env, v: env._(
        "Delivery on %(date)s is in %(days)s days; more than %(limit)s are unusual.",
        **v,
    ),
    Problem.NO_PRICE: lambda env, v: env._("%(line)s has no price.", **v),
    Problem.PRICE_OFF: lambda env, v: env._(
        "%(line)s: price %(price)s, the price list says %(listed)s (%(percent)s %%"
        " off).",
        **v,
    ),
    Problem.BELOW_COST: lambda env, v: env._(
        "%(line)s: price %(price)s is below its cost of %(cost)s.", **v
    ),
    Problem.NO_CONSENT: lambda env, v: env._(
        "How the customer agreed is not written down."
    ),
    Problem.NO_DOCUMENT: lambda env, v: env._(
        "Attached files: %(found)s, needed: %(needed)s %(word)s", **v
    ),
}
