"""Documents to one PDF, with the header and the footer of each page laid over it."""

import io
import json
from urllib.parse import urlencode

from PyPDF2 import PdfReader, PdfWriter
from PyPDF2.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

# about what wkhtmltopdf's own shrinking comes to at the 90 dpi of Odoo's formats
SCALE = 0.8
# distance of header and footer from the edge of the paper, in inches
HEADER_EDGE = 0.2
FOOTER_EDGE = 0.25
FOOTER_STYLE = "position:fixed;bottom:0;left:0;right:0;height:auto;overflow:visible"


def print_documents(browser, command):
    """Return all documents of the Command as the bytes of one PDF."""
    if command.cookies:
        browser.send_cookies(command.cookies)
    writer = PdfWriter()
    first_pages = []
    for document in command.documents:
        first_pages.append(len(writer.pages))
        for page in _pages_of(browser, command, document):
            writer.add_page(page)
    _add_outline(writer, first_pages)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def _pages_of(browser, command, document):
    browser.open(document.as_uri())
    pages = _read(browser.pdf(**_paper(command), **_margins(command)))
    for number, page in enumerate(pages, 1):
        for overlay in _overlays(
            browser, command, _place(document, number, len(pages))
        ):
            page.merge_page(overlay)
        yield page


def _read(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def _paper(command):
    return {"paperWidth": command.width, "paperHeight": command.height, "scale": SCALE}


def _margins(command, **instead):
    margins = {**command.margins, **instead}
    return {f"margin{side.title()}": size for side, size in margins.items()}


def _place(document, number, total):
    """The words by which the script in a header reads where it stands."""
    return {
        "page": number,
        "topage": total,
        "sitepage": number,
        "sitepages": total,
        "webpage": document.name,
        "section": "",
        "subsection": "",
        "subsubsection": "",
    }


def _overlays(browser, command, place):
    """Yield the printed header and footer of one page, where there are any."""
    if command.header:
        margins = _margins(command, top=HEADER_EDGE, bottom=0)
        yield _overlay(browser, command, command.header, place, margins, "")
    if command.footer:
        margins = _margins(command, top=0, bottom=FOOTER_EDGE)
        yield _overlay(browser, command, command.footer, place, margins, FOOTER_STYLE)


def _overlay(browser, command, file, place, margins, style):
    browser.open(f"{file.as_uri()}?{urlencode(place)}")
    browser.run(_see_through(style))
    return _read(browser.pdf(**_paper(command), **margins, pageRanges="1"))[0]


def _see_through(style):
    body = json.dumps(f"background:transparent!important;{style}")
    return (
        "document.documentElement.style.cssText += ';background:transparent!important';"
        f"document.body.style.cssText = {body};"
    )


def _add_outline(writer, first_pages):
    """One entry a document, in the form that wkhtmltopdf writes: from it Odoo takes
    where to split a file of several records."""
    names = [NameObject(f"/document{number}") for number in range(len(first_pages))]
    targets = {
        name: ArrayObject([NumberObject(page), NameObject("/Fit")])
        for name, page in zip(names, first_pages, strict=True)
    }
    items = [DictionaryObject() for _name in names]
    references = [writer._add_object(item) for item in items]
    outline = DictionaryObject()
    outline_reference = writer._add_object(outline)
    for number, (item, name) in enumerate(zip(items, names, strict=True)):
        item[NameObject("/Title")] = TextStringObject(name[1:])
        item[NameObject("/Dest")] = name
        item[NameObject("/Parent")] = outline_reference
        if number + 1 < len(items):
            item[NameObject("/Next")] = references[number + 1]
    outline[NameObject("/First")] = references[0]
    outline[NameObject("/Last")] = references[-1]
    outline[NameObject("/Count")] = NumberObject(len(items))
    writer._root_object[NameObject("/Outlines")] = outline_reference
    writer._root_object[NameObject("/Dests")] = DictionaryObject(targets)
