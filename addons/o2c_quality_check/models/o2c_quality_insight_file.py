"""The figures of quality calls as a file."""

import base64

from odoo import api, fields, models

from ..domain.satisfaction import Measure
from ..explain import figures as explain
from .o2c_quality_insight_scores import GOODS
from .quality_workbook import QualityWorkbook

# the parts of the screen that the workbook has, besides the scores
SHEETS = {"couriers", "operations", "words"}


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
        parts = SHEETS & {part["key"] for part in self._parts()}
        data = {part: self.dashboard(part, options) for part in parts}
        data |= self._all_scores(options)
        day = fields.Date.context_today(self)
        name = explain.file_name(self.env, day)
        return name, QualityWorkbook(self.env, data).file()

    def _all_scores(self, options):
        """All measures: in all, by month and by everything that they depend on.

        :return: ``{"satisfaction", "trends": {measure: rows}, "by": [(name of the
            dimension, rows)]}``
        """
        scope = self._scope("satisfaction", options)
        whole, months = self._score_counts(scope)
        trends = {m: self._trend(scope, m, months) for m in Measure}
        dimensions = {d["key"]: d["name"] for d in self._dimensions()}
        plain = [key for key in dimensions if key not in GOODS]
        counts = self._group_counts(scope, plain, list(Measure))
        for goods in GOODS:
            counts |= self._group_counts(scope, [goods], list(Measure))
        names = explain.measures(self.env)
        by = [
            (
                name,
                [
                    {**row, "measure": names[measure]}
                    for measure in Measure
                    for row in self._group_rows(key, measure, counts[key, measure])
                ],
            )
            for key, name in dimensions.items()
        ]
        tiles = [self._tile(measure, whole) for measure in Measure]
        scores = {"tiles": tiles, "notes": self._score_notes(None)}
        return {"satisfaction": scores, "trends": trends, "by": by}
