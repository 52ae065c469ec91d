"""Headers and footers of the printing stand-in: each look is printed once.

The browser is played by a class that says what the page would look like, so neither
Chromium nor Odoo is needed.
"""

import importlib
import io
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "wkhtmltopdf"
PyPDF2 = pytest.importorskip("PyPDF2")


@pytest.fixture
def printing(monkeypatch):
    """The module of the tool, whose modules import each other by bare names."""
    monkeypatch.syspath_prepend(str(TOOL))
    yield importlib.import_module("printing")
    for name in ("printing", "overlays", "command"):
        sys.modules.pop(name, None)


class Page:
    """A page whose header shows its number, and whether its script can run anew."""

    def __init__(self, pages, again):
        self.pages = pages
        self.again = again
        self.url = ""
        self.opened = []
        self.printed = []

    def run_first(self, script):
        pass

    def open(self, url):
        self.url = url
        self.opened.append(Path(urlsplit(url).path).name)

    def run(self, script):
        if "replaceState" in script:
            if self.again:
                self.url = script.split('replaceState(null, "", "')[1].split('"')[0]
            return self.again
        asked = parse_qs(urlsplit(self.url).query)
        return f"Page {asked['page'][0]} of {asked['topage'][0]}" if asked else ""

    def pdf(self, **options):
        name = Path(urlsplit(self.url).path).name
        self.printed.append((name, options.get("marginTop")))
        writer = PyPDF2.PdfWriter()
        for _page in range(1 if "pageRanges" in options else self.pages[name]):
            writer.add_blank_page(595, 842)
            text = PyPDF2.generic.DecodedStreamObject()
            text.set_data(f"0 0 {len(self.printed)} 9 re f".encode())
            writer.pages[-1][PyPDF2.generic.NameObject("/Contents")] = (
                writer._add_object(text)
            )
        result = io.BytesIO()
        writer.write(result)
        return result.getvalue()


def command(folder, documents, **files):
    """The Command for these documents; the tool must be importable."""
    return importlib.import_module("command").Command(
        documents=tuple(folder / name for name in documents),
        output=folder / "out.pdf",
        width=8.27,
        height=11.69,
        margins={"top": 2.0, "bottom": 1.0, "left": 0.0, "right": 0.0},
        **files,
    )


@pytest.mark.parametrize(
    ("_case", "again", "headers_opened"),
    [("its script runs anew", True, 1), ("it must be loaded for each page", False, 5)],
)
def test_each_look_is_printed_once(printing, tmp_path, _case, again, headers_opened):
    pages = {"a.html": 1, "b.html": 3, "c.html": 1}
    page = Page(pages, again)
    done = printing.print_documents(
        page, command(tmp_path, pages, header=tmp_path / "h.html")
    )

    reader = PyPDF2.PdfReader(io.BytesIO(done))
    assert len(reader.pages) == 5
    # 1 of 1, 1 of 3, 2 of 3, 3 of 3: the third document looks as the first
    assert [name for name, _top in page.printed].count("h.html") == 4
    assert page.opened.count("h.html") == headers_opened
    forms = [p["/Resources"]["/XObject"].raw_get("/Overlay0") for p in reader.pages]
    assert forms[0].idnum == forms[4].idnum
    assert len({form.idnum for form in forms}) == 4


def test_header_and_footer_lie_over_the_page(printing, tmp_path):
    page = Page({"a.html": 1}, again=True)
    files = {"header": tmp_path / "h.html", "footer": tmp_path / "f.html"}
    done = printing.print_documents(page, command(tmp_path, ["a.html"], **files))

    (sheet,) = PyPDF2.PdfReader(io.BytesIO(done)).pages
    forms = sheet["/Resources"]["/XObject"]
    assert [forms[name]["/Subtype"] for name in ("/Overlay0", "/Overlay1")] == [
        "/Form",
        "/Form",
    ]
    assert forms["/Overlay0"].get_data() == b"0 0 2 9 re f"
    drawn = [part.get_object().get_data() for part in sheet["/Contents"]]
    header, footer = (b"Q q /Overlay%d Do Q" % number for number in (0, 1))
    assert drawn == [b"q", b"q", b"0 0 1 9 re f", header, footer]
    assert page.printed == [("a.html", 2.0), ("h.html", 0.2), ("f.html", 0)]


def test_no_header(printing, tmp_path):
    page = Page({"a.html": 2}, again=True)
    done = printing.print_documents(page, command(tmp_path, ["a.html"]))

    reader = PyPDF2.PdfReader(io.BytesIO(done))
    assert len(reader.pages) == 2
    assert "/XObject" not in reader.pages[0]["/Resources"]
    assert page.opened == ["a.html"]
