from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import score as rules
from ..domain.score import Feature

FEATURES = [
    (Feature.SHARE_LATE.value, "Share of invoices paid late"),
    (Feature.WORST_DELAY.value, "Worst delay in 180 days"),
    (Feature.MEAN_DELAY.value, "Mean days late, all invoices"),
    (Feature.RECENT_DELAY.value, "Mean days late, last six invoices"),
    (Feature.WEIGHTED_DELAY.value, "Days late, recent ones count more"),
    (Feature.TERM_DAYS.value, "Usual payment term (days)"),
    (Feature.RELATION_DAYS.value, "Age of the relation (days)"),
    (Feature.DAYS_OVERDUE.value, "Days overdue now"),
    (Feature.OVERDUE_AMOUNT.value, "Overdue amount now"),
    (Feature.OVERDUE_SHARE.value, "Overdue share of what is open"),
    (Feature.UTILISATION.value, "Open amount against a usual month"),
    (Feature.DISPUTES.value, "Disputes in a year"),
    (Feature.BROKEN_PROMISES.value, "Broken promises in a year"),
    (Feature.PROMISES_KEPT.value, "Share of promises kept in a year"),
    (Feature.RETURNED_PAYMENTS.value, "Returned payments in a year"),
    (Feature.RATING.value, "External rating (0 to 100)"),
    (Feature.PRIOR.value, "Risk of country and sector (0 to 100)"),
]
BLOCKS = [
    (rules.Block.BEHAVIOUR.value, "How the customer paid"),
    (rules.Block.SITUATION.value, "What is open now"),
    (rules.Block.OTHER.value, "Other"),
]


class O2cScorecardFactor(models.Model):
    """A line of a scorecard: what it looks at and what each range is worth."""

    _name = "o2c.scorecard.factor"
    _description = "Factor of a scorecard"
    _order = "scorecard_id, sequence, id"

    scorecard_id = fields.Many2one(
        "o2c.scorecard", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    feature = fields.Selection(FEATURES, "Looks at", required=True)
    block = fields.Selection(BLOCKS, compute="_compute_block")
    ranked = fields.Boolean(
        "By rank",
        help="The ranges are shares of the portfolio: 0.9 is worse than nine customers"
        " in ten. Off: the ranges are the figures themselves.",
    )
    bin_ids = fields.One2many("o2c.scorecard.bin", "factor_id", copy=True)
    best = fields.Integer(compute="_compute_span")
    worst = fields.Integer(compute="_compute_span")
    information = fields.Float("Information value", digits=(16, 3), copy=True)
    coefficient = fields.Float(digits=(16, 3), copy=True)

    _once = models.Constraint(
        "UNIQUE (scorecard_id, feature)", "A scorecard looks at everything once."
    )

    @api.depends("feature")
    def _compute_block(self):
        for factor in self:
            known = factor.feature and rules.block(Feature(factor.feature)).value
            factor.block = known

    @api.depends("bin_ids.points")
    def _compute_span(self):
        for factor in self:
            points = factor.bin_ids.mapped("points")
            factor.best = max(points, default=0)
            factor.worst = min(points, default=0)

    @api.depends("feature")
    def _compute_display_name(self):
        names = dict(self._fields["feature"]._description_selection(self.env))
        for factor in self:
            factor.display_name = names.get(factor.feature, "")

    @api.model_create_multi
    def create(self, vals_list):
        factors = super().create(vals_list)
        factors.scorecard_id._check_draft()
        return factors

    def write(self, vals):
        self.scorecard_id._check_draft()
        result = super().write(vals)
        self.scorecard_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.scorecard_id._check_draft()

    def _check_bins(self):
        """Every value falls into exactly one bin, also no value."""
        for factor in self:
            ranges = factor.bin_ids.filtered(lambda b: not b.missing)
            uppers = [b.upper for b in ranges if b.limited]
            ends = len(ranges) - len(uppers)
            missing = len(factor.bin_ids) - len(ranges)
            if ends != 1 or len(set(uppers)) != len(uppers) or missing > 1:
                raise ValidationError(
                    self.env._(
                        "%s: one range without end, one for no value at most, and"
                        " every other with an end of its own.",
                        factor.display_name,
                    )
                )

    def _factor(self):
        """The factor as the rules know it."""
        return rules.Factor(
            self.id,
            Feature(self.feature),
            tuple(b._bin() for b in self.bin_ids.sorted(_by_end)),
            self.ranked,
        )


class O2cScorecardBin(models.Model):
    """A range of a factor and its points."""

    _name = "o2c.scorecard.bin"
    _description = "Range of a factor"
    _order = "factor_id, missing desc, limited desc, upper, id"

    factor_id = fields.Many2one(
        "o2c.scorecard.factor", required=True, index=True, ondelete="cascade"
    )
    missing = fields.Boolean("No value", help="For customers without this figure.")
    limited = fields.Boolean("Has an end", default=True)
    upper = fields.Float(
        "Up to", digits=(16, 4), help="The highest value that belongs to the range."
    )
    points = fields.Integer(required=True, default=0)
    cases = fields.Integer(readonly=True)
    bads = fields.Integer("Bad", readonly=True)
    evidence = fields.Float("Weight of evidence", digits=(16, 3), readonly=True)

    @api.depends("missing", "limited", "upper")
    def _compute_display_name(self):
        for known in self:
            if known.missing:
                known.display_name = self.env._("no value")
            elif not known.limited:
                known.display_name = self.env._("more")
            else:
                known.display_name = self.env._("up to %s", f"{known.upper:g}")

    @api.model_create_multi
    def create(self, vals_list):
        bins = super().create(vals_list)
        bins.factor_id.scorecard_id._check_draft()
        return bins

    def write(self, vals):
        self.factor_id.scorecard_id._check_draft()
        result = super().write(vals)
        self.factor_id.scorecard_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.factor_id.scorecard_id._check_draft()

    def _bin(self):
        """The range as the rules know it."""
        end = self.upper if self.limited and not self.missing else None
        return rules.Bin(self.id, self.points, end, self.missing)


def _by_end(known):
    return (not known.missing, not known.limited, known.upper)
