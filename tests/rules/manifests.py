"""What a manifest lists against what lies in the folder."""

from .arrows import manifest

LISTED_FOLDERS = ("data", "demo", "report", "security", "views", "wizard")


def listed_files_exist(addon):
    source = addon.find("__manifest__.py")
    for path in _listed(addon):
        if addon.find(path) is None:
            yield source.finding(1, f"lists {path}, which is not there")


def data_files_are_listed(addon):
    """A view or a rule that no manifest loads is a rule that does not exist."""
    listed = set(_listed(addon))
    for suffix in (".xml", ".csv"):
        for source in addon.select(suffix):
            if source.folder in LISTED_FOLDERS and source.path not in listed:
                yield source.finding(1, "is in no list of the manifest")


def demo_is_apart(addon):
    """Demo data never reach a real database, real data never hide among demo data."""
    source = addon.find("__manifest__.py")
    values = manifest(addon)
    for key, is_demo in (("data", False), ("demo", True)):
        for path in values.get(key, ()):
            if path.startswith("demo/") != is_demo:
                yield source.finding(1, f"{path} does not belong under {key}")


def rights_are_loaded_first(addon):
    """Groups before the lines that name them, both before anything that is seen."""
    source = addon.find("__manifest__.py")
    ranks = [_rank(path) for path in manifest(addon).get("data", ())]
    if ranks != sorted(ranks):
        yield source.finding(1, "data: groups, then access, then the rest")


def _listed(addon):
    values = manifest(addon)
    return [*values.get("data", ()), *values.get("demo", ())]


def _rank(path):
    if not path.startswith("security/"):
        return 2
    return 1 if path.endswith(".csv") or path.endswith("_rules.xml") else 0
