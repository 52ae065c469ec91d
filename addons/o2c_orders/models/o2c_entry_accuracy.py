from odoo import fields, models
from odoo.tools import SQL


class O2cEntryAccuracy(models.Model):
    """One row for each order taken: well or with entry errors. A view, not a table.

    Taken are confirmed orders, and those on which an entry error was found before.
    """

    _name = "o2c.entry.accuracy"
    _description = "Accuracy of order entry"
    _auto = False
    _order = "taken_on desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", "Sales order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Taken down by", readonly=True)
    agent_id = fields.Many2one("res.partner", "External agent", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales team", readonly=True)
    medium_id = fields.Many2one("utm.medium", "Channel", readonly=True)
    taken_on = fields.Datetime(readonly=True)
    orders = fields.Integer("Orders taken", readonly=True)
    wrong = fields.Integer("With entry errors", readonly=True)
    accuracy = fields.Float("Taken well (%)", readonly=True, aggregator="avg")
    reference_errors = fields.Integer(readonly=True)
    quantity_errors = fields.Integer(readonly=True)
    time_errors = fields.Integer(readonly=True)
    address_errors = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
SELECT o.id, o.id AS order_id, o.company_id, o.partner_id,
       -- an error counts for who made it, also when the order is another's
       COALESCE(e.caused_by_id, o.user_id, o.create_uid) AS user_id,
       o.o2c_agent_id AS agent_id, o.team_id, o.medium_id,
       LEAST(o.create_date, o.date_order) AS taken_on, 1 AS orders,
       (e.order_id IS NOT NULL)::int AS wrong,
       CASE WHEN e.order_id IS NULL THEN 100.0 ELSE 0.0 END AS accuracy,
       COALESCE(e.reference_errors, 0) AS reference_errors,
       COALESCE(e.quantity_errors, 0) AS quantity_errors,
       COALESCE(e.time_errors, 0) AS time_errors,
       COALESCE(e.address_errors, 0) AS address_errors
  FROM sale_order o
  LEFT JOIN (
       SELECT order_id, max(caused_by_id) AS caused_by_id,
              count(*) FILTER (WHERE kind = 'reference') AS reference_errors,
              count(*) FILTER (WHERE kind = 'quantity') AS quantity_errors,
              count(*) FILTER (WHERE kind = 'time') AS time_errors,
              count(*) FILTER (WHERE kind = 'address') AS address_errors
         FROM o2c_entry_error WHERE state <> 'void' GROUP BY order_id) e
    ON e.order_id = o.id
 WHERE o.state = 'sale' OR e.order_id IS NOT NULL"""
        )
