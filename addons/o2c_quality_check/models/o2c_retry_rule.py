from datetime import timedelta

from odoo import api, fields, models

from ..domain.calls import RETRY_AFTER, WRONG, default_rule
from ..domain.retry import RetryRule
from .o2c_call import RESULTS

# after these the customer may be rung again
RETRIED = {result.value for result in (*RETRY_AFTER, *WRONG)}


class O2cRetryRule(models.Model):
    """When a customer is rung again after one result, how often, and what then.

    Of several rules for a result the campaign's goes before the company's, and that
    before the one shared by all.
    """

    _name = "o2c.retry.rule"
    _description = "Rule for trying again"
    _order = "campaign_id, company_id, result, id"
    _rec_name = "result"
    _check_company_auto = True

    result = fields.Selection(
        [row for row in RESULTS if row[0] in RETRIED], required=True
    )
    campaign_id = fields.Many2one(
        "o2c.campaign",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: for all campaigns.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        index=True,
        help="Empty: for all companies.",
    )
    wait_minutes = fields.Integer("Ring again after", required=True, default=180)
    vary_daypart = fields.Boolean(
        "Another part of the day",
        help="Morning, midday, afternoon and evening take turns: the next attempt falls"
        " into the part of the day tried least so far, where the customer is.",
    )
    per_number = fields.Integer(
        "At most per number", help="0: as often as the campaign allows."
    )
    per_contact = fields.Integer(
        "At most per customer",
        help="Over all his numbers. 0: as often as the campaign allows.",
    )
    other_numbers = fields.Boolean(
        "Then another number",
        default=True,
        help="When a number is used up, the customer's next one is rung.",
    )
    send_link = fields.Boolean(
        "In the end a link",
        help="Who is not reached gets the questions by e-mail or text message.",
    )
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(result, COALESCE(campaign_id, 0), COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this result already.",
    )
    _not_negative = models.Constraint(
        "CHECK (wait_minutes >= 0 AND per_number >= 0 AND per_contact >= 0)",
        "Minutes and attempts cannot be less than zero.",
    )

    @api.depends("campaign_id")
    def _compute_company_id(self):
        for rule in self:
            rule.company_id = rule.campaign_id.company_id or rule.company_id

    @api.depends("result", "campaign_id")
    def _compute_display_name(self):
        labels = dict(self._fields["result"]._description_selection(self.env))
        for rule in self:
            names = labels.get(rule.result), rule.campaign_id.name
            rule.display_name = " · ".join(filter(None, names))

    @api.model
    def _for(self, campaign, result):
        """The rule that holds in ``campaign`` after ``result``, as the domain's."""
        rules = self.search(
            [
                ("result", "=", result.value),
                ("campaign_id", "in", (False, campaign.id)),
                ("company_id", "in", (False, campaign.company_id.id)),
            ]
        )
        found = rules.sorted(lambda r: (not r.campaign_id, not r.company_id))[:1]
        return found._as_rule() if found else default_rule(result)

    def _as_rule(self):
        return RetryRule(
            wait=timedelta(minutes=self.wait_minutes),
            vary=self.vary_daypart,
            per_number=self.per_number,
            per_contact=self.per_contact,
            other_numbers=self.other_numbers,
            link=self.send_link,
        )
