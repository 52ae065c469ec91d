from odoo import Command
from odoo.tests import tagged

from .portal_common import SECRET, PortalCommon

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\x00" * 64
)


class ReportCommon(PortalCommon):
    """Orders with two lines and a delivery of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cup, cls.plate = cls.env["product.product"].create(
            [
                {"name": "Blue cup", "list_price": 5, "is_storable": True},
                {"name": "Plate", "list_price": 9, "is_storable": True},
            ]
        )
        cls.sale = cls.env["sale.order"].create(
            {
                "partner_id": cls.freya.partner_id.id,
                "order_line": [
                    Command.create({"product_id": cls.cup.id, "product_uom_qty": 24}),
                    Command.create({"product_id": cls.plate.id, "product_uom_qty": 12}),
                ],
            }
        )
        cls.sale.action_confirm()
        cls.picking = cls.sale.picking_ids

    def _report(self, about="order", document=None, **data):
        documents = {
            "order": self.sale,
            "delivery": self.picking,
            "invoice": self.invoice,
        }
        document = document or documents[about]
        form = {
            "about": about,
            "document_id": document.id,
            "subject": "Two cups broken",
            "description": "On arrival",
        }
        return self._post("/my/ticket/open", **{**form, **data})

    def _reported(self):
        return self.Ticket.search([("name", "=", "Two cups broken")])


@tagged("post_install", "-at_install")
class TestReport(ReportCommon):
    """Open from an order, a delivery, an invoice, with lines and photos."""

    def test_the_form_lists_the_lines(self):
        self._as(self.freya)
        for about, document, names in (
            ("order", self.sale, ("Blue cup", "Plate")),
            ("delivery", self.picking, ("Blue cup", "Plate")),
            ("invoice", self.invoice, ("Cups",)),
        ):
            with self.subTest(about):
                url = f"/my/ticket/new?about={about}&document_id={document.id}"
                page = self.url_open(url)
                self.assertEqual(page.status_code, 200)
                for name in names:
                    self.assertIn(name, page.text)

    def test_a_line_is_chosen_by_its_link(self):
        self._as(self.freya)
        line = self.sale.order_line[1]
        page = self.url_open(
            f"/my/ticket/new?about=order&document_id={self.sale.id}&line={line.id}"
        )
        self.assertRegex(page.text, r'name="quantity_1"[^>]*value="12"')
        self.assertNotRegex(page.text, r'name="quantity_0"[^>]*value=')

    def test_links_on_the_order(self):
        for move in self.picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        self.picking.with_context(skip_sms=True).button_validate()
        self.assertEqual(self.picking.state, "done")
        self._as(self.freya)
        page = self.url_open(self.sale.get_portal_url())
        self.assertIn(f"line={self.sale.order_line[0].id}", page.text)
        self.assertIn(f"about=delivery&amp;document_id={self.picking.id}", page.text)

    def test_lines_with_quantities(self):
        self._as(self.freya)
        self._report(quantity_0="2", note_0="Handle off", quantity_1="0")
        ticket = self._reported()
        item = ticket.item_ids
        self.assertEqual((item.product_id, item.quantity), (self.cup, 2))
        self.assertEqual(item.note, "Handle off")
        self.assertEqual(item.order_line_id, self.sale.order_line[0])
        self.assertEqual(ticket.order_line_ids, self.sale.order_line[0])
        self.assertEqual(ticket.product_id, self.cup)

    def test_never_more_than_there_were(self):
        self._as(self.freya)
        self._report(quantity_0="100")
        self.assertEqual(self._reported().item_ids.quantity, 24)

    def test_a_quantity_that_is_none(self):
        self._as(self.freya)
        for text in ("many", "-1", "nan", "inf"):
            with self.subTest(text):
                page = self._report(quantity_0=text)
                self.assertEqual(page.status_code, 200)
                self.assertIn("Blue cup", page.text)
                self.assertIn("On arrival", page.text, "what was written is kept")
                self.assertFalse(self._reported())

    def test_about_a_delivery(self):
        self._as(self.freya)
        self._report("delivery", quantity_0="2")
        ticket = self._reported()
        self.assertEqual(
            (ticket.picking_id, ticket.order_id), (self.picking, self.sale)
        )
        self.assertEqual(ticket.item_ids.move_id, self.picking.move_ids[0])
        self.assertEqual(ticket.partner_id, self.freya.commercial_partner_id)

    def test_about_an_invoice_line(self):
        self._as(self.freya)
        self._report("invoice", quantity_0="1")
        ticket = self._reported()
        line = self.invoice.invoice_line_ids[0]
        self.assertEqual(ticket.invoice_line_ids, line)
        self.assertEqual(ticket.item_ids.invoice_line_id, line)

    def test_about_nothing(self):
        self._as(self.freya)
        page = self.url_open("/my/ticket/new")
        self.assertIn('name="subject"', page.text)
        answer = self._post(
            "/my/ticket/open", subject="Two cups broken", description="Somewhere"
        )
        self.assertEqual(answer.status_code, 303)
        ticket = self._reported()
        self.assertEqual(ticket.partner_id, self.freya.commercial_partner_id)
        self.assertEqual(ticket.person_id, self.freya.partner_id)

    def test_nobody_opens_about_nothing(self):
        self._as(None)
        self.assertRefused(
            self._post("/my/ticket/open", subject="Two cups broken", description="x")
        )
        self.assertRefused(self.url_open("/my/ticket/new", allow_redirects=False))
        self.assertFalse(self._reported())

    def test_foreign_documents(self):
        self._as(self.other)
        for about in ("order", "delivery", "invoice"):
            with self.subTest(about):
                self.assertRefused(self._report(about))
                self.assertRefused(self._report(about, access_token=SECRET))
        for about, number in (("delivery", 0), ("order", 10**9), ("delivery", "x")):
            url = f"/my/ticket/new?about={about}&document_id={number}"
            self.assertRefused(self.url_open(url, allow_redirects=False))
        self.assertFalse(self._reported())

    def test_what_comes_in_is_no_delivery_of_his(self):
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.env.ref("stock.picking_type_in").id,
                "partner_id": self.freya.partner_id.id,
            }
        )
        self._as(self.freya)
        self.assertRefused(self._report("delivery", receipt))

    def test_sent_twice_it_is_one(self):
        self._as(self.freya)
        for _time in range(2):
            answer = self._report(form_key="one-form")
            self.assertEqual(answer.status_code, 303)
        self.assertEqual(len(self._reported()), 1)

    def test_without_words_nothing_is_opened(self):
        self._as(self.freya)
        page = self._report(subject=" ", description="  ")
        self.assertEqual(page.status_code, 200)
        self.assertFalse(self._reported())


@tagged("post_install", "-at_install")
class TestFiles(ReportCommon):
    """Photos come with a report or an answer; what is not taken is said."""

    def test_photos(self):
        self._as(self.freya)
        self._report(files=[("cup.jpg", JPEG), ("bill.pdf", b"%PDF-1.4 x")])
        ticket = self._reported()
        files = ticket.file_ids.sorted("id")
        self.assertEqual(files.mapped("name"), ["cup.jpg", "bill.pdf"])
        self.assertEqual(files[0].raw, JPEG)
        self.assertEqual(set(ticket.file_ids.mapped("res_id")), {ticket.id})
        self.assertFalse(any(ticket.file_ids.mapped("public")))

    def test_what_is_not_taken(self):
        self._as(self.freya)
        for label, files in (
            ("too large", [("big.jpg", b"x" * (10 * 1024 * 1024 + 1))]),
            ("program", [("virus.EXE", b"MZ")]),
            ("page", [("page.html", b"<script>alert(1)</script>")]),
            ("empty", [("empty.jpg", b"")]),
            ("too many", [(f"{n}.jpg", JPEG) for n in range(11)]),
        ):
            with self.subTest(label):
                page = self._report(files=files)
                self.assertEqual(page.status_code, 200)
                self.assertIn('role="alert"', page.text)
                self.assertFalse(self._reported())
        orphans = self.env["ir.attachment"].search([("name", "=", "virus.EXE")])
        self.assertFalse(orphans)

    def test_the_largest_is_taken(self):
        self._as(self.freya)
        self._report(files=[("big.jpg", b"x" * (10 * 1024 * 1024))])
        self.assertEqual(self._reported().file_ids.file_size, 10 * 1024 * 1024)

    def test_the_link_opens_this_file_and_no_other(self):
        self._as(self.freya)
        self._report(files=[("cup.jpg", JPEG)])
        ticket = self._reported()
        note = self.env["ir.attachment"].create(
            {
                "name": "ours.txt",
                "raw": b"ours alone",
                "res_model": "o2c.ticket",
                "res_id": ticket.id,
            }
        )
        url = ticket._portal_own_files()[0]["url"]
        self._as(None)
        self.assertEqual(self.url_open(url).content, JPEG)
        forged = url.replace(f"/{ticket.file_ids.id}?", f"/{note.id}?")
        self.assertNotEqual(forged, url)
        self.assertEqual(self.url_open(forged).status_code, 404)

    def test_an_answer_with_files(self):
        self._as(self.freya)
        url = f"/my/ticket/{self.ticket.id}/answer"
        answer = self._post(url, text="See here", files=[("cup.jpg", JPEG)])
        self.assertEqual(answer.status_code, 303)
        message = self.ticket.message_ids[0]
        self.assertEqual(message.author_id, self.freya.partner_id)
        self.assertEqual(message.attachment_ids.mapped("name"), ["cup.jpg"])
        page = self.url_open(self.ticket.get_portal_url())
        self.assertIn("See here", page.text)
        self.assertIn(f"/web/content/{message.attachment_ids.id}", page.text)

    def test_an_answer_by_who_has_the_link(self):
        self._as(None)
        token = self.ticket._portal_ensure_token()
        url = f"/my/ticket/{self.ticket.id}/answer"
        self._post(url, text="By the link", access_token=token)
        self.assertIn("By the link", self.ticket.message_ids[0].body)
        self.assertEqual(
            self.ticket.message_ids[0].author_id, self.freya.commercial_partner_id
        )

    def test_strangers_do_not_answer(self):
        before = self.ticket.message_ids
        url = f"/my/ticket/{self.ticket.id}/answer"
        for user in (self.other, None):
            self._as(user)
            self.assertRefused(self._post(url, text="Me too"))
            self.assertRefused(self._post(url, text="Me too", access_token=SECRET))
        self.assertEqual(self.ticket.message_ids, before)

    def test_no_answer_by_a_link_or_without_our_key(self):
        self._as(self.freya)
        before = self.ticket.message_ids
        url = f"/my/ticket/{self.ticket.id}/answer"
        self.assertEqual(self.url_open(f"{url}?text=Me").status_code, 405)
        forged = self.url_open(url, data={"text": "Forged"}, allow_redirects=False)
        self.assertEqual(forged.status_code, 400)
        self.assertEqual(self.ticket.message_ids, before)

    def test_an_answer_without_words(self):
        self._as(self.freya)
        before = self.ticket.message_ids
        page = self._post(f"/my/ticket/{self.ticket.id}/answer", text=" ")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.ticket.message_ids, before)

    def test_text_stays_text(self):
        self._as(self.freya)
        url = f"/my/ticket/{self.ticket.id}/answer"
        self._post(url, text="<script>alert(7)</script>")
        page = self.url_open(self.ticket.get_portal_url())
        self.assertNotIn("<script>alert(7)", page.text)
