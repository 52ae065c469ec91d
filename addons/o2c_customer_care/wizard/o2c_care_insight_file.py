from odoo import fields, models


class O2cCareInsightFile(models.TransientModel):
    """A workbook that somebody asked for; nobody else gets it."""

    _name = "o2c.care.insight.file"
    _description = "Workbook of customer care"

    name = fields.Char(required=True)
    data = fields.Binary(required=True, attachment=True)
