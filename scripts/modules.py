#!/usr/bin/env python3
"""What the manifests of our add-ons say, for the shell scripts.

    modules.py list                 all our modules, those that need no other first
    modules.py closure MODULE...    these and what they need of ours, same order
    modules.py externals MODULE...  Odoo's modules that they (with closure) depend on
    modules.py subsets              every set of modules that can be installed alone
    modules.py sums MODULE...       "module=checksum" of all that gets into a database

One answer a line. Exit code 2 and a sentence for a module that does not exist.
"""

import ast
import hashlib
import itertools
import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[1] / "addons"
# served from the files, or only for tests and readers: no part of a database
NOT_IN_DATABASE = {"tests", "readme", "__pycache__", "src"}


class UnknownModule(Exception):
    pass


def load_depends(addons=ADDONS):
    """Return {module: set of modules it depends on} for every add-on of the folder."""
    return {
        path.parent.name: set(ast.literal_eval(path.read_text()).get("depends", []))
        for path in addons.glob("*/__manifest__.py")
    }


def closure(depends, names):
    """Return the given modules and all of ours below them, lowest first."""
    for name in names:
        if name not in depends:
            known = ", ".join(sorted(depends))
            raise UnknownModule(f"No module {name} in addons/ (there are: {known})")
    found = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        if name in depends and name not in found:
            found.add(name)
            queue.extend(depends[name])
    return sorted(found, key=lambda name: (_depth(depends, name), name))


def _depth(depends, name):
    below = [_depth(depends, other) for other in depends[name] if other in depends]
    return 1 + max(below, default=0)


def externals(depends, names):
    """Return the modules of Odoo that the closure of these modules depends on."""
    ours = closure(depends, names)
    return sorted({dep for name in ours for dep in depends[name]} - set(depends))


def subsets(depends):
    """Return every non-empty set of our modules that is closed, small ones first."""
    names = closure(depends, depends)
    sizes = range(1, len(names) + 1)
    chosen = itertools.chain.from_iterable(
        itertools.combinations(names, size) for size in sizes
    )
    return [list(some) for some in chosen if closure(depends, some) == list(some)]


def checksum(module, addons=ADDONS):
    """Return a checksum over the module's files that decide what a database holds."""
    total = hashlib.sha256()
    folder = addons / module
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not NOT_IN_DATABASE.intersection(inside.parts):
            total.update(str(inside).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def answer(verb, names, depends):
    if verb == "subsets":
        return [" ".join(some) for some in subsets(depends)]
    chosen = closure(depends, names or depends)
    if verb == "externals":
        return externals(depends, chosen)
    if verb == "sums":
        return [f"{name}={checksum(name)}" for name in chosen]
    return chosen


def main(verb="", *names):
    if verb not in {"list", "closure", "externals", "subsets", "sums"}:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print("\n".join(answer(verb, names, load_depends())))
    except UnknownModule as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
