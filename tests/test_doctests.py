"""The examples in the docstrings of ``domain/`` are true, and there are some."""

import ast
import doctest
import importlib

import pytest

from .rules.source import ROOT, Source

FILES = sorted(ROOT.glob("addons/*/domain/*.py"))
RULES = [path for path in FILES if path.name != "__init__.py"]


def path_id(path):
    return path.relative_to(ROOT / "addons").as_posix()


def load(path):
    addon = path.parents[1].name
    return importlib.import_module(f"odoo.addons.{addon}.domain.{path.stem}")


def failures(module):
    """The report of all examples of a module that do not come true."""
    report = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for test in doctest.DocTestFinder().find(module):
        runner.run(test, out=report.append)
    return "".join(report) if runner.failures else ""


def owes_examples(source):
    """Whether a file has public functions and not one example."""
    public = [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    return bool(public) and ">>>" not in source.text


@pytest.mark.parametrize("path", RULES, ids=path_id)
def test_examples_come_true(path):
    assert failures(load(path)) == ""


@pytest.mark.parametrize("path", RULES, ids=path_id)
def test_file_has_an_example(path):
    assert not owes_examples(Source(path.name, path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [p for p in FILES if p not in RULES], ids=path_id)
def test_package_is_empty(path):
    """An import there would make every rule depend on every other."""
    assert path.read_text(encoding="utf-8").strip() == ""


def test_a_wrong_example_is_reported():
    module = importlib.util.module_from_spec(
        importlib.machinery.ModuleSpec("wrong", loader=None)
    )
    module.__doc__ = ">>> 1 + 1\n3\n"
    assert "Expected" in failures(module)
    module.__doc__ = ">>> 1 + 1\n2\n"
    assert failures(module) == ""


def test_a_file_without_examples_is_found():
    assert owes_examples(Source("a.py", "def due(today):\n    return today\n"))
    assert not owes_examples(Source("a.py", "def _due(today):\n    return today\n"))
    assert not owes_examples(Source("a.py", 'def due(t):\n    """>>> due(1)"""\n'))
