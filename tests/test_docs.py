"""The documentation says only what is true: links, hooks, terms, decisions."""

import re

import pytest

from .rules import docs
from .rules.source import ROOT, addon, addon_names

HIDDEN = {".odoo", ".git", "node_modules"}
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "addons/*/readme/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
    if not HIDDEN.intersection(path.parts)
)
ADRS = [page for page in PAGES if re.match(r"docs/adr/\d", page)]
SECTIONS = ["Status", "Context", "Decision", "Consequences"]


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def report(findings):
    return "\n".join(map(str, findings))


def test_links_lead_somewhere():
    def exists(path):
        return (ROOT / path).exists()

    findings = [
        finding
        for page in PAGES
        for finding in docs.broken_links(page, read(page), exists, read)
    ]
    assert report(findings) == ""


def test_hooks_exist():
    methods = docs.methods_by_model([addon(name) for name in addon_names()])
    findings = [
        finding
        for page in PAGES
        for finding in docs.missing_hooks(page, read(page), methods)
    ]
    assert report(findings) == ""


def test_glossary_has_one_word_per_thing():
    terms = [term.casefold() for term in docs.table_terms(read("docs/glossary.md"))]
    terms = [term for term in terms if term != "term"]
    assert len(terms) > 50
    assert sorted(terms) == sorted(set(terms))


def test_decisions_are_numbered_without_gap():
    numbers = [int(page.split("/")[-1][:4]) for page in ADRS]
    assert numbers == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("page", ADRS)
def test_decision_has_its_parts(page):
    text = read(page)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert 15 <= len(text.splitlines()) <= 35


class TestHelpers:
    PAGE = """# Two ledgers
See [the hold](hold.md), [here](#two-ledgers), [gone](#three) and ![x](x.png).
`[not a link](nowhere.md)` [web](https://example.org) <img src="y.png">
```
[nor this](nowhere.md)
```
"""

    def test_broken_links(self):
        files = {"docs/hold.md": "", "docs/a.md": self.PAGE, "docs/y.png": ""}
        found = docs.broken_links("docs/a.md", self.PAGE, files.__contains__, files.get)
        assert [(f.line, f.message.split(":")[0]) for f in found] == [
            (2, "#three"),
            (2, "x.png"),
        ]

    def test_link_upwards(self):
        text = "[a](../../README.md)"
        assert not list(
            docs.broken_links("docs/adr/1.md", text, {"README.md"}.__contains__, None)
        )

    def test_named_hooks(self):
        text = (
            "`sale.order._o2c_refresh(a,\n b)` `o2c.hold._place` `_o2c_gone` "
            "`o2c.hold` `sale.order.action_confirm` `sale.order.o2c_stage` "
            "`_inherit` `_o2c_*`"
        )
        assert [hook[1:] for hook in docs.named_hooks(text)] == [
            ("sale.order", "_o2c_refresh"),
            ("o2c.hold", "_place"),
            (None, "_o2c_gone"),
        ]

    def test_missing_hooks(self):
        text = "`sale.order._o2c_a` `sale.order._o2c_b` `_o2c_c`"
        methods = {"sale.order": {"_o2c_a"}, "res.partner": {"_o2c_b"}}
        found = docs.missing_hooks("a.md", text, methods)
        assert [f.message.split()[0] for f in found] == ["sale.order._o2c_b", "_o2c_c"]

    def test_table_terms(self):
        text = "| Term | it |\n| --- | --- |\n| **hold** | blocco |\n"
        assert list(docs.table_terms(text)) == ["Term", "hold"]
