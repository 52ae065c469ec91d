"""What is overdue and what headroom is left, in the sales-network monitor."""

from odoo import api, models

from ..domain import exposure


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    @api.model
    def _o2c_network_columns(self):
        columns = super()._o2c_network_columns()
        if not self.env["o2c.credit.account"].has_access("read"):
            return columns
        overdue = {"key": "overdue", "label": self.env._("Overdue"), "bad": "positive"}
        room = {"key": "headroom", "label": self.env._("Headroom"), "bad": "negative"}
        return [*columns, overdue, room]

    def _o2c_network_figures(self, company):
        figures = super()._o2c_network_figures(company)
        # by the rules of the account: who does not see it gets no figure
        accounts = self.env["o2c.credit.account"].search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", company.root_id.id),
            ]
        )
        facts, overdue = accounts._facts_and_overdue()
        for account in accounts:
            room = exposure.headroom(facts[account])
            figures.setdefault(account.partner_id, {}).update(
                overdue=float(
                    sum(amount for _days, amount in overdue.get(account, ()))
                ),
                headroom=None if room is None else float(room),
            )
        return figures
