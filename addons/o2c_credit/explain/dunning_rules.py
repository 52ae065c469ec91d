"""Sentences about which strategy a customer or an invoice gets, and why."""

from ..domain.dunning_rules import Source


def rule(record):
    """An assignment rule in words."""
    env = record.env
    parts = [text for text in _conditions(record) if text]
    strategy = record.strategy_id.name or ""
    if not parts:
        return env._("Everybody: %(strategy)s.", strategy=strategy)
    return env._(
        "If %(conditions)s: %(strategy)s.",
        conditions=env._(" and ").join(parts),
        strategy=strategy,
    )


def _conditions(record):
    env, money = record.env, record.currency_id
    if record.class_from or record.class_to:
        yield env._(
            "the class is %(first)s to %(last)s",
            first=record.class_from or "A",
            last=record.class_to or "E",
        )
    for label, found in (
        (env._("tag"), record.tag_ids),
        (env._("sector"), record.industry_ids),
        (env._("country"), record.country_ids),
        (env._("area"), record.state_ids),
        (env._("salesperson"), record.user_ids),
        (env._("product category"), record.category_ids),
        (env._("brand"), record.product_tag_ids),
    ):
        if found:
            names = ", ".join(found.mapped("display_name"))
            yield env._("%(what)s is %(names)s", what=label, names=names)
    if record.amount_from:
        yield env._("at least %s are owed", money.format(record.amount_from))
    if record.amount_to:
        yield env._("less than %s are owed", money.format(record.amount_to))


def foreign_strategy(record):
    """Why a rule cannot give this strategy."""
    return record.env._(
        "“%(strategy)s” belongs to %(company)s and cannot be given by a rule for"
        " others.",
        strategy=record.strategy_id.name,
        company=record.strategy_id.company_id.name,
    )


def source(env, reason, rule_name=""):
    """Why an item or a customer has its strategy."""
    return {
        Source.INVOICE: env._("Chosen for this invoice."),
        Source.CUSTOMER: env._("Chosen for this customer."),
        Source.RULE: env._("By the rule “%s”.", rule_name),
        Source.COMPANY: env._("The company's default."),
        Source.NONE: env._("No rule fits and the company has no default."),
    }[reason.code]
