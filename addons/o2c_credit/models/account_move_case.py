"""What a lawsuit needs of dunning: the notices as they were sent, and the interest."""

from odoo import fields, models

from odoo.addons.o2c_orders.explain.case import folder

from .. import explain


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    def _o2c_case_papers(self):
        where = folder(self.env, "notices")
        papers = super()._o2c_case_papers()
        papers += [(where, *paper) for paper in self._o2c_notice_papers()]
        return papers + [(where, *paper) for paper in self._o2c_interest_papers()]

    def _o2c_notice_papers(self):
        """The notices about these invoices, each as it went out: (name, bytes)."""
        notices = self.env["o2c.dunning.notice"].search(
            [("line_ids.line_id.move_id", "in", self.ids), ("state", "=", "sent")],
            order="id",
        )
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", notices._name), ("res_id", "in", notices.ids)],
            order="id",
        )
        kept = attachments.grouped("res_id")
        for notice in notices:
            for file in kept.get(notice.id, ()):
                yield f"{notice.reference} {file.name}", file.raw
            if notice.body:
                page = explain.legal.page(notice).encode()
                yield f"{notice.reference}.html", page

    def _o2c_interest_papers(self):
        """How late interest comes about until today, where something is late."""
        lines = self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        day = fields.Date.context_today(self)
        sheets = lines._o2c_interest(day)
        if any(sheet.is_late for sheet in sheets.values()):
            name = explain.legal.sheets_name(self.env)
            yield name, lines._o2c_interest_pdf(day, self.env.lang)
