"""The rules of the policy as plain values, and which of them are for a customer.

No records here: what this works on is read once and kept for all checks.
"""

from collections import namedtuple
from dataclasses import replace

from ..domain import policy
from ..domain.policy import Scope

# ``segment``, ``frees``: dicts of frozensets of ids, see the models
Spec = namedtuple("Spec", "rule phases company currency segment exemptions")
ExemptionSpec = namedtuple("ExemptionSpec", "exemption currency company frees")


def rules_for(specs, customer, phases, convert):
    """The rules that are for a customer, in the currency of his company.

    :param customer: what :func:`matches` asks of him, a dict; ``company`` beside it
    :param phases: rules of any of these phases
    :param convert: a function (amount, currency id) -> amount in company currency
    """
    company = customer["company"]
    return [
        _rule(spec, customer, convert)
        for spec in specs
        if spec.phases & phases
        and spec.company in (False, company)
        and matches(spec, customer)
    ]


def matches(spec, customer):
    """Whether a rule is for this customer: all that its segment names is his."""
    segment = spec.segment
    if spec.rule.scope == Scope.CUSTOMER:
        return segment["partner"] == customer["partner"]
    if spec.rule.scope == Scope.ALL:
        return True
    return (
        (not segment["tags"] or bool(segment["tags"] & customer["tags"]))
        and (not segment["industries"] or customer["industry"] in segment["industries"])
        and (not segment["countries"] or customer["country"] in segment["countries"])
        and (not segment["classes"] or customer["risk_class"] in segment["classes"])
    )


def _rule(spec, customer, convert):
    exemptions = tuple(
        replace(e.exemption, amount=convert(e.exemption.amount, e.currency))
        for e in spec.exemptions
        if e.company in (False, customer["company"]) and _names(e, customer)
    )
    amount = convert(spec.rule.amount, spec.currency)
    return replace(spec.rule, amount=amount, exemptions=exemptions)


def _names(spec, customer):
    """Whether an exemption for chosen customers names this one; others name all."""
    if spec.exemption.kind != policy.ExemptionKind.WHITELISTED:
        return True
    chosen = customer["partner"] in spec.frees["partners"]
    return chosen or bool(spec.frees["tags"] & customer["tags"])
