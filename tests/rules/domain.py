"""The pure layer: standard library, no clock, no text, no records, frozen facts."""

import ast
import sys

from .arrows import imported_names, reach

CLOCK_CALLS = {"now", "utcnow", "today"}
# standard library, yet with a clock, a disk, a network or a language behind it
IMPURE = {
    "asyncio",
    "gettext",
    "http",
    "io",
    "locale",
    "logging",
    "os",
    "pathlib",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
}
TRANSLATORS = {"_", "_lt", "gettext", "ngettext"}


def imports_standard_library_only(addon):
    for source in addon.select(".py", "domain"):
        for line, name in imported_names(source):
            if not _import_allowed(addon, name):
                yield source.finding(line, f"domain imports {name}")
        for node in source.nodes(ast.ImportFrom):
            if node.level > 1:
                yield source.finding(node.lineno, "domain imports from above domain/")


def no_clock(addon):
    """The moment is an argument; only an edge (button, cron, controller) reads it."""
    for source in addon.select(".py", "domain"):
        for node in source.nodes(ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS:
                yield source.finding(
                    node.lineno, f"domain reads the clock: {called.attr}"
                )
            elif _is_global_chance(called):
                yield source.finding(node.lineno, "domain draws without a seed")


def moment_has_no_default(addon):
    """``today`` and ``now`` without default, so that no caller can forget them."""
    for source in addon.select(".py", "domain"):
        for node in source.nodes(ast.FunctionDef):
            for name in _arguments_with_default(node.args):
                if name in {"today", "now", "at", "on"}:
                    yield source.finding(
                        node.lineno, f"{node.name}: {name} has a default"
                    )


def no_text_no_records(addon):
    for source in addon.select(".py", "domain"):
        for node in source.nodes(ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS:
                yield source.finding(node.lineno, "domain translates: use explain.py")
        for node in source.nodes(ast.Attribute):
            if node.attr == "env":
                yield source.finding(node.lineno, "domain touches a record's env")
        for node in source.nodes(ast.arg, ast.Name):
            if getattr(node, "arg", getattr(node, "id", "")) == "env":
                yield source.finding(node.lineno, "domain knows an env")


def dataclasses_are_frozen(addon):
    for source in addon.select(".py", "domain"):
        for node in source.nodes(ast.ClassDef):
            for decorator in node.decorator_list:
                if _is_open_dataclass(decorator):
                    yield source.finding(node.lineno, f"{node.name} is not frozen")


def _import_allowed(addon, name):
    parts = name.split(".")
    if parts[0] == "odoo":
        return (
            parts[1:2] == ["addons"]
            and parts[2:3] != []
            and parts[2] in reach(addon.name)
            and parts[3:4] == ["domain"]
        )
    return parts[0] in sys.stdlib_module_names and parts[0] not in IMPURE


def _is_global_chance(called):
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id == "random"
        and called.attr != "Random"
    )


def _arguments_with_default(arguments):
    positional = arguments.posonlyargs + arguments.args
    for argument in positional[len(positional) - len(arguments.defaults) :]:
        yield argument.arg
    for argument, default in zip(
        arguments.kwonlyargs, arguments.kw_defaults, strict=True
    ):
        if default is not None:
            yield argument.arg


def _is_open_dataclass(decorator):
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if getattr(called, "attr", getattr(called, "id", "")) != "dataclass":
        return False
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return not any(
        keyword.arg == "frozen" and getattr(keyword.value, "value", False)
        for keyword in keywords
    )


def edges(addon):
    """``{file: files of domain/ it imports}``, both without suffix."""
    graph = {}
    for source in addon.select(".py", "domain"):
        targets = set()
        for node in source.nodes(ast.ImportFrom):
            if node.level == 1:
                first = (node.module or "").split(".")[0]
                targets |= {first} if first else {alias.name for alias in node.names}
        graph[source.path.split("/")[1].removesuffix(".py")] = targets
    return graph
