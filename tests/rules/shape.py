"""Size and form of the code; words of Odoo that no longer work."""

import ast
import re

MAX_FILE = 400
MAX_FUNCTION = 50
REGISTERED_FOLDERS = ("models", "wizard", "report", "controllers")
STRING_IN_BRACKETS = r"""\bin\s*\(\s*(?:(?:"[^"]*"|'[^']*')\s*)+\)"""
DEFINITION = re.compile(r"( *)(?:async )?(def|class) ")
MODEL_BASES = {"Model", "AbstractModel", "TransientModel"}
DEAD_ATTRIBUTES = {
    "_cr": "env.cr",
    "_uid": "env.uid",
    "_context": "env.context",
    "check_access_rights": "check_access",
    "check_access_rule": "check_access",
    "name_get": "_compute_display_name",
    "read_group": "_read_group",
    "toggle_active": "action_archive / action_unarchive",
    "user_has_groups": "env.user.has_group",
    "_notify_progress": "_commit_progress",
}
DEAD_NAMES = {
    "_sql_constraints": "models.Constraint",
    "name_get": "_compute_display_name",
    "_name_search": "_search_display_name",
}
DEAD_KEYWORDS = {"group_operator": "aggregator", "auto_join": "bypass_search_access"}
DEAD_XML = {
    r"<tree\b": "<list>",
    r"\sattrs=": "an expression in invisible, readonly or required",
    r"\sstates=": "an expression in invisible",
    r"\bt-esc=": "t-out",
    r"\bt-raw=": "t-out",
    r"t-name=\"kanban-box\"": 't-name="card"',
    r"oe_chatter": "<chatter/>",
    r">[a-z,]*\btree\b[a-z,]*</field>": "list in view_mode",
    r"name=\"(?:numbercall|doall)\"": "nothing: the field is gone",
}
DEAD_XML = {re.compile(pattern): instead for pattern, instead in DEAD_XML.items()}


def files_are_short(addon):
    for source in addon.select(".py", tests=True):
        if len(source.lines) > MAX_FILE:
            yield source.finding(
                len(source.lines), f"{len(source.lines)} lines, at most {MAX_FILE}"
            )


def functions_are_short(addon):
    for source in addon.select(".py", tests=True):
        if not _may_be_long(source):
            continue
        for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > MAX_FUNCTION:
                yield source.finding(
                    node.lineno, f"{node.name}: {length} lines, at most {MAX_FUNCTION}"
                )


def no_one_string_container(addon):
    """``x in ("done")`` asks for a substring; a comma was forgotten."""
    for source in addon.select(".py", tests=True):
        if not source.mentions(STRING_IN_BRACKETS):
            continue
        for node in source.nodes(ast.Compare):
            if isinstance(node.ops[-1], (ast.In, ast.NotIn)):
                place = node.comparators[-1]
                if _is_text(place) and _in_parentheses(source, place):
                    yield source.finding(
                        node.lineno, "a string in brackets is no tuple"
                    )


def no_dead_api(addon):
    for source in addon.select(".py"):
        for node in source.nodes(ast.Attribute):
            if node.attr in DEAD_ATTRIBUTES:
                yield _dead(source, node.lineno, node.attr, DEAD_ATTRIBUTES)
        for line, name in _defined_names(source):
            if name in DEAD_NAMES:
                yield _dead(source, line, name, DEAD_NAMES)
        for node in source.nodes(ast.keyword):
            if node.arg in DEAD_KEYWORDS:
                yield _dead(source, node.value.lineno, node.arg, DEAD_KEYWORDS)


def no_dead_markup(addon):
    for source in addon.select(".xml"):
        if source.folder == "static":
            continue
        for number, line in enumerate(source.lines, 1):
            for pattern, instead in DEAD_XML.items():
                if found := pattern.search(line):
                    yield source.finding(number, f"{found[0].strip()}: use {instead}")


def every_python_file_is_imported(addon):
    """A model, controller or test that no ``__init__`` imports is not there."""
    for folder in (*REGISTERED_FOLDERS, "tests"):
        init = addon.find(f"{folder}/__init__.py")
        for source in addon.select(".py", folder, tests=True):
            name = source.path.split("/")[1].removesuffix(".py")
            if source.path.count("/") > 1 or not _registers(source, folder, name):
                continue
            if init is None or name not in _relative_imports(init):
                yield source.finding(1, f"is not imported by {folder}/__init__.py")


def _may_be_long(source):
    """Whether a function here could be too long, told without parsing: from a ``def``
    to the next that is not deeper, or to the end of the file."""
    starts = [
        (number, len(match[1]), match[2])
        for number, line in enumerate(source.lines)
        if (match := DEFINITION.match(line))
    ]
    for place, (number, depth, kind) in enumerate(starts):
        after = (n for n, d, _ in starts[place + 1 :] if d <= depth)
        end = next(after, len(source.lines))
        if kind == "def" and end - number > MAX_FUNCTION:
            return True
    return False


def _registers(source, folder, name):
    """Whether importing the file makes something known; helpers need no import."""
    if folder == "tests":
        return name.startswith("test_")
    bases = {
        getattr(base, "attr", getattr(base, "id", ""))
        for node in source.nodes(ast.ClassDef)
        for base in node.bases
    }
    return bool(bases) if folder == "controllers" else bool(bases & MODEL_BASES)


def _relative_imports(init):
    return {
        alias.name
        for node in init.nodes(ast.ImportFrom)
        if node.level == 1
        for alias in node.names
    }


def _defined_names(source):
    for node in source.nodes(ast.FunctionDef):
        yield node.lineno, node.name
    for node in source.nodes(ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield node.lineno, target.id


def _dead(source, line, name, table):
    return source.finding(line, f"{name} is dead in Odoo 19: use {table[name]}")


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _in_parentheses(source, node):
    # the columns of ast count bytes
    before = source.lines[node.lineno - 1].encode()[: node.col_offset].decode()
    after = source.lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode()
    return before.rstrip().endswith("(") and after.lstrip().startswith(")")
