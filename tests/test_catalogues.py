import sys
from pathlib import Path

import pytest

polib = pytest.importorskip("polib")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
import catalogues  # noqa: E402

CASES = [
    ("unchanged", {"Due": "Scaduto"}, {}, {"Due": "Scaduto"}, {"Due": "Scaduto"}),
    (
        "label changed, old text came along",
        {"Due": "A"},
        {},
        {"Late": "A"},
        {"Late": ""},
    ),
    ("export lost it", {"Due": "A"}, {}, {"Due": ""}, {"Due": "A"}),
    ("known in another add-on", {}, {"Due": "B"}, {"Due": ""}, {"Due": "B"}),
    ("own before another's", {"Due": "A"}, {"Due": "B"}, {"Due": "B"}, {"Due": "A"}),
    ("new", {}, {}, {"New": ""}, {"New": ""}),
    (
        "laid out anew",
        {"<p><a>See your\norder</a><br /></p>": "<p>Ordine</p>"},
        {},
        {"<p>\n  <a>See your order</a>\n  <br/></p>\n": ""},
        {"<p>\n  <a>See your order</a>\n  <br/></p>\n": "<p>Ordine</p>"},
    ),
    (
        "other words in the same tags",
        {"<p>See your order</p>": "A"},
        {},
        {"<p>See your orders</p>": ""},
        {"<p>See your orders</p>": ""},
    ),
]

ADDONS = Path(__file__).resolve().parents[1] / "addons"


def _catalogue(folder, module, texts):
    path = folder / module / "i18n" / "it.po"
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    for text, translation in texts.items():
        catalogue.append(polib.POEntry(msgid=text, msgstr=translation))
    catalogue.save(path)
    return path


@pytest.mark.parametrize(
    ("own", "other", "exported", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_translation_belongs_to_its_text(tmp_path, own, other, exported, expected):
    old, new = tmp_path / "old", tmp_path / "new"
    _catalogue(old, "o2c_a", own)
    _catalogue(old, "o2c_b", other)
    path = _catalogue(new, "o2c_a", exported)
    _catalogue(new, "o2c_b", other)
    missing = dict(catalogues.rewrite(old, new, "it"))
    assert {e.msgid: e.msgstr for e in polib.pofile(path)} == expected
    assert missing[path] == sum(not text for text in expected.values())


@pytest.mark.parametrize(
    "path", sorted(ADDONS.glob("*/i18n/*.po")), ids=lambda p: f"{p.parts[-3]}-{p.stem}"
)
def test_every_exported_text_is_translated(path):
    catalogue = polib.pofile(path)
    template = polib.pofile(path.with_name(f"{path.parts[-3]}.pot"))
    assert [entry.msgid for entry in catalogue if not entry.msgstr] == []
    assert {e.msgid for e in catalogue} == {e.msgid for e in template}
