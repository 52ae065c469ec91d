import base64
import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..explain import law as explain

COLUMNS = (
    *("at", "result", "phone", "partner_id", "person", "country_id", "local_time"),
    *("purpose", "campaign_id", "user_id", "why", "next_at", "rule_id", "rule_text"),
    *("source", "consent_at", "checked_on"),
)
WIDTHS = {"why": 60, "rule_text": 60, "source": 60, "partner_id": 28, "at": 18}


class O2cDialExport(models.TransientModel):
    """The log of calls for a period as a workbook, for whoever asks for proof."""

    _name = "o2c.dial.export"
    _description = "Export of the log of calls"

    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.today().replace(day=1)
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    campaign_id = fields.Many2one("o2c.campaign")
    partner_id = fields.Many2one("res.partner", "Customer")
    only_refused = fields.Boolean("Only what was not allowed")
    file = fields.Binary("Workbook", readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)
    count = fields.Integer("Decisions", readonly=True)

    def action_export(self):
        """Make the workbook of what one may read of the log."""
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(self.env._("The period ends before it begins."))
        Decision = self.env["o2c.dial.decision"]
        found = Decision.search(self._domain(), order="at, id")
        self.write(
            {
                "file": base64.b64encode(self._workbook(found)),
                "file_name": f"calls-{self.date_from}-{self.date_to}.xlsx",
                "count": len(found),
            }
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_dial_export"
        )
        return {**action, "res_id": self.id}

    def _domain(self):
        end = fields.Date.add(self.date_to, days=1)
        domain = Domain("at", ">=", self.date_from) & Domain("at", "<", end)
        if self.campaign_id:
            domain &= Domain("campaign_id", "=", self.campaign_id.id)
        if self.partner_id:
            customer = self.partner_id.commercial_partner_id
            domain &= Domain("partner_id", "child_of", customer.id)
        if self.only_refused:
            domain &= Domain("allowed", "=", False)
        return domain

    def _workbook(self, decisions):
        out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(out, options) as book:
            sheet = book.add_worksheet(explain.log_name(self.env)[:31])
            head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDEDED"})
            moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
            styles = {"datetime": moment}
            styles["date"] = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.freeze_panes(1, 1)
            for column, (name, title) in enumerate(self._heads(decisions)):
                sheet.set_column(column, column, WIDTHS.get(name, 16))
                sheet.write_string(0, column, title, head)
            for number, decision in enumerate(decisions, start=1):
                self._line(sheet, number, decision, styles)
            sheet.autofilter(0, 0, max(len(decisions), 1), len(COLUMNS) - 1)
        return out.getvalue()

    def _heads(self, decisions):
        for name in COLUMNS:
            title = decisions._fields[name].get_description(self.env)["string"]
            kind = decisions._fields[name].type
            yield name, f"{title} (UTC)" if kind == "datetime" else title

    def _line(self, sheet, number, decision, styles):
        for column, name in enumerate(COLUMNS):
            value, kind = decision[name], decision._fields[name].type
            if not value:
                continue
            if kind in styles:
                sheet.write_datetime(number, column, value, styles[kind])
            elif kind == "many2one":
                sheet.write_string(number, column, value.display_name)
            elif kind == "selection":
                text = explain.label(decision, name, value)
                sheet.write_string(number, column, text)
            else:
                sheet.write_string(number, column, str(value))
