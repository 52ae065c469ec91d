from odoo import fields, models


class O2cInsightFile(models.TransientModel):
    """A workbook that somebody asked for."""

    _name = "o2c.insight.file"
    _description = "Workbook of receivables"

    name = fields.Char(required=True)
    data = fields.Binary(required=True, attachment=True)
