"""Who may do what: access lines, company rules, raised rights, switches."""

import ast
import csv
import io
import xml.etree.ElementTree as ET

from .models import own_models

SWITCH_WORDS = ("skip", "bypass", "force", "ignore", "no_", "disable")
ACCESS_FILE = "security/ir.model.access.csv"


def models_have_access_lines(addon):
    """Abstract models have no table; all others, wizards too, need a line."""
    listed = _models_with_access(addon)
    for model in own_models(addon):
        if model.name and not model.is_abstract and _xml_name(model.name) not in listed:
            yield model.finding(
                model.node.lineno, f"{model.name}: no line in {ACCESS_FILE}"
            )


def companies_are_kept_apart(addon):
    """A stored model with ``company_id`` has a record rule over the company."""
    ruled = _models_with_company_rule(addon)
    for model in own_models(addon):
        if model.is_abstract or model.base == "TransientModel" or model.name is None:
            continue
        has_company = any(name == "company_id" for name, _, _ in model.fields)
        if has_company and _xml_name(model.name) not in ruled:
            yield model.finding(
                model.node.lineno, f"{model.name}: no ir.rule over its company"
            )


def raised_rights_have_a_reason(addon):
    """``.sudo()`` with a comment beside it or right above its statement."""
    for source in addon.select(".py"):
        if not source.mentions(r"\bsudo\b"):
            continue
        calls = [node for node in source.nodes(ast.Call) if _raises_rights(node)]
        statements = source.nodes(*_STATEMENTS)
        for call in calls:
            line = call.func.end_lineno
            first, last = _statement_lines(statements, line)
            # a chain of calls is formatted so that its comment may slip a line down
            lines = range(max(first - 1, 1), min(line + 1, last) + 1)
            if not any(_has_comment(source, number) for number in lines):
                yield source.finding(line, "sudo() without a comment that says why")


def no_context_switch(addon):
    """A key of the context comes from the client; it must not turn a control off."""
    for source in addon.select(".py"):
        if not source.mentions(r"context|ctx"):
            continue
        for line, key in _context_reads(source):
            if key.removeprefix("o2c_").startswith(SWITCH_WORDS):
                yield source.finding(line, f"context key {key} switches a control off")


_STATEMENTS = (
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Expr,
    ast.Return,
    ast.For,
    ast.While,
    ast.If,
    ast.With,
    ast.Raise,
    ast.Assert,
)


def _models_with_access(addon):
    source = addon.find(ACCESS_FILE)
    if source is None:
        return set()
    rows = csv.DictReader(io.StringIO(source.text))
    return {row["model_id:id"].split(".")[-1] for row in rows}


def _models_with_company_rule(addon):
    ruled = set()
    for source in addon.select(".xml", "security"):
        for record in ET.fromstring(source.text.encode()).iter("record"):
            if record.get("model") != "ir.rule":
                continue
            values = {field.get("name"): field for field in record.iter("field")}
            domain = values.get("domain_force")
            if domain is not None and "company" in (domain.text or ""):
                ruled.add(values["model_id"].get("ref").split(".")[-1])
    return ruled


def _xml_name(model):
    return "model_" + model.replace(".", "_")


def _raises_rights(call):
    """``x.sudo()``; ``x.sudo(False)`` gives rights back and needs no reason."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "sudo":
        return False
    lowered = call.args and getattr(call.args[0], "value", None) is False
    return not lowered


def _statement_lines(statements, line):
    """First and last line of the innermost statement around ``line``."""
    return max(
        (
            (node.lineno, node.end_lineno)
            for node in statements
            if node.lineno <= line <= node.end_lineno
        ),
        default=(line, line),
    )


def _has_comment(source, line):
    """Whether a line has a comment: a # that stands in no string."""
    columns = [
        i for i, byte in enumerate(source.lines[line - 1].encode()) if byte == 35
    ]
    if not columns:
        return False
    strings = [
        node
        for node in source.nodes(ast.Constant, ast.JoinedStr)
        if node.lineno <= line <= node.end_lineno
    ]
    return not all(any(_covers(s, (line, c)) for s in strings) for c in columns)


def _covers(node, place):
    start = (node.lineno, node.col_offset)
    return start <= place < (node.end_lineno, node.end_col_offset)


def _context_reads(source):
    """(line, key) of context.get("key"), context["key"] and "key" in context."""
    for node in source.nodes(ast.Call):
        if getattr(node.func, "attr", "") in {"get", "pop"} and node.args:
            yield from _read(node, node.func.value, node.args[0])
    for node in source.nodes(ast.Subscript):
        yield from _read(node, node.value, node.slice)
    for node in source.nodes(ast.Compare):
        if isinstance(node.ops[0], (ast.In, ast.NotIn)):
            yield from _read(node, node.comparators[0], node.left)


def _read(node, place, key):
    name = getattr(place, "attr", getattr(place, "id", ""))
    if name in {"context", "_context", "ctx"} and isinstance(key, ast.Constant):
        yield node.lineno, str(key.value)
