from odoo import api, fields, models

from .o2c_shipment import STATUSES


class O2cCourierCode(models.Model):
    """What one code of one courier means in our words."""

    _name = "o2c.courier.code"
    _description = "Code of a courier"
    _order = "courier_id, code"
    _rec_name = "code"

    courier_id = fields.Many2one(
        "o2c.courier", required=True, ondelete="cascade", index=True
    )
    code = fields.Char(required=True)
    status = fields.Selection(
        STATUSES, help="Empty: it moves nothing, and nobody needs to know."
    )
    description = fields.Char("Courier's meaning")

    _code_once = models.UniqueIndex(
        "(courier_id, lower(code))", "This courier has this code already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create(vals_list)
        codes._explain()
        return codes

    def write(self, vals):
        result = super().write(vals)
        if {"code", "status"} & vals.keys():
            self._explain()
        return result

    def _explain(self):
        """Enter again what came with these codes before anybody knew them."""
        # the desk explains codes and has messages entered, nobody writes them
        waiting = (
            self.env["o2c.courier.message"]
            .sudo()
            .search(
                [
                    ("courier_id", "in", self.courier_id.ids),
                    ("is_open", "=", True),
                    ("outcome", "=", "unknown_code"),
                ]
            )
        )
        explained = {(code.courier_id, code.code.lower()) for code in self}
        waiting.filtered(
            lambda m: (m.courier_id, (m.code or "").lower()) in explained
        )._process()
