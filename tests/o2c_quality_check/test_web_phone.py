from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_quality_check.domain.web_phone import (
    Address,
    Answer,
    Outcome,
    Why,
    check,
    is_public,
    judge,
)

NOW = datetime(2026, 3, 5, 9)
UNTIL = NOW + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("https", "pbx.example.com"), []),
        (("https", "10.1.2.3"), []),
        (("http", "localhost"), []),
        (("http", "127.0.0.1"), []),
        (("http", "::1"), []),
        (("http", "pbx.example.com"), ["plain"]),
        (("http", "localhost.example.com"), ["plain"]),
        (("http", "pbx.example.com", True), ["plain", "user"]),
        (("https", "pbx.example.com", True), ["user"]),
        (("ftp", "pbx.example.com"), ["address"]),
        (("https", ""), ["address"]),
        (None, ["address"]),
    ],
)
def test_addresses(parts, expected):
    address = Address(*parts) if parts else None
    assert [reason.code.value for reason in check(address).reasons] == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_own_networks(address, expected):
    assert is_public(address) is expected


@pytest.mark.parametrize(
    ("answer", "outcome", "certain"),
    [
        (Answer(200), Outcome.DONE, True),
        (Answer(202), Outcome.DONE, True),
        (Answer(302), Outcome.FAILED, True),
        (Answer(403), Outcome.FAILED, True),
        (Answer(409), Outcome.AGAIN, False),
        (Answer(429), Outcome.AGAIN, False),
        (Answer(500), Outcome.AGAIN, False),
        (Answer(error=Why.SILENT), Outcome.AGAIN, False),
        (Answer(error=Why.UNREACHED), Outcome.AGAIN, True),
        (Answer(error=Why.NO_HOST), Outcome.AGAIN, True),
        (Answer(error=Why.PRIVATE), Outcome.FAILED, True),
    ],
)
def test_what_an_answer_means(answer, outcome, certain):
    verdict = judge(answer, 1, NOW, UNTIL)
    assert (verdict.outcome, verdict.certain) == (outcome, certain)


@pytest.mark.parametrize(
    ("tries", "wait"), [(1, 2), (2, 4), (3, 8), (4, 16), (5, None)]
)
def test_waits_grow_until_it_is_too_late(tries, wait):
    verdict = judge(Answer(500), tries, NOW, UNTIL)
    again_at = NOW + timedelta(seconds=wait) if wait else None
    assert verdict.again_at == again_at
