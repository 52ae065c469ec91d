import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain.courier_report import read_csv

SHOWN = 100


class O2cCourierImport(models.TransientModel):
    """Import of a courier's file: all of it or nothing, unless told otherwise."""

    _name = "o2c.courier.import"
    _description = "Import of courier reports"

    courier_id = fields.Many2one("o2c.courier", required=True)
    file = fields.Binary("CSV file", required=True, attachment=False)
    filename = fields.Char()
    skip_faulty = fields.Boolean(
        "Leave out the lines with errors",
        help="Otherwise nothing is entered while a line has an error.",
    )
    state = fields.Selection(
        [("new", "New"), ("faulty", "With errors"), ("done", "Done")], default="new"
    )
    line_ids = fields.One2many("o2c.courier.import.line", "import_id")
    summary = fields.Char(readonly=True)

    def action_import(self):
        """Enter the reports of the file; errors are shown line by line.

        The same file again enters nothing twice.
        """
        self.ensure_one()
        self._check_desk()
        reading = read_csv(base64.b64decode(self.file or b""), self.courier_id._zone())
        if reading.faults:
            raise UserError(explain.courier.faults(self.env, reading.faults))
        faulty = [report for report in reading.reports if report.faults]
        good = [report for report in reading.reports if not report.faults]
        rows = []
        if not faulty or self.skip_faulty:
            # the desk has messages entered, nobody writes them
            messages = self.env["o2c.courier.message"].sudo()
            rows = messages._receive(self.courier_id, good, "csv")
        self._show(faulty, rows)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import reports"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _show(self, faulty, rows):
        found = [
            (report.place, explain.courier.faults(self.env, report.faults))
            for report in faulty
        ]
        found += [
            (report.place, explain.courier.waiting(message))
            for report, message, _new in rows
            if message.is_open
        ]
        lines = [{"number": n, "text": text} for n, text in sorted(found)[:SHOWN]]
        self.line_ids.unlink()
        self.write(
            {
                "line_ids": [fields.Command.create(line) for line in lines],
                "state": "done" if rows else "faulty",
                "summary": explain.courier.imported(self.env, faulty, rows),
            }
        )

    def _check_desk(self):
        groups = "o2c_orders.group_order_desk,stock.group_stock_user"
        if not self.env.user.has_groups(groups):
            raise AccessError(
                self.env._("Only the order desk and the warehouse import reports.")
            )


class O2cCourierImportLine(models.TransientModel):
    """What is to be said about one line of the file."""

    _name = "o2c.courier.import.line"
    _description = "Line of an import of courier reports"
    _order = "number, id"

    import_id = fields.Many2one("o2c.courier.import", required=True, ondelete="cascade")
    number = fields.Integer("Line", readonly=True)
    text = fields.Char("What about it", readonly=True)

    @api.depends("number", "text")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.number}: {line.text}"
