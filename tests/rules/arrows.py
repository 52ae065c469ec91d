"""Who may know whom: quality -> care -> orders <- credit, and nothing else."""

import ast
import graphlib
import re

ARROWS = {
    "o2c_orders": set(),
    "o2c_credit": {"o2c_orders"},
    "o2c_customer_care": {"o2c_orders"},
    "o2c_quality_check": {"o2c_customer_care"},
}
ADDON_WORD = re.compile(r"\b(o2c_(?:orders|credit|customer_care|quality_check))[./]")
COMMENT_XML = re.compile(r"<!--.*?-->", re.DOTALL)


def reach(name):
    """The add-on and all that its arrows lead to."""
    found = {name}
    for target in ARROWS.get(name, ()):
        found |= reach(target)
    return found


def manifest(addon):
    return ast.literal_eval(addon.find("__manifest__.py").text)


def manifest_follows_arrows(addon):
    """Depends on exactly the O2C modules the arrows name."""
    depends = {name for name in manifest(addon)["depends"] if name.startswith("o2c_")}
    source = addon.find("__manifest__.py")
    for name in sorted(depends - reach(addon.name)):
        yield source.finding(1, f"depends on {name}: there is no arrow to it")
    for name in sorted(ARROWS[addon.name] - depends):
        yield source.finding(
            1, f"does not depend on {name} although the arrow is there"
        )


def python_imports_follow_arrows(addon):
    out_of_reach = ARROWS.keys() - reach(addon.name)
    for source in addon.select(".py", tests=True):
        if not source.mentions("|".join(out_of_reach)):
            continue
        for line, name in imported_names(source):
            parts = name.split(".")
            if parts[:2] == ["odoo", "addons"] and len(parts) > 2:
                target = parts[2]
                if target in out_of_reach:
                    yield source.finding(line, f"imports {target}: no arrow to it")


def references_follow_arrows(addon):
    """Names of another add-on in XML ids, template names and file paths."""
    allowed = reach(addon.name)
    for source in addon.sources:
        if not set(ADDON_WORD.findall(source.text)) - allowed:
            continue
        for line, text in _reference_texts(source):
            for target in set(ADDON_WORD.findall(text)) - allowed:
                yield source.finding(line, f"refers to {target}: no arrow to it")


def no_sniffing(addon):
    """A model is a dependency or a hook of the spine, never looked for at run time.

    Asking for a model whose name is data (a reference of long ago) is another thing.
    """
    for source in addon.select(".py"):
        if not source.mentions(r"""["'] (not )?in [\w.]*env\b"""):
            continue
        for node in source.nodes(ast.Compare):
            place = node.comparators[0]
            asks = isinstance(node.ops[0], (ast.In, ast.NotIn))
            in_env = getattr(place, "attr", getattr(place, "id", "")) == "env"
            if asks and in_env and isinstance(node.left, ast.Constant):
                yield source.finding(
                    node.lineno,
                    f"looks for {node.left.value}: depend on it or use a hook",
                )


def imported_names(source):
    """(line, absolute dotted name) of every import; ``from a import b`` gives a.b."""
    for node in source.nodes(ast.Import):
        for alias in node.names:
            yield node.lineno, alias.name
    for node in source.nodes(ast.ImportFrom):
        if node.level == 0:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def cycle(edges):
    """The first cycle in ``{name: set of names}`` as a list, or None."""
    try:
        graphlib.TopologicalSorter(edges).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return None


def _reference_texts(source):
    if source.path.endswith(".py"):
        for node in source.nodes(ast.Constant):
            if isinstance(node.value, str) and "\n" not in node.value:
                yield node.lineno, node.value
    elif source.path.endswith(".xml"):
        blanked = COMMENT_XML.sub(lambda m: "\n" * m[0].count("\n"), source.text)
        yield from enumerate(blanked.splitlines(), 1)
    else:
        yield from enumerate(source.lines, 1)
