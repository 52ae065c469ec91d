"""Sentences about scripts that were sent as links."""

from ..domain.script_link import Why
from . import failure
from .call import label, moment


def told(link):
    """What came of a link, for the list."""
    env = link.env
    if link.failed:
        return failure.told(env, link.failure, link._again_at())
    if link.state == "refused":
        return refused(env, link.refusal)
    if link.state == "sent":
        return env._(
            "%(channel)s on %(at)s",
            channel=label(link, "channel", link.channel),
            at=moment(env, link.sent_at),
        )
    if link.state == "answered":
        return env._("Answered on %s", moment(env, link.answered_at))
    return label(link, "state", link.state)


def refused(env, code):
    """Why a customer got no link."""
    return {
        Why.NOT_WANTED: lambda: env._("The campaign sends no links"),
        Why.OVER: lambda: env._("The campaign is over"),
        Why.ANSWERED: lambda: env._("He has answered on the telephone"),
        Why.NO_NOTICES: lambda: env._("He wants no messages from us"),
        Why.NO_ADDRESS: lambda: env._("No e-mail address or number to send it to"),
        Why.OPTED_OUT: lambda: env._("He unsubscribed"),
        Why.NO_CONSENT: lambda: env._("He did not agree to marketing on this way"),
    }[Why(code)]()


def name(link):
    """What a link is called in the to-do of the leader."""
    return link.call_id._fields["link_ids"]._description_string(link.env)


def contact_summary(link):
    """The ledger's one line about answers by a link."""
    call = link.call_id
    return link.env._(
        "%(kind)s, answered by link: %(about)s",
        kind=label(call.campaign_id, "kind", call.campaign_id.kind),
        about=call.order_id.name or call.partner_id.display_name,
    )


def contact_outcome(link):
    """What the customer said, in a word."""
    call = link.call_id
    return "" if call.verdict == "unknown" else label(call, "verdict", call.verdict)


def nothing_to_send(env):
    """None of the chosen links failed."""
    return env._("Only links that failed, or were not sent, are sent again.")
