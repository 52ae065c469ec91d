from odoo import fields, models


class O2cRetentionFile(models.TransientModel):
    """A workbook that somebody asked for; nobody else gets it."""

    _name = "o2c.retention.file"
    _description = "Workbook of a retention list"

    name = fields.Char(required=True)
    data = fields.Binary(required=True, attachment=True)
