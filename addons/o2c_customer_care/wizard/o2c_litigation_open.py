from odoo import fields, models

from ..models.o2c_litigation import KINDS, SIDES


class O2cLitigationOpen(models.TransientModel):
    _name = "o2c.litigation.open"
    _description = "Go to court"

    dispute_ids = fields.Many2many("o2c.dispute", string="Disputes", required=True)
    kind = fields.Selection(KINDS, "What it is", required=True, default="lawyer")
    side = fields.Selection(SIDES, "Who claims", required=True, default="us")
    lawyer_id = fields.Many2one("res.partner")
    court = fields.Char("Court or body")
    note = fields.Text("What it is about", required=True)

    def action_open(self):
        """Open the lawsuit over these disputes and show it."""
        self.ensure_one()
        lawsuit = self.env["o2c.litigation"]._open(
            self.dispute_ids,
            kind=self.kind,
            side=self.side,
            lawyer_id=self.lawyer_id.id,
            court=self.court,
            note=self.note,
        )
        return lawsuit.get_formview_action()
