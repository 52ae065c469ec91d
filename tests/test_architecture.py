"""The shape of the product, checked on its files: no Odoo, no database.

The rules stand in ``tests/rules``; ``test_rules.py`` shows that each can fail.
"""

import pytest

from .rules import RULES, arrows, domain, models, shape
from .rules.source import ROOT, Addon, Source, addon, addon_names


def report(findings, prefix=""):
    return "\n".join(f"{prefix}{finding}" for finding in findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", addon_names())
def test_addon_keeps_rule(name, rule):
    findings = report(rule(addon(name)), f"addons/{name}/")
    assert not findings, f"{rule.__doc__ or rule.__name__}\n{findings}"


def test_addons_are_the_four_of_the_arrows():
    assert addon_names() == sorted(arrows.ARROWS)


def test_manifests_have_no_cycle():
    edges = {
        name: set(arrows.manifest(addon(name))["depends"]) for name in addon_names()
    }
    assert arrows.cycle(edges) is None


@pytest.mark.parametrize("name", addon_names())
def test_domain_files_have_no_cycle(name):
    assert arrows.cycle(domain.edges(addon(name))) is None


def test_a_model_is_ours_once():
    owners = {}
    for name in addon_names():
        for model in models.own_models(addon(name)):
            owners.setdefault(model.name, []).append(name)
    assert {model: names for model, names in owners.items() if len(names) > 1} == {}


def _own_code():
    """Everything in Python that is not an add-on."""
    for path in sorted([ROOT / "conftest.py", *ROOT.glob("tests/**/*.py")]):
        relative = path.relative_to(ROOT).as_posix()
        yield Source(relative, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "rule",
    [shape.files_are_short, shape.functions_are_short, shape.no_one_string_container],
    ids=lambda rule: rule.__name__,
)
def test_tests_keep_rule(rule):
    findings = report(rule(Addon("tests", tuple(_own_code()))))
    assert not findings, f"{rule.__doc__ or rule.__name__}\n{findings}"


@pytest.mark.parametrize("name", addon_names())
def test_pure_tests_are_a_package(name):
    """Two add-ons may have a test file of the same name only then."""
    assert (ROOT / "tests" / name / "__init__.py").is_file()
