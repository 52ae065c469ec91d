import base64

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.interface_csv import COLUMNS, CsvError, orders_of, read_rows


class O2cInterfaceUpload(models.TransientModel):
    _name = "o2c.interface.upload"
    _description = "Take in a file of orders"

    interface_id = fields.Many2one(
        "o2c.interface", required=True, domain=[("hands_in", "=", True)]
    )
    content = fields.Binary("CSV file", required=True)
    filename = fields.Char()

    def action_upload(self):
        """Take the orders of the file in and show what became of each."""
        self.ensure_one()
        self.interface_id.check_access("write")
        rows = self._rows()
        pairs = [(", ".join(map(str, n)), raw) for n, raw in orders_of(rows)]
        message = self.interface_id._acting()._take_in(
            pairs, source="file", subject=self.filename or "orders.csv"
        )
        message.user_id = self.env.user
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What became of the file"),
            "res_model": message._name,
            "res_id": message.id,
            "view_mode": "form",
        }

    def _rows(self):
        """The rows of the file.

        :raise UserError: it is no table of orders, or has too many
        """
        limit = self.interface_id.max_rows
        try:
            rows = read_rows(base64.b64decode(self.content).decode("utf-8-sig"))
        except UnicodeDecodeError:
            self._refuse("not_utf8")
        except CsvError:
            self._refuse("bad_csv", columns=", ".join(COLUMNS))
        if len(rows) > limit:
            self._refuse("too_many", limit=limit)
        return rows

    def _refuse(self, code, **values):
        raise UserError(explain.interface.call(self.env, code, **values)) from None
