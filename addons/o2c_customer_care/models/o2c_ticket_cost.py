"""What tickets cost, read by one query from the documents that they caused."""

from typing import ClassVar

from odoo import fields, models
from odoo.tools import SQL

KINDS = [
    ("credit", "Credit note"),
    ("goodwill", "Goodwill"),
    ("replacement", "Replacement"),
    ("freight", "Freight"),
    ("work", "Work"),
    ("goods", "Goods"),
    ("other", "Other"),
    ("recovered", "Paid by others"),
]
# rows of several tables in one list: each table has its own last digits
STEP = 16


class O2cTicketCost(models.Model):
    """One cost of one ticket, in the currency of its company.

    No table: every reading is one query over the documents, so that nothing can be
    forgotten or counted twice. What others pay back is less than zero. Other modules
    add their documents in :meth:`_cost_parts`.
    """

    _name = "o2c.ticket.cost"
    _description = "Cost of a ticket"
    _auto = False
    _order = "date desc, id desc"
    # what is flushed before the query; who adds a part adds its tables
    _depends: ClassVar = {
        "account.move": ["amount_untaxed_signed", "date", "state"],
        "o2c.dispute": ["company_id", "credit_note_id", "rebill_id", "ticket_id"],
        "o2c.refusal": ["cost", "decided_at"],
        "o2c.ticket": ["company_id", "origin_id", "origin_model"],
        "o2c.ticket.expense": ["amount", "company_id", "date", "kind", "ticket_id"],
    }

    ticket_id = fields.Many2one("o2c.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, readonly=True)
    date = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True, help="Taxes excluded.")
    source_model = fields.Char(readonly=True)
    source_id = fields.Many2oneReference("From", model_field="source_model")

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._cost_parts())

    def _cost_parts(self):
        """The queries whose rows are the costs: a list of SQL.

        Columns: id (of the row, unique over all: see :meth:`_cost_row`), ticket_id,
        company_id, kind, date, amount, source_model, source_id.
        """
        return [self._credit_notes(), self._expenses(), self._refusals()]

    def _cost_row(self, table, place):
        """The id of a row of a part from the id of ``table``; places are 0 to 15."""
        return SQL("%s * %s + %s", SQL.identifier(table, "id"), STEP, place)

    def _flush_sources(self):
        """Write out what the query reads, before it is read by hand."""
        for name in self._depends:
            self.env[name].flush_model()

    def _credit_notes(self):
        """Posted credit notes of what was granted, and what was billed anew instead:
        the difference is the cost, without taxes."""
        return SQL(
            """
            SELECT %s AS id, dispute.ticket_id, dispute.company_id,
                   'credit' AS kind, move.date, -move.amount_untaxed_signed AS amount,
                   'account.move' AS source_model, move.id AS source_id
              FROM o2c_dispute dispute
              JOIN account_move move
                ON move.id IN (dispute.credit_note_id, dispute.rebill_id)
             WHERE move.state = 'posted'
               AND NOT EXISTS (SELECT FROM o2c_dispute other
                                WHERE move.id IN (other.credit_note_id, other.rebill_id)
                                  AND other.id < dispute.id)
            """,
            self._cost_row("move", 0),
        )

    def _expenses(self):
        return SQL(
            """
            SELECT %s AS id, expense.ticket_id, expense.company_id, expense.kind,
                   expense.date, expense.amount,
                   'o2c.ticket.expense' AS source_model, expense.id AS source_id
              FROM o2c_ticket_expense expense
             WHERE expense.amount <> 0
            """,
            self._cost_row("expense", 1),
        )

    def _refusals(self):
        """The way back or the second delivery of what was refused."""
        return SQL(
            """
            SELECT %s AS id, ticket.id AS ticket_id, ticket.company_id,
                   'freight' AS kind, refusal.decided_at::date AS date,
                   refusal.cost AS amount,
                   'o2c.refusal' AS source_model, refusal.id AS source_id
              FROM o2c_ticket ticket
              JOIN o2c_refusal refusal ON refusal.id = ticket.origin_id
             WHERE ticket.origin_model = 'o2c.refusal' AND refusal.cost <> 0
               AND refusal.decided_at IS NOT NULL
            """,
            self._cost_row("refusal", 2),
        )

    def action_open_source(self):
        """Open the document that a cost comes from."""
        self.ensure_one()
        return self.env[self.source_model].browse(self.source_id).get_formview_action()
