"""Two ways to run the tests, decided here.

With ``--odoo-database`` (pytest-odoo) everything is the real Odoo. Without it only
the pure tests of ``tests/`` run: the add-ons are then registered as empty packages,
so that ``odoo.addons.<module>.domain`` is importable although no ``__init__`` of an
add-on, no Odoo and no database is touched.
"""

import importlib.machinery
import sys
import types
from functools import partial
from pathlib import Path

import pytest

from tests.worker_files import own_files

ROOT = Path(__file__).parent
ADDONS = ROOT / "addons"


def _wants_odoo(config):
    """Whether this run was given a database (the option exists with pytest-odoo)."""
    return bool(config.getoption("--odoo-database", default=None))


def _empty_package(name, folders):
    """Register a package that holds nothing but the search path for its children."""
    spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = [str(folder) for folder in folders]
    package = types.ModuleType(name)
    package.__spec__ = spec
    package.__path__ = spec.submodule_search_locations
    sys.modules[name] = package
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, package)


def _register_addons():
    for name in ("odoo", "odoo.addons"):
        if name not in sys.modules:
            _empty_package(name, [])
    for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
        folder = manifest.parent
        _empty_package(f"odoo.addons.{folder.name}", [folder])


def _no_database():
    """A plugin that stands before pytest-odoo's fixtures: they outlive the plugin
    they came with and would look for a database."""
    plugin = types.ModuleType("o2c_no_database")
    for name in ("load_registry", "load_http"):
        nothing = pytest.fixture(scope="session", autouse=True, name=name)(lambda: None)
        setattr(plugin, name, nothing)
    return plugin


def _separate_files(plugin):
    """Workers of pytest-odoo share one filestore; here each has its own."""
    plugin._shared_filestore = partial(own_files, plugin.odoo.tools.config.filestore)


def pytest_configure(config):
    if _wants_odoo(config):
        _separate_files(config.pluginmanager.get_plugin("odoo"))
    else:
        config.pluginmanager.unregister(name="odoo")
        config.pluginmanager.register(_no_database())
        _register_addons()


def pytest_report_header(config):
    if not _wants_odoo(config):
        return "o2c: no --odoo-database, pure tests only (addons/*/tests left out)"
    return None


def pytest_ignore_collect(collection_path, config):
    inside = ADDONS in (collection_path, *collection_path.parents)
    return True if inside and not _wants_odoo(config) else None
