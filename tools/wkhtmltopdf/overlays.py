"""Header and footer of each page: opened once, printed once for all that look the same.

The file of a header holds those of all documents, and a script of its own picks one
when it is loaded. With many documents, loading it for each page would take longer than
the documents themselves.
"""

import io
import json
from urllib.parse import urlencode

from PyPDF2 import PdfReader
from PyPDF2.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
)

# distance of header and footer from the edge of the paper, in inches
HEADER_EDGE = 0.2
FOOTER_EDGE = 0.25
FOOTER_STYLE = "position:fixed;bottom:0;left:0;right:0;height:auto;overflow:visible"

# what the page was before its own script changed it; a template loads no pictures
KEEP = """
document.addEventListener("DOMContentLoaded", () => {
  window.asWritten = document.createElement("template");
  window.asWritten.innerHTML = document.body.innerHTML;
});
"""
# the same page at another address, its script run anew: whether that can be done
AGAIN = """(() => {
  const {body} = document;
  if (!body.onload || body.querySelector("script")) return false;
  history.replaceState(null, "", %s);
  body.replaceChildren(window.asWritten.content.cloneNode(true));
  body.onload();
  return true;
})()"""
LOADED = """Promise.all([document.fonts.ready, ...Array.from(
  document.images, (image) => image.decode().catch(() => null))]).then(() => true)"""
SEE_THROUGH = """
document.documentElement.style.cssText += ";background:transparent!important";
document.body.style.cssText = "background:transparent!important;" + %s;
document.body.innerHTML"""


class Overlays:
    """The headers and footers of a Command.

    :param options: those of Page.printToPDF for a page of it
    """

    def __init__(self, browser, command, options):
        browser.run_first(KEEP)
        self.parts = []
        if command.header:
            margins = {"marginTop": HEADER_EDGE, "marginBottom": 0}
            part = Part(browser, command.header, "", {**options, **margins})
            self.parts.append(part)
        if command.footer:
            margins = {"marginTop": 0, "marginBottom": FOOTER_EDGE}
            part = Part(browser, command.footer, FOOTER_STYLE, {**options, **margins})
            self.parts.append(part)

    def lay_over(self, writer, places):
        """Lay header and footer over the pages of a writer.

        :param places: for each page the words by which a script reads where it stands
        """
        for number, part in enumerate(self.parts):
            for page, place in zip(writer.pages, places, strict=True):
                _lay(writer, page, part.form(writer, place), f"/Overlay{number}")


class Part:
    """The header, or the footer, of all pages."""

    def __init__(self, browser, file, style, options):
        self.browser = browser
        self.file = file
        self.style = style
        self.options = options
        self.forms = {}
        self.is_open = False

    def form(self, writer, place):
        """The form, in a writer, of what is printed at a place."""
        seen = self._show(place)
        if seen not in self.forms:
            self.browser.run(LOADED)
            pdf = self.browser.pdf(**self.options, pageRanges="1")
            page = PdfReader(io.BytesIO(pdf)).pages[0]
            self.forms[seen] = writer._add_object(_form(page))
        return self.forms[seen]

    def _show(self, place):
        """Bring the page to this place; its HTML there."""
        url = f"{self.file.as_uri()}?{urlencode(place)}"
        if not (self.is_open and self.browser.run(AGAIN % json.dumps(url))):
            self.browser.open(url)
            self.is_open = True
        return self.browser.run(SEE_THROUGH % json.dumps(self.style))


def _form(page):
    """A page as a form, to be drawn on any number of pages."""
    plain = DecodedStreamObject()
    plain.set_data(page.get_contents().get_data())
    form = plain.flate_encode()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(page.mediabox),
            NameObject("/Resources"): page["/Resources"],
        }
    )
    return form


def _lay(writer, page, form, name):
    """Draw a form over a page, whatever state the page leaves the graphics in."""
    # of its own: pages may share theirs
    resources = DictionaryObject(page["/Resources"].get_object())
    known = resources.get("/XObject", DictionaryObject()).get_object()
    resources[NameObject("/XObject")] = DictionaryObject(
        {**known, NameObject(name): form}
    )
    page[NameObject("/Resources")] = resources
    before, after = (_content(writer, text) for text in ("q", f"Q q {name} Do Q"))
    own = page.raw_get("/Contents")
    parts = own.get_object()
    parts = parts if isinstance(parts, ArrayObject) else [own]
    page[NameObject("/Contents")] = ArrayObject([before, *parts, after])


def _content(writer, text):
    stream = DecodedStreamObject()
    stream.set_data(text.encode())
    return writer._add_object(stream)
