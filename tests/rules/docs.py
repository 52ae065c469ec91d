"""What the documentation claims: links that lead somewhere, hooks that exist."""

import re
from pathlib import PurePosixPath

from .models import model_classes
from .source import Finding

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
IMAGE_TAG = re.compile(r"<img\b[^>]*\bsrc=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
HOOK = re.compile(
    r"^(?:(?P<model>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\.)?(?P<method>_?[a-z]\w*)(?:\(.*\))?$"
)


def links(text):
    """(line, target) of every link and image outside code."""
    blanked = CODE.sub(_line_breaks, _without_fences(text))
    for number, line in enumerate(blanked.splitlines(), 1):
        for pattern in (LINK, IMAGE_TAG):
            for match in pattern.finditer(line):
                yield number, match[1]


def broken_links(path, text, exists, read):
    """Relative links of one page that lead nowhere, anchors included.

    :param path: of the page, relative to the repository
    :param exists: path -> bool
    :param read: path -> text
    """
    for line, target in links(text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        goal = _normal(PurePosixPath(path).parent / file) if file else path
        if not exists(goal):
            yield Finding(path, line, f"{target}: no such file")
        elif anchor and goal.endswith(".md") and anchor not in anchors(read(goal)):
            yield Finding(path, line, f"{target}: no such heading")


def anchors(text):
    """The anchors a code host makes of the headings."""
    plain = FENCE.sub("", text)
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        for title in HEADING.findall(plain)
    }


def named_hooks(text):
    """(line, model or None, method) of every hook of ours named in code type.

    ``model._o2c_method``, ``o2c.model._method`` and a bare ``_o2c_method`` or
    ``action_o2c_method``; methods of Odoo's own on Odoo's models are not ours to
    promise.
    """
    prose = _without_fences(text)
    for code in CODE.finditer(prose):
        match = HOOK.match(" ".join(code[1].split()))
        if match and _is_ours(match["model"], match["method"], code[1]):
            yield (
                prose.count("\n", 0, code.start()) + 1,
                match["model"],
                match["method"],
            )


def missing_hooks(path, text, methods):
    """Hooks a page names and the code does not have.

    :param methods: {model: set of method names}
    """
    anywhere = set().union(*methods.values())
    for line, model, method in named_hooks(text):
        if method not in (anywhere if model is None else methods.get(model, ())):
            name = f"{model}.{method}" if model else method
            yield Finding(path, line, f"{name} is not in the code")


def methods_by_model(addons):
    found = {}
    for addon in addons:
        for model in model_classes(addon):
            names = {method.name for method in model.methods}
            for name in {model.name, *model.inherited}:
                found.setdefault(name, set()).update(names)
    return _with_mixins(found, addons)


def _with_mixins(found, addons):
    """Add what a model gets from the abstract models of ours it inherits."""
    for addon in addons:
        for model in model_classes(addon):
            for name in model.inherited:
                if name.startswith("o2c."):
                    found[model.name] |= found.get(name, set())
    return found


def _line_breaks(match):
    """As many line breaks as the match had, so that line numbers stay right."""
    return "\n" * match[0].count("\n")


def _without_fences(text):
    return FENCE.sub(_line_breaks, text)


def _is_ours(model, method, code):
    if model is None:
        return method.startswith(("_o2c_", "action_o2c_", "_cron_o2c_"))
    if model.startswith("o2c."):
        return method.startswith("_") or "(" in code
    return "o2c_" in method and (method.startswith(("_", "action_")))


def _normal(path):
    parts = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def table_terms(text):
    """The first cells of a Markdown table's rows, without emphasis."""
    for line in text.splitlines():
        if line.startswith("|") and not re.match(r"^\|[\s:|-]+\|$", line):
            yield line.strip("|").split("|")[0].strip().strip("*")
