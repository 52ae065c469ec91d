from odoo import fields, models


class O2cExceptionAside(models.TransientModel):
    _name = "o2c.exception.aside"
    _description = "Put exceptions aside"

    exception_ids = fields.Many2many(
        "o2c.exception", string="Exceptions", required=True
    )
    reason = fields.Char("Because", required=True)

    def action_put_aside(self):
        """Put them aside with this reason."""
        self.ensure_one()
        self.exception_ids._put_aside(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
