from odoo import fields, models


class O2cPerfectTodo(models.Model):
    """An order that is to be measured anew. Rows are added and eaten by the job."""

    _name = "o2c.perfect.todo"
    _description = "Order to measure"
    _log_access = False
    _rec_name = "order_id"

    # no unique key: two transactions that change an order must not wait for each other
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
