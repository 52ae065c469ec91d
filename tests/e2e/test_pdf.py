"""Invoices on paper: the real report, the real PDF engine, and a look at the result.

The pictures stay in reports/pdf/ to be looked at by people too.
"""

import io
import shutil
import subprocess
from pathlib import Path

from PIL import Image
from PyPDF2 import PdfReader

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

PICTURES = Path(__file__).parents[2] / "reports" / "pdf"
DOTS_PER_INCH = 60
DARK = 160
# the report's paper format leaves these bands free of the invoice itself
HEADER_MM = 30
FOOTER_MM = 20


def rows(millimetres):
    return round(millimetres / 25.4 * DOTS_PER_INCH)


def dark_share(picture, box):
    """Return which share of the box's pixels somebody could read."""
    band = picture.crop(box)
    return sum(band.histogram()[:DARK]) / (band.width * band.height)


@tagged("post_install", "-at_install")
class TestInvoicesOnPaper(AccountTestInvoicingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.company.write({"name": "Paper Proof Ltd", "phone": "+32 10 588 558"})
        short = cls._create_invoice(post=True)
        lines = [
            {"name": f"Line {n}", "price_unit": 10, "tax_ids": []} for n in range(60)
        ]
        long = cls._create_invoice(
            invoice_line_ids=[Command.create(line) for line in lines], post=True
        )
        cls.invoices = short + long
        cls.pdf = None

    def setUp(self):
        super().setUp()
        if not type(self).pdf:
            type(self).pdf = self.render(self.invoices)

    def render(self, invoices):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf, kind = report._render_qweb_pdf("account.report_invoice", invoices.ids)
        assert kind == "pdf"
        return pdf

    def text_of_pages(self):
        """Return the text of each page, as a reader's program finds it."""
        command = ["pdftotext", "-layout", "-", "-"]
        done = subprocess.run(command, input=self.pdf, capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    def pictures(self):
        """Return each page as a picture, and leave it in reports/pdf/."""
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)
        prefix = PICTURES / "invoices"
        command = ["pdftoppm", "-png", "-gray", "-r", str(DOTS_PER_INCH), "-", prefix]
        subprocess.run(command, input=self.pdf, capture_output=True, check=True)
        return [Image.open(path) for path in sorted(PICTURES.glob("invoices-*.png"))]

    def test_both_invoices_are_in_one_file(self):
        pages = self.text_of_pages()
        assert len(PdfReader(io.BytesIO(self.pdf)).pages) == len(pages)
        assert len(pages) > 2, "the long invoice takes several pages"
        for invoice in self.invoices:
            assert any(invoice.name in page for page in pages), invoice.name

    def test_every_page_says_whose_it_is_and_which_one(self):
        short, *long = self.text_of_pages()
        assert "Page 1 / 1" in short
        for number, page in enumerate(long, 1):
            assert f"Page {number} / {len(long)}" in page
        for page in (short, *long):
            assert "Paper Proof Ltd" in page

    def test_header_and_footer_can_be_seen_on_every_page(self):
        pictures = self.pictures()
        assert len(pictures) == len(self.text_of_pages())
        for picture in pictures:
            width, height = picture.size
            header = dark_share(picture, (0, 0, width, rows(HEADER_MM)))
            footer = dark_share(picture, (0, height - rows(FOOTER_MM), width, height))
            assert header > 0.0005, "nothing in the header"
            assert footer > 0.0005, "nothing in the footer"

    def test_header_and_footer_stay_inside_the_paper(self):
        for picture in self.pictures():
            width, height = picture.size
            edge = rows(3)
            for box in ((0, 0, width, edge), (0, height - edge, width, height)):
                assert dark_share(picture, box) == 0
