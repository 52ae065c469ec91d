"""Who of those that fit is drawn, and what that says with which margin of error."""

import random

from odoo import api, fields, models

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from ..domain import sampling
from ..domain.sampling import Method, Plan, Unit
from ..domain.targeting import Why

METHODS = [
    (Method.ALL.value, "Everybody"),
    (Method.SHARE.value, "A share of them"),
    (Method.COUNT.value, "So many"),
    (Method.CELLS.value, "Enough for each courier and area"),
]
OVER = ("done", "exhausted")


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    sampling = fields.Selection(
        METHODS,
        "Of those who fit, call",
        required=True,
        default=Method.ALL.value,
        tracking=True,
    )
    seed = fields.Integer(
        required=True,
        default=lambda self: random.SystemRandom().randrange(1, 1_000_000),
        copy=False,
        help="Who is drawn, and which script a call gets, follows from this number: "
        "the same number draws the same calls, however often the list is made.",
    )
    sample_share = fields.Float("Share (%)", default=20.0)
    sample_count = fields.Integer("Size of the sample", default=100)
    sample_margin = fields.Float(
        "Margin of error (points)",
        default=10.0,
        help="Half the width of the interval: 10 means that a share of 80 % is "
        "between 70 and 90 %.",
    )
    sample_confidence = fields.Float("Confidence (%)", default=95.0)
    answer_rate = fields.Float(
        "Expected to answer (%)",
        default=100.0,
        help="If only half of those called answer, twice as many are drawn.",
    )
    area_by = fields.Selection(
        [("country", "Country"), ("state", "State")],
        "Area is the",
        required=True,
        default="country",
    )
    cell_ids = fields.One2many("o2c.campaign.cell", "campaign_id", "Cells")

    _shares = models.Constraint(
        "CHECK (sample_share > 0 AND sample_share <= 100 AND sample_margin > 0"
        " AND sample_margin < 100 AND sample_confidence >= 50"
        " AND sample_confidence < 100 AND answer_rate > 0 AND answer_rate <= 100)",
        "Shares and margins are per cents: more than 0, and not above 100.",
    )
    _sample_size = models.Constraint(
        "CHECK (sample_count > 0)", "A sample has at least one call."
    )

    def _plan(self):
        """How this campaign samples, as the pure functions take it."""
        return Plan(
            method=Method(self.sampling),
            seed=self.seed,
            share=self.sample_share / 100,
            count=self.sample_count,
            margin=self.sample_margin / 100,
            confidence=self.sample_confidence / 100,
            answer_rate=self.answer_rate / 100,
        )

    def _cell_code(self, row):
        """The cell of a row of the query: courier, country, state; 0 is unknown."""
        state = row["state_id"] if self.area_by == "state" else 0
        parts = (row["carrier_id"], row["country_id"], state)
        return "/".join(str(part or 0) for part in parts)

    def _draw_targets(self, rows, decisions):
        """Leave out who fits and was not drawn.

        :return: ({key: Decision}, {cell: what was drawn of it})
        """
        plan = self._plan()
        if plan.method is Method.ALL:
            return decisions, {}
        units, full = self._population(rows, decisions, plan)
        drawn = sampling.draw(units.values(), plan, full)
        cells = sampling.cells(units.values(), drawn, plan)
        left = {
            key: Decision((Reason(self._why_left(unit, full)),))
            for key, unit in units.items()
            if key not in drawn and decisions.get(key) and decisions[key].ok
        }
        return decisions | left, cells

    def _why_left(self, unit, full):
        return Why.CELL_FULL if unit.cell in full else Why.NOT_DRAWN

    def _population(self, rows, decisions, plan):
        """({key: Unit}, cells that have answers enough) of this campaign."""
        units, answered = {}, {}
        for key, cell, said in self._called_before():
            units[key] = Unit(key, (cell,), kept=True)
            answered[cell,] = answered.get((cell,), 0) + said
        for row in rows:
            if row["picked"] or not decisions[row["key"]].ok:
                continue
            units.setdefault(row["key"], self._unit(row))
        return units, self._full(units.values(), answered, plan)

    def _unit(self, row):
        begun = row["attempts"] > 0 or row["agreed"] or row["state"] == "in_call"
        cell = (self._cell_code(row),)
        return Unit(row["key"], cell, kept=begun, listed=row["state"] == "to_call")

    def _full(self, units, answered, plan):
        if plan.method is not Method.CELLS:
            return frozenset()
        sizes = {}
        for unit in units:
            sizes[unit.cell] = sizes.get(unit.cell, 0) + 1
        return frozenset(
            cell
            for cell, size in sizes.items()
            if answered.get(cell, 0)
            >= sampling.needed(size, plan.margin, plan.confidence)
        )

    def _called_before(self):
        """(key, cell, answered: 0 or 1) of calls of the rule that are over."""
        if not self._origin:
            return []
        calls = self.env["o2c.call"].sudo()  # how far the sample is, whoever asks
        found = calls.search_fetch(
            [
                ("campaign_id", "=", self._origin.id),
                ("state", "in", OVER),
                ("listed_by", "=", "rule"),
            ],
            ["subject_key", "cell", "last_result"],
            order="id",
        )
        return [
            (call.subject_key, call.cell or "0/0/0", call.last_result == "answered")
            for call in found
        ]

    def _keep_cells(self, found):
        """Write what was drawn of each cell; what did not change is not written."""
        Cell = self.env["o2c.campaign.cell"].sudo()  # the draw writes them, nobody else
        Cell._keep(self, {cell[0]: size for cell, size in found.items() if cell})

    @api.onchange("sampling")
    def _onchange_sampling(self):
        if self.sampling == Method.CELLS.value and self.source == "customer":
            self.area_by = "state"
