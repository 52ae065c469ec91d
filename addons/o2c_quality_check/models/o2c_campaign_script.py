"""Two scripts tried against each other; who gets which is drawn once."""

from odoo import fields, models

from ..domain import sampling
from ..explain import campaign as explain


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    survey_b_id = fields.Many2one(
        "survey.survey",
        "Script B",
        ondelete="restrict",
        tracking=True,
        help="Tried against the script: each call gets one of the two by lot.",
    )
    share_b = fields.Float("Of the calls (%)", default=50.0)
    script_text = fields.Char("Scripts compared", compute="_compute_script_text")

    _share_b = models.Constraint(
        "CHECK (share_b >= 0 AND share_b <= 100)", "A share is between 0 and 100."
    )
    _two_scripts = models.Constraint(
        "CHECK (survey_b_id IS NULL OR survey_b_id <> survey_id)",
        "Script B is another script than the first.",
    )

    def _script_of(self, key):
        """The script of the call about ``key``: the same whenever it is asked."""
        if not self.survey_b_id:
            return self.survey_id
        letter = sampling.variant(self.seed, key, self.share_b / 100)
        return self.survey_b_id if letter == "b" else self.survey_id

    def _scripts(self):
        return self.survey_id | self.survey_b_id

    def _compute_script_text(self):
        # how the scripts do may be known to whoever may read the campaign
        calls = self.env["o2c.call"].sudo()
        domain = [("campaign_id", "in", self.ids), ("attempt_count", ">", 0)]
        groups = calls._read_group(
            domain, ["campaign_id", "survey_id", "last_result"], ["__count"]
        )
        for campaign in self:
            own = [row[1:] for row in groups if row[0] == campaign._origin]
            campaign.script_text = (
                explain.scripts(campaign, own) if campaign.survey_b_id else False
            )
