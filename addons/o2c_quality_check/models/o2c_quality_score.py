from typing import ClassVar

from odoo import fields, models
from odoo.tools import SQL

from ..domain.satisfaction import Measure
from . import quality_facts
from .o2c_campaign import KINDS

MEASURES = [
    (Measure.NPS.value, "NPS"),
    (Measure.CSAT.value, "CSAT"),
    (Measure.CES.value, "CES"),
    (Measure.OVERALL.value, "Satisfied overall"),
]


class O2cQualityScore(models.Model):
    """An answer that is a score, by courier, place, people and script, for pivots.

    Read from the answers, kept nowhere.
    """

    _name = "o2c.quality.score"
    _description = "Score given by a customer"
    _auto = False
    _order = "at desc, id desc"
    _rec_name = "call_id"
    _depends: ClassVar = {
        "o2c.call.answer": ["call_id", "is_given", "number", "question_id"],
        "o2c.call": [
            *("agent_id", "by_link", "campaign_id", "company_id", "finished_at"),
            *("order_id", "partner_id", "survey_id"),
        ],
        "o2c.campaign": ["kind"],
        "o2c.milestone": ["kind", "order_id", "source_id", "source_model"],
        "res.partner": ["country_id", "state_id"],
        "sale.order": ["carrier_id", "partner_shipping_id", "user_id", "warehouse_id"],
        "stock.picking": ["carrier_id"],
        "survey.question": ["o2c_role", "question_type", "scale_max", "scale_min"],
    }

    call_id = fields.Many2one("o2c.call", readonly=True)
    answer_id = fields.Many2one("o2c.call.answer", readonly=True)
    question_id = fields.Many2one("survey.question", readonly=True)
    measure = fields.Selection(MEASURES, readonly=True)
    number = fields.Float("Mark", readonly=True, aggregator="avg", digits=(16, 1))
    answers = fields.Integer(readonly=True)
    good = fields.Integer(readonly=True)
    bad = fields.Integer(readonly=True)
    points = fields.Float(
        "Score",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="The mean is the NPS, or the share of satisfied answers in per cent."
        " Look at one measure at a time.",
    )
    at = fields.Datetime("When", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    campaign_id = fields.Many2one("o2c.campaign", readonly=True)
    kind = fields.Selection(KINDS, "Kind of campaign", readonly=True)
    survey_id = fields.Many2one("survey.survey", "Script", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    order_id = fields.Many2one("sale.order", "Sales order", readonly=True)
    agent_id = fields.Many2one(
        "res.users",
        readonly=True,
        groups="o2c_quality_check.group_call_leader",
    )
    carrier_id = fields.Many2one("delivery.carrier", "Courier", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", readonly=True)

    @property
    def _table_query(self):
        return quality_facts.score_rows(self.env)

    def _read_group_select(self, aggregate_spec, query):
        expression = super()._read_group_select(aggregate_spec, query)
        if not aggregate_spec.startswith("points:"):
            return expression
        # the mean over an NPS and a share is neither
        measure = self._field_to_sql(self._table, "measure", query)
        return SQL(
            "CASE WHEN min(%s) = max(%s) THEN %s END", measure, measure, expression
        )

    def action_open_call(self):
        """Open the call in which the score was given, else the customer."""
        self.ensure_one()
        # marketing reads the scores of campaigns that sell, but not their calls
        seen = self.env["o2c.call"].has_access("read") and self.call_id
        return (seen or self.partner_id).get_formview_action()
