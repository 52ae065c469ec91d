from odoo import fields
from odoo.tools import SQL


class LooseMany2one(fields.Many2one):
    """A Many2one that the database does not watch over.

    For rows by the hundred thousand that may be made again at any time: checking each
    reference takes longer than writing the row. Whoever deletes what is referred to
    deletes these rows too.
    """

    def update_db_foreign_key(self, model, column):
        name = SQL.identifier(f"{model._table}_{self.name}_fkey")
        table = SQL.identifier(model._table)
        model.env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", table, name)
        )
