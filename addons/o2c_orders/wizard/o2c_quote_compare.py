from odoo import api, fields, models
from odoo.exceptions import UserError


class O2cQuoteCompare(models.TransientModel):
    _name = "o2c.quote.compare"
    _description = "Compare versions of a quotation"

    order_id = fields.Many2one("sale.order", required=True)
    older_id = fields.Many2one(
        "o2c.quote.version",
        "Version",
        required=True,
        domain="[('order_id', '=', order_id)]",
    )
    newer_id = fields.Many2one(
        "o2c.quote.version",
        "compared with",
        domain="[('order_id', '=', order_id)]",
        help="Empty: the quotation as it stands now.",
    )
    text = fields.Text("What is different", compute="_compute_text")

    @api.depends("older_id", "newer_id")
    def _compute_text(self):
        for wizard in self:
            order, older = wizard.order_id, wizard.older_id
            newer = wizard.newer_id
            if older.order_id != order or (newer and newer.order_id != order):
                raise UserError(self.env._("Both must be versions of one quotation."))
            lines = newer._domain_lines() if newer else order._o2c_domain_lines()
            wizard.text = order._o2c_changes(
                older._domain_lines(), older.amount_total, lines, newer or order
            ) or self.env._("Nothing is different.")
