from odoo import fields, models


class O2cHistoryImport(models.Model):
    """One file of receivables: how it was read and what became of it."""

    _name = "o2c.history.import"
    _description = "Import of receivables"
    _order = "id desc"

    name = fields.Char("File", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
