"""What is said of the rules for small disputes."""

from ..domain.small_dispute import Why


def judged(dispute, rule, decision):
    """What the rules say of a dispute: accepted, or why a person decides."""
    if decision.ok:
        return dispute.env._("Accepted at once by “%s”.", rule.name)
    reasons = [_against(dispute, rule, reason) for reason in decision.reasons]
    return dispute.env._("A person decides: %s.", "; ".join(reasons))


def _against(dispute, rule, reason):
    env, bound = dispute.env, reason.params.get("bound")
    money = dispute.company_currency_id.format
    return {
        Why.NO_RULE: lambda: env._("no rule for small disputes covers it"),
        Why.ABOVE_LIMIT: lambda: env._(
            "“%(rule)s” accepts up to %(limit)s",
            rule=rule.name,
            limit=money(float(bound)),
        ),
        Why.ABOVE_SHARE: lambda: env._(
            "it is more than %(share)s %% of the invoice",
            share=f"{float(bound) * 100:g}",
        ),
        Why.TOO_OFTEN: lambda: env._(
            "%(times)s of this customer were accepted by rule within a year",
            times=bound,
        ),
        Why.TOO_MUCH: lambda: env._(
            "with it more than %(total)s of this customer would be accepted by rule"
            " within a year",
            total=money(float(bound)),
        ),
    }[reason.code]()


def accepted(dispute, rule):
    """The reason of a decision that a rule took."""
    return dispute.env._(
        "Accepted at once by the rule “%(rule)s”: up to %(limit)s.",
        rule=rule.name,
        limit=rule.currency_id.format(rule.limit_amount),
    )
