"""The figures of customer care as a file."""

import base64

from odoo import api, fields, models

from .. import explain
from .care_workbook import CareWorkbook


class O2cCareInsight(models.AbstractModel):
    _name = "o2c.care.insight"
    _inherit = "o2c.care.insight"

    @api.model
    def workbook(self, months=6, by="reason", narrow=None):
        """The action that brings the workbook of what the screen shows."""
        name, data = self._workbook(months, by, narrow)
        # thrown away by Odoo after a while, like every file of a wizard
        file = self.env["o2c.care.insight.file"].create(
            {"name": name, "data": base64.b64encode(data)}
        )
        url = f"/web/content/o2c.care.insight.file/{file.id}/data/{name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    @api.model
    def _workbook(self, months=6, by="reason", narrow=None):
        """(name, bytes), in the language of the user."""
        data = self.dashboard(months, by, narrow)
        day = fields.Date.context_today(self)
        name = explain.insight.file_name(self.env, self.env.company, day)
        return name, CareWorkbook(self.env, data).file()
