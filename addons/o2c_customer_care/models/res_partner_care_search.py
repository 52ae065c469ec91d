"""The box of the customer card finds customers by tickets and amounts too."""

from odoo import models

from .. import explain
from ..domain.amounts import reading

FOUND = 8


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_by_document(self, query, found):
        rows = super()._o2c_by_document(query, found)
        Ticket = self.env["o2c.ticket"]
        if query.number and Ticket.has_access("read"):
            tickets = Ticket.search(
                [("number", "=ilike", query.number.replace("_", r"\_"))], limit=FOUND
            )
            rows += [
                (t.person_id or t.partner_id, ("name", explain.card.ticket_found(t)))
                for t in tickets
            ]
        return rows

    def _o2c_by_part_of_number(self, query, found):
        rows = super()._o2c_by_part_of_number(query, found)
        amount = None if found or rows else reading(query.text)
        Move = self.env["account.move"]
        if amount is None or not Move.has_access("read"):
            return rows
        moves = Move.search(
            [
                ("amount_total", "=", float(amount)),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
            ],
            limit=FOUND,
            order="invoice_date desc, id desc",
        )
        return [
            (move.partner_id, ("name", explain.card.invoice_found(move)))
            for move in moves
        ]
