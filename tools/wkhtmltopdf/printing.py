"""Documents to one PDF, with the header and the footer of each page laid over it."""

import io

from overlays import Overlays
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


def print_documents(browser, command):
    """Return all documents of the Command as the bytes of one PDF."""
    if command.cookies:
        browser.send_cookies(command.cookies)
    writer = PdfWriter()
    first_pages, places = [], []
    for document in command.documents:
        first_pages.append(len(places))
        pages = _pages_of(browser, command, document)
        for number, page in enumerate(pages, 1):
            writer.add_page(page)
            places.append(_place(document, number, len(pages)))
    Overlays(browser, command, _paper(command)).lay_over(writer, places)
    _add_outline(writer, first_pages)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def _pages_of(browser, command, document):
    browser.open(document.as_uri())
    pdf = browser.pdf(**_paper(command))
    return PdfReader(io.BytesIO(pdf)).pages


def _paper(command):
    margins = {f"margin{side.title()}": size for side, size in command.margins.items()}
    size = {"paperWidth": command.width, "paperHeight": command.height}
    return {**size, "scale": SCALE, **margins}


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
