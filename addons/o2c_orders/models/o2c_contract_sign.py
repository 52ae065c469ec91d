"""Signing in the portal and the paper that is archived then."""

import base64
import io

from PIL import Image
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount
from odoo.tools.misc import file_path
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from .. import explain
from ..domain import contract as rules
from ..domain.contract import State
from .o2c_contract import LINK_DAYS
from .timeline_rows import local_day

REPORT = "o2c_orders.report_contract"
FONT = "O2cMark"
GREY = Color(0.45, 0.45, 0.45, alpha=0.28)
ANGLE = 50
LARGEST_SIGNATURE = 2_000_000  # characters


class O2cContract(models.Model):
    _name = "o2c.contract"
    _inherit = "o2c.contract"

    def _today(self):
        zone = self.company_id.partner_id.tz or "UTC"
        return local_day(fields.Datetime.now(), zone)

    def _may_be_signed(self):
        """Whether the customer may sign today."""
        self.ensure_one()
        return rules.may_sign(State(self.state), self.sign_until or None, self._today())

    def _sign(self, name, signature, address):
        """The customer signs: archive the paper, let go what waited for it.

        :param signature: the drawn signature, base64 of an image
        :raise UserError: it cannot be signed, or is not what was offered
        """
        self.ensure_one()
        if not _is_image(signature):
            raise UserError(explain.service.no_signature(self))
        contract = self.sudo()  # the customer signs, he writes nothing else
        # two who sign at once: the second waits and finds it signed
        contract.lock_for_update()
        contract.invalidate_recordset(["state", "content"])
        if not contract._may_be_signed():
            raise UserError(explain.service.not_to_sign(contract))
        if contract._digest_of_text() != contract.content_digest:
            raise UserError(explain.service.text_changed(contract))
        contract.write(
            {
                "state": "signed",
                "signed_by": name[:200],
                "signed_at": fields.Datetime.now(),
                "signed_from": address,
                "signature": signature,
                "link_until": fields.Date.add(contract._today(), days=LINK_DAYS),
            }
        )
        contract._archive()
        contract._after_sign()

    def _archive(self):
        """Keep the signed original, without a mark, and its digest."""
        content = self.env["ir.actions.report"]._o2c_original(self)
        self.write(
            {
                "paper": base64.b64encode(content),
                "paper_digest": rules.digest(content),
            }
        )

    def _after_sign(self):
        """Hook. Runs once after the customer signed."""
        self.env["o2c.contact"]._log(
            self.partner_id,
            [self.order_id],
            company_id=self.company_id.id,
            user_id=self.user_id.id or self.env.uid,
            direction="in",
            channel="portal",
            purpose="order",
            summary=explain.service.contract_signed(self),
            source_key=f"contract:{self.id}:signed",
        )
        self._message_log(body=explain.service.contract_signed(self))
        self.order_id.o2c_task_ids._begin_ready()

    def _verify(self):
        """Whether the archived original is what was archived, bit by bit."""
        self.ensure_one()
        # the digest is compared for whoever may read the contract
        content = base64.b64decode(self.sudo().paper or b"")
        return bool(content) and rules.digest(content) == self.paper_digest

    def _customer_pdf(self):
        """What the customer keeps: the signed original, else a print with a mark."""
        self.ensure_one()
        contract = self.sudo()  # the customer's own contract
        if contract.state == "signed" and contract.paper:
            return base64.b64decode(contract.paper)
        reports = self.env["ir.actions.report"].sudo()  # as above
        reports = reports.with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(REPORT, contract.ids)[0]

    def action_verify(self):
        self.check_access("read")
        right = all(contract._verify() for contract in self)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if right else "danger",
                "message": explain.service.verified(self.env, right),
                "sticky": not right,
            },
        }

    def action_print(self):
        """Print it, with the mark of its state across every page."""
        self.check_access("read")
        return self.env.ref(REPORT).report_action(self)

    # ------------------------------------------------------------- what it says
    def _services(self):
        """What is sold, for the paper and the portal: a list of dicts of texts."""
        self.ensure_one()
        # the customer's own order, whoever prints it
        order = self.sudo().with_context(lang=self.lang).order_id
        lines = order.order_line.filtered(lambda x: not x.display_type)
        return [self._service(line) for line in lines]

    def _service(self, line):
        tariff = line.o2c_tariff_id
        return {
            "name": line.name,
            "quantity": f"{line.product_uom_qty:g} {line.product_uom_id.name or ''}",
            "tariff": tariff.name or "",
            "once": format_amount(
                line.env, line.price_subtotal, line.currency_id, self.lang
            ),
            "per_period": line.o2c_recurring_text or "",
            "terms": explain.service.terms(line),
        }

    def _services_text(self):
        rows = (" | ".join(service.values()) for service in self._services())
        return "\n".join(rows)


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        streams = super()._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )
        if self._get_report(report_ref) == self.env.ref(REPORT, False):
            contracts = self.env["o2c.contract"].browse(key for key in streams if key)
            for contract in contracts:
                self._o2c_mark(contract, streams[contract.id])
        return streams

    def _o2c_mark(self, contract, found):
        mark = rules.watermark(State(contract.state))
        word = explain.service.mark(contract.with_context(lang=contract.lang), mark)
        found["stream"] = io.BytesIO(stamped(found["stream"].getvalue(), word))

    @api.model
    def _o2c_original(self, contract):
        """The one print without a mark: the PDF that is archived, as bytes."""
        report = self.with_context(force_report_rendering=True, webp_as_jpg=True)
        unmarked = super(IrActionsReport, report)
        streams = unmarked._render_qweb_pdf_prepare_streams(
            REPORT, {"report_type": "pdf"}, res_ids=contract.ids
        )
        return streams[contract.id]["stream"].getvalue()


def _is_image(signature):
    """Whether a drawn signature, base64 text, is an image of decent size."""
    try:
        if len(signature) > LARGEST_SIGNATURE:
            return False
        with Image.open(io.BytesIO(base64.b64decode(signature))) as image:
            image.verify()
    except (TypeError, ValueError, SyntaxError, OSError, Image.DecompressionBombError):
        return False
    return True


def stamped(content, word):
    """``content`` (PDF bytes) with ``word`` across every page, as bytes."""
    reader, writer = PdfFileReader(io.BytesIO(content), strict=False), PdfFileWriter()
    # the names that Odoo keeps for each of the three libraries it may find
    for number in range(reader.getNumPages()):
        page = reader.getPage(number)
        box = page.mediaBox
        size = float(box.getWidth()), float(box.getHeight())
        page.mergePage(PdfFileReader(io.BytesIO(_sheet(word, *size))).getPage(0))
        writer.addPage(page)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _sheet(word, width, height):
    """A page that bears nothing but ``word``, grey and aslant."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        # a font that has the letters of all our languages
        path = file_path("web/static/fonts/sign/NotoSans-Reg.ttf")
        pdfmetrics.registerFont(TTFont(FONT, path))
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, pagesize=(width, height))
    wide = pdfmetrics.stringWidth(word, FONT, 1)
    sheet.setFillColor(GREY)
    sheet.setFont(FONT, min(160, 0.8 * (width**2 + height**2) ** 0.5 / wide))
    sheet.translate(width / 2, height / 2)
    sheet.rotate(ANGLE)
    sheet.drawCentredString(0, -40, word)
    sheet.save()
    return stream.getvalue()
