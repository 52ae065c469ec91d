import pytest

from odoo.addons.o2c_quality_check.domain.dial_link import Dial, Why, check, link

DIAL = Dial("+39 02 5550-1234", extension="4 1", login="a&b", call=7)


def _case(name, template, expected, dial=DIAL):
    return pytest.param(template, dial, expected, id=name)


@pytest.mark.parametrize(
    ("template", "dial", "expected"),
    [
        _case("phone", "tel:{number}", "tel:+390255501234"),
        _case("sip", "sip:{number}@pbx", "sip:+390255501234@pbx"),
        _case("no plus", "callto:{digits}", "callto:390255501234"),
        _case("web", "https://x/?a={number}", "https://x/?a=%2B390255501234"),
        _case(
            "web, all",
            "https://x/{digits}?e={extension}&u={login}&c={call}",
            "https://x/390255501234?e=4%201&u=a%26b&c=7",
        ),
        _case("no number", "tel:{number}", "", Dial("by letter")),
        _case("nothing", "tel:{number}", "", Dial("")),
        _case("service code", "tel:{number}", "tel:*31%23112", Dial("*31#112")),
        _case("one plus only", "tel:{number}", "tel:+39021", Dial("+39 02+1")),
        _case("a colon in the number", "tel:{number}", "tel:39", Dial("3:9;a=b")),
        _case("no call", "https://x/{digits}/{call}", "https://x/1/", Dial("1")),
    ],
)
def test_link(template, dial, expected):
    assert link(template, dial) == expected


@pytest.mark.parametrize(
    ("template", "reasons"),
    [
        ("tel:{number}", []),
        ("HTTPS://x/{digits}", []),
        ("javascript:alert({number})", [Why.SCHEME]),
        ("data:text/html,{number}", [Why.SCHEME]),
        ("tel", [Why.SCHEME, Why.NO_NUMBER]),
        ("", [Why.SCHEME, Why.NO_NUMBER]),
        ("tel:{phone}", [Why.PLACEHOLDER, Why.NO_NUMBER]),
        ("tel:{number}{", [Why.BRACES]),
        ("tel:{{number}}", [Why.BRACES]),
    ],
)
def test_check(template, reasons):
    assert [reason.code for reason in check(template).reasons] == reasons
