"""The legal file: all that is needed to take a claim to court, in one ZIP."""

import io
import re
import zipfile

from odoo import models

from .. import explain
from .o2c_dunning_outbox import Sheet

SUMMARY = "o2c_credit.report_legal_summary"
DELIVERY = "stock.action_report_delivery"
UNSAFE = re.compile(r"[^\w.\- ]+")


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    def _sheet_by_legal(self, facts):
        name = f"{explain.legal.folder(self)}.zip"
        files = ((name, self._legal_zip(), "application/zip"),)
        values = {"subject": self._wording()[0]}
        return Sheet(facts, values=values, files=files)

    def _leave_by_legal(self, sheet, _outbox):
        """The file is made once; whoever is responsible is told to hand it over."""
        self._left(**sheet.values)
        self._keep_files(sheet.files)
        user = self.step_id.responsible_id or self.account_id.collector_id
        self.account_id.activity_schedule(
            "mail.mail_activity_data_todo",
            self._leaving_day(),
            summary=explain.notice.hand_over_title(self),
            user_id=(user or self.approved_by_id or self.env.user).id,
        )

    def _legal_zip(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, (name, content) in enumerate(self._legal_files(), 1):
                archive.writestr(f"{number:02} {UNSAFE.sub('-', name)}", content)
        return buffer.getvalue()

    def _legal_files(self):
        """(name, content) of everything in the file, in the order it is read."""
        env, moves = self.env, self._claimed_lines().move_id
        yield explain.legal.summary_name(env), self._legal_pdf(SUMMARY, self)
        for move in moves:
            name, content, _mimetype = move._o2c_invoice_file()
            yield name, content
        yield from self._interest_sheets()
        for picking in moves.o2c_order_ids.picking_ids.filtered(
            lambda p: p.state == "done" and p.picking_type_code == "outgoing"
        ):
            name = explain.legal.delivery_name(picking)
            yield name, self._legal_pdf(DELIVERY, picking)
        yield from self._earlier_notices()

    def _interest_sheets(self):
        """How late interest and compensation come about, where something is late."""
        lines, day = self._claimed_lines().line_id, self._leaving_day()
        sheets = lines._o2c_interest(day)
        if any(sheet.is_late for sheet in sheets.values()):
            name = explain.legal.sheets_name(self.env)
            # lines on which nothing is late have no sheet
            yield name, lines._o2c_interest_pdf(day, self.lang)

    def _legal_pdf(self, report, records):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, lang=self.lang
        )
        return reports._render_qweb_pdf(report, records.ids)[0]

    def _earlier_notices(self):
        """What the customer was sent about these items before, as it was sent."""
        sent = self._history()
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", sent.ids)], order="id"
        )
        kept = attachments.grouped("res_id")
        for notice in sent:
            for file in kept.get(notice.id, ()):
                yield f"{notice.reference} {file.name}", file.raw
            if notice.body:
                yield f"{notice.reference}.html", explain.legal.page(notice)

    def _history(self):
        """The notices about these items that went out before this one."""
        lines = self._claimed_lines().line_id
        found = self.search(
            [("line_ids.line_id", "in", lines.ids), ("state", "=", "sent")], order="id"
        )
        return found - self

    def _legal_facts(self):
        """What the summary shows: notices sent, contacts about payment, promises."""
        contacts = self.env["o2c.contact"].search(
            [
                ("partner_id", "=", self.customer_id.id),
                ("company_id", "child_of", self.account_id.company_id.id),
                ("purpose", "=", "collection"),
            ],
            order="at",
        )
        promises = self.env["o2c.promise"].search(
            [
                ("account_id", "=", self.account_id.id),
                ("line_ids.line_id", "in", self._claimed_lines().line_id.ids),
            ],
            order="made_on, id",
        )
        return {
            "notices": self._history(),
            "contacts": contacts,
            "promises": promises,
        }
