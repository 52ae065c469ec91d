from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def action_o2c_customer_view(self):
        """Open the page about this customer that is made for the user's role."""
        self.ensure_one()
        account = self.o2c_credit_account_id
        return account.action_customer_view() if account else False
