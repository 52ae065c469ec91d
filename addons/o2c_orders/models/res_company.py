from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # who answers for what is open, where the document itself names nobody
    o2c_owner_sales_id = fields.Many2one("res.users", "Sales answers")
    o2c_owner_credit_id = fields.Many2one("res.users", "Credit answers")
    o2c_owner_warehouse_id = fields.Many2one("res.users", "Warehouse answers")
    o2c_owner_transport_id = fields.Many2one("res.users", "Transport answers")
    o2c_owner_accounting_id = fields.Many2one("res.users", "Accounting answers")

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("o2c_owner_") for name in vals):
            # all open orders name their owners anew: too many to wait for.
            # Whoever may write the company may start this one job
            self.env.ref("o2c_orders.cron_rebuild_timeline").sudo()._trigger()
        return result
