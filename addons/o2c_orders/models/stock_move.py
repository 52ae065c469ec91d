from odoo import fields, models
from odoo.tools.sql import column_exists, create_column

# what was set aside before this was installed: its last change tells best
RESERVED = """
UPDATE stock_move SET o2c_reserved_at = date_trunc('second', write_date)
 WHERE state = 'assigned'
"""


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = "stock.move"

    o2c_reserved_at = fields.Datetime(
        "Reserved on",
        readonly=True,
        copy=False,
        help="When all of the goods of this move were set aside.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._o2c_note_reserved(vals["state"])
        return result

    def _o2c_note_reserved(self, state):
        """Remember when goods were set aside; forget it when they are free again."""
        if state == "assigned":
            new = self.filtered(lambda move: not move.o2c_reserved_at)
            new.o2c_reserved_at = fields.Datetime.now()
        elif state not in ("done", "cancel"):
            self.filtered("o2c_reserved_at").o2c_reserved_at = False

    def _auto_init(self):
        if not column_exists(self.env.cr, "stock_move", "o2c_reserved_at"):
            create_column(self.env.cr, "stock_move", "o2c_reserved_at", "timestamp")
            self.env.cr.execute(RESERVED)
        return super()._auto_init()
