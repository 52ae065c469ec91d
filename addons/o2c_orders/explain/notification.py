"""Sentences about notices: what happened, and why a rule cannot be so."""


def what(notice):
    """What happened to the order, for colleagues."""
    env = notice.env
    rule = notice.rule_id
    names = {
        "milestone": rule._fields["milestone"]._description_selection(env),
        "shipment": rule._fields["shipment_status"]._description_selection(env),
    }
    if rule.trigger == "exception":
        return rule.exception_rule_id.name
    return dict(names[rule.trigger]).get(rule._what(), "")


def no_trigger(rule):
    """A rule must say what it waits for."""
    return rule.env._("Say what “%s” waits for.", rule.name)


def wrong_template(rule):
    """A rule's texts must be made for notices."""
    return rule.env._("The texts of “%s” are not made for notifications.", rule.name)


def since_is_ours(env):
    """Nobody makes a rule tell history."""
    return env._("A rule tells of what happens after it begins, never of history.")


def sms_failed(notice, failure):
    """Why a text message did not leave."""
    return notice.env._("Text message not accepted: %s", failure or "")


def opted_out(partner):
    """What is entered into the contact ledger when somebody wants no more notices."""
    return partner.env._("Wants no notifications about orders")


def opted_in(partner):
    """What is entered when somebody wants notices again."""
    return partner.env._("Wants notifications about orders")


def prefers(partner, channel):
    """What is entered when somebody prefers a channel."""
    return partner.env._("Prefers notifications by: %s", channel)
