"""Who gets a script as a link, and by which channel."""

import pytest

from odoo.addons.o2c_quality_check.domain.script_link import (
    Channel,
    LinkFacts,
    Why,
    Wish,
    choose,
)

EMAIL, SMS = Channel.EMAIL, Channel.SMS
BOTH = frozenset(Channel)


def facts(wish=Wish.EMAIL_SMS, marketing=False, **values):
    return LinkFacts(wish, marketing, **{"reachable": BOTH, **values})


CASES = [
    # _case, facts, channel, why not
    ("e-mail first", facts(), EMAIL, None),
    ("SMS first", facts(Wish.SMS_EMAIL), SMS, None),
    ("no e-mail: SMS", facts(reachable=frozenset({SMS})), SMS, None),
    (
        "only e-mail, none there",
        facts(Wish.EMAIL, reachable=frozenset({SMS})),
        None,
        Why.NO_ADDRESS,
    ),
    ("no address at all", facts(reachable=frozenset()), None, Why.NO_ADDRESS),
    ("unsubscribed: the other", facts(opted_out=frozenset({EMAIL})), SMS, None),
    ("unsubscribed from both", facts(opted_out=BOTH), None, Why.OPTED_OUT),
    ("marketing without consent", facts(marketing=True), None, Why.NO_CONSENT),
    (
        "marketing, consent to SMS",
        facts(marketing=True, consents=frozenset({SMS})),
        SMS,
        None,
    ),
    (
        "consent, and yet unsubscribed",
        facts(marketing=True, consents=BOTH, opted_out=BOTH),
        None,
        Why.OPTED_OUT,
    ),
    ("campaign without links", facts(Wish.NONE), None, Why.NOT_WANTED),
    ("campaign over", facts(is_over=True), None, Why.OVER),
    ("answered meanwhile", facts(answered=True, is_over=True), None, Why.ANSWERED),
    ("wants nothing from us", facts(no_notices=True), None, Why.NO_NOTICES),
]


@pytest.mark.parametrize(
    ("given", "channel", "why"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_choose(given, channel, why):
    chosen, decision = choose(given)
    assert chosen is channel
    assert [reason.code for reason in decision.reasons] == ([why] if why else [])
