"""What Owl's templates may call: names that are none of theirs are undefined there."""

import re
from pathlib import Path

import pytest

ADDONS = Path(__file__).parents[1] / "addons"
TEMPLATES = sorted(ADDONS.glob("*/static/src/**/*.xml"))
# Owl knows Math, Object, Array, Date, RegExp; every other name is the component's
GLOBALS = re.compile(
    r"""(?<![\w.'])(Number|String|Boolean|JSON|Promise|Set|Map|"""
    r"""parse(?:Int|Float)|is(?:NaN|Finite))[.(]"""
)
ATTRIBUTE = re.compile(r"""\bt-[\w.-]+="([^"]*)\"""")


def undefined(text):
    """Names of the browser that the attributes of a template use."""
    return [
        name for value in ATTRIBUTE.findall(text) for name in GLOBALS.findall(value)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('t-on-change="(ev) => this.set(Number(ev.target.value))"', ["Number"]),
        ('t-if="String(a.b) === JSON.stringify(c)"', ["String", "JSON"]),
        ('t-att-title="this.parseInt(a)" t-out="Math.max(a, b)"', []),
        ('aria-label="Set (all)" t-on-click="() => this.Map()"', []),
    ],
)
def test_undefined(text, found):
    assert undefined(text) == found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_call_nothing_that_is_undefined(path):
    assert undefined(path.read_text()) == []
