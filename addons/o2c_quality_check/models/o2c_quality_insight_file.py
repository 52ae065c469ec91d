"""The figures of quality calls as a file."""

import base64

from odoo import api, fields, models

from ..domain.satisfaction import Measure
from ..explain import figures as explain
from .quality_workbook import QualityWorkbook


class O2cQualityInsight(models.AbstractModel):
    _name = "o2c.quality.insight"
    _inherit = "o2c.quality.insight"

    @api.model
    def workbook(self, options=None):
        """The action that brings the workbook of the period, narrowed as on screen."""
        name, data = self._workbook(options or {})
        # thrown away by Odoo after a while, like every file of a wizard
        file = self.env["o2c.quality.insight.file"].create(
            {"name": name, "data": base64.b64encode(data)}
        )
        url = (
            f"/web/content/o2c.quality.insight.file/{file.id}/data/{name}?download=true"
        )
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    @api.model
    def _workbook(self, options):
        """(name, bytes), in the language of the user, with what he may see."""
        options = {**options, "by": None}
        parts = {part["key"] for part in self._parts()}
        data = {part: self.dashboard(part, options) for part in parts}
        data["trends"], data["by"] = self._all_scores(options)
        day = fields.Date.context_today(self)
        name = explain.file_name(self.env, day)
        return name, QualityWorkbook(self.env, data).file()

    def _all_scores(self, options):
        """Trends of all measures, and the measures by everything, those with answers.

        :return: ``{measure: rows}, [(name of the dimension, rows)]``
        """
        scope = self._scope("satisfaction", options)
        trends, by = {}, []
        names = explain.measures(self.env)
        for measure in Measure:
            chosen = {**options, "measure": measure.value}
            trends[measure] = self.dashboard("satisfaction", chosen)["trend"]
        for dimension in self._dimensions():
            rows = [
                {**row, "measure": names[measure]}
                for measure in Measure
                for row in self._groups(scope, dimension["key"], measure)
            ]
            by.append((dimension["name"], rows))
        return trends, by
