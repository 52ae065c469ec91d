#!/usr/bin/env python3
"""Keep the translations of catalogues over an export.

    catalogues.py OLD-FOLDER NEW-FOLDER LANGUAGE...

Odoo keeps a translation with its record: a label that changed comes out with the
translation of the text before, and sentences of Python code that another add-on has too
come out empty. Here a translation belongs to its text; where white space stands between
and inside the tags of a mail or a page does not make it another text. Both folders hold
``<module>/i18n/<language>.po``; the new ones are rewritten, what has no translation is
counted, one line for each catalogue.
"""

import re
import sys
from pathlib import Path

import polib

WIDTH = 78


def translations(path):
    """Return {text: translation} of one catalogue, without what is not translated."""
    if not path.exists():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(path) if entry.msgstr}


def layout_free(text):
    """The text with single spaces, and with none beside its tags."""
    text = re.sub(r"\s*(<[^>]*>)\s*", r"\1", " ".join(text.split()))
    return re.sub(r"\s*/>", "/>", text)


def keep(entries, own, elsewhere):
    """Give each entry the translation its text had here, else in another add-on."""
    markup = {layout_free(text): new for text, new in own.items() if "<" in text}
    for entry in entries:
        found = own.get(entry.msgid) or elsewhere.get(entry.msgid)
        if not found and "<" in entry.msgid:
            found = markup.get(layout_free(entry.msgid))
        entry.msgstr = found or ""


def rewrite(old, new, language):
    """Yield (path, number of texts without translation) for each new catalogue."""
    paths = sorted(new.glob(f"*/i18n/{language}.po"))
    before = {path: translations(old / path.relative_to(new)) for path in paths}
    for path, known in before.items():
        # texts for customers that are written by hand, see the module's i18n_extra
        known.update(translations(path.parent.with_name("i18n_extra") / path.name))
    elsewhere = {}
    for known in before.values():
        elsewhere = known | elsewhere
    for path in paths:
        catalogue = polib.pofile(path, wrapwidth=WIDTH)
        catalogue.metadata["Language"] = language
        keep(catalogue, before[path], elsewhere)
        catalogue.save()
        yield path, sum(not entry.msgstr for entry in catalogue)


def main(old, new, *languages):
    for language in languages:
        for path, missing in rewrite(Path(old), Path(new), language):
            if missing:
                print(f"{path}: {missing} texts without translation")


if __name__ == "__main__":
    main(*sys.argv[1:])
