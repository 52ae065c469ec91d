from odoo import models


class O2cCampaign(models.Model):
    # the law of calling is a topic of its own
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    def action_numbers_to_check(self):
        """Make the file of numbers that a register is to be asked about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_register_export"
        )
        return {**action, "context": {"default_campaign_ids": self.ids}}

    def action_dial_log(self):
        """Open what the law said about the calls of this campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_dial_decision"
        )
        return {**action, "domain": [("campaign_id", "=", self.id)], "context": {}}
