"""Notices: whether one leaves, on which channel and when."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_orders.domain.notification import (
    Channel,
    NoticeFacts,
    Why,
    decide,
)

NOON = datetime(2026, 3, 9, 12)
EMAIL, SMS, PORTAL = Channel
ALL = frozenset(Channel)


def facts(**values):
    options = {"event_at": NOON, "max_age": timedelta(hours=72), "reachable": ALL}
    return NoticeFacts(**{**options, **values})


@pytest.mark.parametrize(
    ("_case", "values", "channel"),
    [
        ("he never said", {}, EMAIL),
        ("as he prefers", {"preferred": SMS}, SMS),
        ("cannot be reached there", {"preferred": SMS, "reachable": {PORTAL}}, PORTAL),
        (
            "e-mail before the others",
            {"preferred": PORTAL, "reachable": {SMS, EMAIL}},
            EMAIL,
        ),
        ("the rule's", {"channel": SMS}, SMS),
        ("the rule's and his", {"channel": SMS, "preferred": SMS}, SMS),
        ("by mail also at night", {"hour": 3}, EMAIL),
        ("just in time", {"channel": SMS, "hour": 8}, SMS),
        ("the last hour", {"channel": SMS, "hour": 19}, SMS),
        ("no news is not yet old", {"event_at": NOON - timedelta(hours=72)}, EMAIL),
    ],
)
def test_leaves(_case, values, channel):
    notice = decide(facts(**values), NOON)
    assert (notice.channel, notice.later, notice.reason) == (channel, False, None)


@pytest.mark.parametrize(
    ("_case", "values", "why"),
    [
        ("undone", {"still_so": False}, Why.UNDONE),
        ("wants none", {"opted_out": True}, Why.OPTED_OUT),
        ("too old", {"event_at": NOON - timedelta(hours=72, seconds=1)}, Why.TOO_OLD),
        ("prefers another", {"channel": SMS, "preferred": EMAIL}, Why.PREFERS),
        ("only there", {"channel": SMS, "reachable": {EMAIL, PORTAL}}, Why.NO_ADDRESS),
        ("nowhere", {"reachable": frozenset()}, Why.NO_ADDRESS),
        ("undone before all", {"still_so": False, "opted_out": True}, Why.UNDONE),
        (
            "wish before age",
            {"opted_out": True, "event_at": NOON - timedelta(days=9)},
            Why.OPTED_OUT,
        ),
    ],
)
def test_does_not_leave(_case, values, why):
    notice = decide(facts(**values), NOON)
    assert (notice.channel, notice.later) == (None, False)
    assert notice.reason.code is why


@pytest.mark.parametrize("hour", [0, 7, 20, 23])
def test_text_messages_wait_for_the_morning(hour):
    notice = decide(facts(channel=SMS, hour=hour), NOON)
    assert (notice.channel, notice.later, notice.reason) == (None, True, None)
