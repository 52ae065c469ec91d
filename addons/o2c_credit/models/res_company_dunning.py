from odoo import fields, models

AUTO = [
    ("no", "By hand only"),
    ("simulate", "Simulate every day"),
    ("generate", "Make the notices every day"),
    ("send", "Make and send every day"),
]


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_dunning_strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        "Default strategy",
        domain="[('company_id', 'in', (False, id))]",
        ondelete="restrict",
    )
    o2c_dunning_auto = fields.Selection(
        AUTO, "Dunning runs", required=True, default="no"
    )
