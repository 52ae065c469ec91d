"""What the rules look at: the files of an add-on, parsed once."""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SUFFIXES = {".py", ".xml", ".csv", ".js"}
SKIPPED_FOLDERS = {"__pycache__", "lib", "node_modules"}


class Finding(NamedTuple):
    """One breach of a rule; reads as ``path:line: what is wrong``."""

    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Source:
    """One text file, its path relative to the add-on."""

    path: str
    text: str

    @property
    def folder(self):
        return self.path.split("/")[0] if "/" in self.path else ""

    @property
    def is_test(self):
        return self.folder == "tests"

    @cached_property
    def lines(self):
        return self.text.splitlines()

    @cached_property
    def tree(self):
        return ast.parse(self.text, self.path)

    @cached_property
    def _by_type(self):
        # ast.walk in half its time: this is most of what the rules cost
        nodes = defaultdict(list)
        waiting = [self.tree]
        while waiting:
            node = waiting.pop()
            nodes[type(node)].append(node)
            for value in vars(node).values():
                if isinstance(value, ast.AST):
                    waiting.append(value)
                elif isinstance(value, list):
                    waiting += [item for item in value if isinstance(item, ast.AST)]
        return nodes

    def mentions(self, pattern):
        """Whether the text matches: what it does not mention need not be parsed."""
        return re.search(pattern, self.text) is not None

    def nodes(self, *types):
        """All nodes of these types; the tree is walked once however many rules ask."""
        return [node for kind in types for node in self._by_type[kind]]

    def finding(self, line, message):
        return Finding(self.path, line, message)


@dataclass(frozen=True)
class Addon:
    """An add-on by name with its files; in the rules' own tests, made of text."""

    name: str
    sources: tuple

    @classmethod
    def of(cls, name, **files):
        """``Addon.of("o2c_x", **{"models/a.py": "…"})``."""
        return cls(name, tuple(Source(path, text) for path, text in files.items()))

    @classmethod
    def read(cls, folder):
        return cls(folder.name, tuple(_read(folder)))

    def select(self, suffix, folder=None, tests=False):
        """The files of one kind, without the tests unless they are wanted."""
        return [
            source
            for source in self.sources
            if source.path.endswith(suffix)
            and folder in (None, source.folder)
            and (tests or not source.is_test)
        ]

    def find(self, path):
        return next((source for source in self.sources if source.path == path), None)


def _read(folder):
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix in SUFFIXES and not SKIPPED_FOLDERS.intersection(relative.parts):
            yield Source(relative.as_posix(), path.read_text(encoding="utf-8"))


@cache
def addon_names():
    return sorted(path.parent.name for path in ROOT.glob("addons/*/__manifest__.py"))


@cache
def addon(name):
    return Addon.read(ROOT / "addons" / name)
