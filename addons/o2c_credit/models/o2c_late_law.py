from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import interest as rules
from .o2c_interest_rate import JULY


class O2cLateLaw(models.Model):
    """The law of a country on late payment between businesses, in force from a day.

    What it says is data with a source, so that a change of the law needs no new code.
    """

    _name = "o2c.late.law"
    _description = "Law on late payment"
    _order = "country_id, date_from desc, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    country_id = fields.Many2one("res.country", required=True, index=True)
    date_from = fields.Date(
        "For items due from", required=True, help="The first due date it is for."
    )
    date_to = fields.Date("Until", help="The first due date it is no longer for.")
    day_base = fields.Integer("Days of a year", required=True, default=365)
    sum_currency_id = fields.Many2one(
        "res.currency",
        "Currency of the compensation",
        required=True,
        default=lambda self: self.env.ref("base.EUR"),
    )
    tier_currency_id = fields.Many2one(
        "res.currency",
        "Currency of the thresholds",
        required=True,
        default=lambda self: self.env.ref("base.EUR"),
    )
    tier_ids = fields.One2many("o2c.late.law.tier", "law_id", "Recovery compensation")
    sum_per = fields.Selection(
        [("invoice", "Invoice"), ("instalment", "Instalment")],
        "Compensation for each",
        required=True,
        default="invoice",
    )
    exchange_day = fields.Selection(
        [
            ("claim", "The day after the due date"),
            ("month_before", "The last working day of the month before the due date"),
        ],
        "Exchange rate of",
        required=True,
        default="claim",
    )
    allocation = fields.Char(
        translate=True, help="What the law says about the order in which money counts."
    )
    source = fields.Char(required=True)
    url = fields.Char("Link")
    rate_ids = fields.One2many("o2c.interest.rate", "law_id", "Rates")
    missing_text = fields.Char(
        "Warning", compute="_compute_missing_text", help="Half-years without a rate."
    )

    _day_base_sound = models.Constraint(
        "CHECK (day_base IN (360, 365, 366))", "A year has 360, 365 or 366 days."
    )
    _interval = models.Constraint(
        "CHECK (date_to IS NULL OR date_to > date_from)",
        "A law cannot end before it begins.",
    )

    @api.constrains("country_id", "date_from", "date_to", "active")
    def _check_one_in_force(self):
        for law in self.filtered("active"):
            others = self.search(
                [("country_id", "=", law.country_id.id), ("id", "!=", law.id)]
            )
            if any(_overlap(law, other) for other in others):
                raise ValidationError(
                    self.env._("Two laws of %s overlap.", law.country_id.name)
                )

    @api.depends("rate_ids.active", "rate_ids.date_from", "rate_ids.date_to")
    def _compute_missing_text(self):
        today = self.env.company._o2c_credit_today()
        for law in self:
            law.missing_text = law._missing_today(today)

    def _missing_today(self, today):
        """A warning when no rate is in force on ``today``, else False."""
        if not self.active or any(r._covers(today) for r in self.rate_ids):
            return False
        half = 1 if today.month < JULY else 2
        return self.env._(
            "No rate for half-year %(half)s of %(year)s: these days are not charged.",
            half=half,
            year=today.year,
        )

    # ------------------------------------------------------------- facts
    @api.model
    def _by_country(self):
        """{country: laws in force at some time, the newest first} (sudo)."""
        # the law counts for whoever computes
        laws = self.sudo().search([("active", "=", True)], order="date_from desc, id")
        return laws.grouped("country_id")

    def _at(self, day):
        """The one of these laws that is for items due on ``day``, or none."""
        return self.filtered(
            lambda law: law.date_from <= day and (not law.date_to or day < law.date_to)
        )[:1]

    def _rates(self, debtor):
        """The rates for a debtor of this kind, as facts.

        :param debtor: a ``domain.interest.Debtor``
        """
        special = debtor == rules.Debtor.PUBLIC_HEALTH
        own = self.rate_ids.filtered(lambda r: r.debtor == "public_health")
        chosen = own if special and own else self.rate_ids - own
        return tuple(rate._facts() for rate in chosen)

    def _tiers(self):
        return tuple(tier._facts() for tier in self.tier_ids)


class O2cLateLawTier(models.Model):
    """One fixed sum of a law, for claims of a certain size."""

    _name = "o2c.late.law.tier"
    _description = "Recovery compensation"
    _order = "law_id, floor, id"

    law_id = fields.Many2one(
        "o2c.late.law", required=True, index=True, ondelete="cascade"
    )
    tier_currency_id = fields.Many2one(related="law_id.tier_currency_id")
    sum_currency_id = fields.Many2one(related="law_id.sum_currency_id")
    floor = fields.Monetary("Claims over", currency_field="tier_currency_id")
    included = fields.Boolean(
        "And exactly", help="The threshold itself belongs to this sum too."
    )
    amount = fields.Monetary(
        "Compensation", required=True, currency_field="sum_currency_id"
    )

    _amounts_sound = models.Constraint(
        "CHECK (floor >= 0 AND amount >= 0)", "An amount cannot be less than zero."
    )
    _once = models.Constraint(
        "UNIQUE (law_id, floor, included)", "There is a sum for this threshold already."
    )

    def _facts(self):
        self.ensure_one()
        return rules.Tier(
            self.tier_currency_id._o2c_decimal(self.floor),
            self.included,
            self.sum_currency_id._o2c_decimal(self.amount),
        )


def _overlap(law, other):
    return (not law.date_to or other.date_from < law.date_to) and (
        not other.date_to or law.date_from < other.date_to
    )
