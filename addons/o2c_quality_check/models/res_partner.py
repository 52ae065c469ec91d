from odoo import fields, models

from ..explain import call as explain


class ResPartner(models.Model):
    _inherit = "res.partner"

    o2c_call_count = fields.Integer("Quality calls", compute="_compute_o2c_call_count")

    def _compute_o2c_call_count(self):
        Call = self.env["o2c.call"]
        counts = {}
        if Call.has_access("read"):
            domain = [("partner_id", "in", self.commercial_partner_id.ids)]
            counts = dict(Call._read_group(domain, ["partner_id"], ["__count"]))
        for partner in self:
            partner.o2c_call_count = counts.get(partner.commercial_partner_id, 0)

    def action_o2c_calls(self):
        """Open the calls to this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_call_all"
        )
        domain = [("partner_id", "=", self.commercial_partner_id.id)]
        return {**action, "domain": domain, "context": {}}

    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        Call = self.env["o2c.call"]
        if not Call.has_access("read"):
            return sections
        customer = self.commercial_partner_id
        calls = Call.search(
            [("partner_id", "=", customer.id), ("last_result", "!=", False)],
            order="write_date desc",
            limit=5,
        )
        return [*sections, explain.card_section(calls)] if calls else sections
