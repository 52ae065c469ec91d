from odoo import fields, models


class O2cQualityInsightFile(models.TransientModel):
    """A workbook that somebody asked for; nobody else gets it."""

    _name = "o2c.quality.insight.file"
    _description = "Workbook of quality calls"

    name = fields.Char(required=True)
    data = fields.Binary(required=True, attachment=True)
