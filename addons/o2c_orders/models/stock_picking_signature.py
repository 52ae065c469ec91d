from odoo import fields, models
from odoo.tools.sql import column_exists, create_column

# who signed before this was installed: the day the picture was kept
SIGNED = """
UPDATE stock_picking p SET o2c_signed_at = date_trunc('second', a.create_date)
  FROM ir_attachment a
 WHERE a.res_model = 'stock.picking' AND a.res_field = 'signature'
   AND a.res_id = p.id
"""


class StockPicking(models.Model):
    _inherit = "stock.picking"

    o2c_signed_at = fields.Datetime(
        "Signed on",
        readonly=True,
        copy=False,
        help="When the customer signed for the goods.",
    )

    def write(self, vals):
        if "signature" in vals:
            signed = fields.Datetime.now() if vals["signature"] else False
            vals = {**vals, "o2c_signed_at": signed}
        return super().write(vals)

    def _auto_init(self):
        if not column_exists(self.env.cr, "stock_picking", "o2c_signed_at"):
            create_column(self.env.cr, "stock_picking", "o2c_signed_at", "timestamp")
            self.env.cr.execute(SIGNED)
        return super()._auto_init()
