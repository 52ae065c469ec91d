"""What an add-on carries besides code: version, licence, icon, words, languages."""

import re
import struct

import pytest

from .rules.arrows import manifest
from .rules.source import ROOT, addon, addon_names

LANGUAGES = ("it", "es", "pl")
FRAGMENTS = (
    "DESCRIPTION",
    "CONFIGURE",
    "USAGE",
    "DEVELOP",
    "ROADMAP",
    "CONTRIBUTORS",
    "HISTORY",
)

each_addon = pytest.mark.parametrize("name", addon_names())


def folder(name):
    return ROOT / "addons" / name


def png_size(data):
    """(width, height) of a PNG; raises ValueError for anything else."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG")
    return struct.unpack(">II", data[16:24])


def asset_patterns(bundles):
    """The path patterns of an assets dictionary, without directives and includes."""
    for entries in bundles.values():
        for entry in entries:
            if isinstance(entry, str):
                yield entry
            elif entry[0] != "include":
                yield entry[-1]


def unmatched(patterns, root):
    return [pattern for pattern in patterns if not any(root.glob(pattern))]


@each_addon
def test_manifest_values(name):
    values = manifest(addon(name))
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", values["version"])
    assert values["license"] == "LGPL-3"
    assert values["application"] is True
    assert values["summary"]


@each_addon
def test_assets_match_files(name):
    bundles = manifest(addon(name)).get("assets", {})
    own = [p for p in asset_patterns(bundles) if p.startswith(f"{name}/")]
    assert unmatched(own, ROOT / "addons") == []


@each_addon
def test_icon(name):
    description = folder(name) / "static" / "description"
    assert "<svg" in (description / "icon.svg").read_text(encoding="utf-8")
    width, height = png_size((description / "icon.png").read_bytes())
    assert width == height >= 100


def test_icons_differ():
    icons = {
        (folder(n) / "static/description/icon.png").read_bytes() for n in addon_names()
    }
    assert len(icons) == len(addon_names())


@each_addon
def test_readme_fragments(name):
    for fragment in FRAGMENTS:
        text = (folder(name) / "readme" / f"{fragment}.md").read_text(encoding="utf-8")
        assert len(text.split()) >= 3, fragment


@each_addon
def test_history_names_the_version(name):
    history = (folder(name) / "readme" / "HISTORY.md").read_text(encoding="utf-8")
    assert manifest(addon(name))["version"] in history


@each_addon
def test_languages(name):
    template = folder(name) / "i18n" / f"{name}.pot"
    asked = messages(template.read_text(encoding="utf-8"))
    assert asked
    for language in LANGUAGES:
        text = (folder(name) / "i18n" / f"{language}.po").read_text(encoding="utf-8")
        assert f'"Language: {language}\\n"' in text
        assert messages(text) <= asked, (
            f"{language}: asks for what the code does not say"
        )


def messages(text):
    """The msgids of a catalogue, joined over their lines."""
    found = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)', text, re.MULTILINE)
    joined = {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', quoted)) for quoted in found}
    return joined - {""}


class TestHelpers:
    def test_png_size(self):
        head = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 128, 64)
        assert png_size(head) == (128, 64)
        with pytest.raises(ValueError, match="PNG"):
            png_size(b"<svg/>" * 8)

    def test_asset_patterns(self):
        bundles = {
            "web.assets_backend": ["o2c_x/a.js", ("prepend", "o2c_x/b.js")],
            "web.report_assets_common": [("include", "web._assets_helpers")],
        }
        assert list(asset_patterns(bundles)) == ["o2c_x/a.js", "o2c_x/b.js"]

    def test_unmatched(self, tmp_path):
        (tmp_path / "o2c_x/static/src").mkdir(parents=True)
        (tmp_path / "o2c_x/static/src/card.js").touch()
        styles = "o2c_x/static/src/*.scss"
        assert unmatched(["o2c_x/static/src/**/*", styles], tmp_path) == [styles]

    def test_messages(self):
        catalogue = 'msgid ""\nmsgstr "x"\n\nmsgid "On "\n"hold"\nmsgstr "In attesa"\n'
        assert messages(catalogue) == {"On hold"}
