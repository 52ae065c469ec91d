from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger

from ..domain import sampling


class O2cCampaignCell(models.Model):
    """A courier in an area: how many there are, are drawn and have answered."""

    _name = "o2c.campaign.cell"
    _description = "Cell of a sample"
    _order = "population desc, id"
    _rec_name = "code"

    campaign_id = fields.Many2one(
        "o2c.campaign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    code = fields.Char(required=True, readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", "Courier", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", readonly=True)
    population = fields.Integer(readonly=True)
    wanted = fields.Integer("Answers wanted", readonly=True)
    sample = fields.Integer("Drawn", readonly=True)
    answered = fields.Integer(compute="_compute_answered")
    margin = fields.Float(
        "Margin reached (points)",
        compute="_compute_answered",
        digits=(16, 1),
        help="Margin of error of a share with the answers there are; "
        "100 without answers.",
    )
    is_full = fields.Boolean("Enough", compute="_compute_answered")

    _once = models.Constraint(
        "UNIQUE (campaign_id, code)", "This cell is in the sample already."
    )

    @api.depends("campaign_id.call_ids.state", "population", "wanted")
    def _compute_answered(self):
        # how far a sample is may be known to whoever may read it
        groups = (
            self.env["o2c.call"]
            .sudo()
            ._read_group(
                [
                    ("campaign_id", "in", self.campaign_id.ids),
                    ("listed_by", "=", "rule"),
                    ("last_result", "=", "answered"),
                    ("state", "=", "done"),
                ],
                ["campaign_id", "cell"],
                ["__count"],
            )
        )
        found = {(campaign.id, cell): count for campaign, cell, count in groups}
        for cell in self:
            count = found.get((cell.campaign_id.id, cell.code), 0)
            confidence = cell.campaign_id.sample_confidence / 100
            margin = sampling.reached(cell.population, count, confidence)
            cell.answered = count
            cell.margin = 100.0 if margin is None else 100 * margin
            cell.is_full = bool(cell.wanted) and count >= cell.wanted

    @api.model
    def _keep(self, campaign, found):
        """Make the cells of ``campaign`` those found: ``{code: sampling.Cell}``."""
        known = {
            cell.code: cell for cell in self.search([("campaign_id", "=", campaign.id)])
        }
        gone = self.union(*(cell for code, cell in known.items() if code not in found))
        gone.unlink()
        new = []
        for code, size in found.items():
            values = {
                "population": size.population,
                "wanted": size.wanted,
                "sample": size.sample,
            }
            if code not in known:
                new.append(self._prepare_vals(campaign, code, values))
            elif any(known[code][name] != value for name, value in values.items()):
                known[code].write(values)
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.create(new)
        except UniqueViolation as error:
            # another refresh made them after our snapshot: try anew
            raise ConcurrencyError("cells made at the same time") from error

    def _prepare_vals(self, campaign, code, values):
        carrier, country, state = (int(part) or False for part in code.split("/"))
        places = {"carrier_id": carrier, "country_id": country, "state_id": state}
        return {"campaign_id": campaign.id, "code": code, **places, **values}
